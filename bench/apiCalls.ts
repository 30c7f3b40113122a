/**
 * What one routed lead costs in Salesforce: requests that count against the org's daily API calls, and times one has to
 * wait for an answer. Counted on the wire, for Baton and for the obvious sequence of single jsforce calls alike. Every lead
 * is of the usual kind: its caller turns out to be new, and a rep of its team is free.
 */
import { Connection } from 'jsforce';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { benchCall, type CallRequest } from './benchCalls.ts';
import { handOff, tellStarted } from './callRound.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { Load } from './load.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import { roundTrips, startMeteredProxy, type MeteredProxy } from './meteredProxy.ts';
import { percentile } from './percentile.ts';
import { lookUpSingly, routeSingly } from './routeSingly.ts';
import { startServiceProcess } from './serviceProcess.ts';

const leads = 20;

interface Cost {
  readonly variant: string;
  readonly apiCalls: number;
  readonly roundTrips: number;
}

/** One way to route a lead. */
interface Variant {
  readonly variant: string;
  /** What happens while the voice agent still talks, and so is not counted. */
  readonly before?: (call: CallRequest) => Promise<unknown>;
  readonly route: (call: CallRequest) => Promise<unknown>;
}

/** @throws Error when a lead was not routed, or the variants do not agree on how many leads there are in the end */
export async function benchApiCalls(): Promise<Comparison[]> {
  const org = await startLocalOrgProcess();
  const proxy = await startMeteredProxy(org.url);
  const service = await startServiceProcess({ ...org, url: proxy.url });
  const load = new Load(service);
  const connection = new Connection({ instanceUrl: proxy.url, accessToken: org.accessToken, version: '66.0' });
  const variants: Variant[] = [
    {
      variant: 'Baton, told when the call began',
      before: (call) => tellStarted(load, [call]),
      route: (call) => handOff(load, [call], 1)
    },
    { variant: 'Baton, told nothing before', route: (call) => handOff(load, [call], 1) },
    {
      variant: 'single jsforce calls, reps in one query',
      route: (call) => routeSingly(connection, call, 'inOneQuery')
    },
    { variant: 'single jsforce calls, each rep read', route: (call) => routeSingly(connection, call, 'oneByOne') },
    {
      variant: 'single jsforce calls, reps in one query, caller looked up',
      route: async (call) => {
        await lookUpSingly(connection, call);
        await routeSingly(connection, call, 'inOneQuery');
      }
    }
  ];
  try {
    const costs: Cost[] = [];
    for (const [index, variant] of variants.entries()) costs.push(await costOf(proxy, variant, index));
    const routed = await connection.query(
      "SELECT COUNT(Id) n FROM Handoff__c WHERE Call_Id__c LIKE 'bench-%' AND Rep__c != null"
    );
    const expected = costs.length * (leads + 1);
    if (routed.records[0]?.['n'] !== expected) {
      throw new Error(`${String(routed.records[0]?.['n'])} of ${expected} leads have a handoff to a rep.`);
    }
    return [
      comparison('API calls per routed lead', 'calls', costs, (cost) => cost.apiCalls),
      comparison('Round trips per routed lead', 'waits', costs, (cost) => cost.roundTrips)
    ];
  } finally {
    load.close();
    await service.close();
    await proxy.close();
    await org.close();
  }
}

/**
 * The median of several leads, one after another, which a sweep in the background that falls between does not move. The
 * first, which may have to learn about the org, is not counted.
 */
async function costOf(proxy: MeteredProxy, { variant, before, route }: Variant, number: number): Promise<Cost> {
  const apiCalls: number[] = [];
  const trips: number[] = [];
  for (let index = 0; index <= leads; index += 1) {
    const call = benchCall('cost', number * (leads + 1) + index);
    await before?.(call);
    await nextTurn();
    proxy.take();
    await route(call);
    await nextTurn();
    if (index === 0) continue;
    // The service is told of changes by a request that the org holds until there is news; nobody waits for it.
    const seen = proxy.take().filter(({ path }) => !path.startsWith('/cometd/'));
    apiCalls.push(seen.filter((request) => request.countsAsApiCall).length);
    trips.push(roundTrips(seen));
  }
  return { variant, apiCalls: percentile(apiCalls, 0.5), roundTrips: percentile(trips, 0.5) };
}

function comparison(name: string, unit: string, costs: readonly Cost[], value: (cost: Cost) => number): Comparison {
  const rows = costs.map((cost) => ({ variant: cost.variant, value: value(cost) }));
  const [ours] = rows.map((row) => row.value);
  const theirs = costs.filter(({ variant }) => !variant.startsWith('Baton')).map(value);
  if (ours === undefined || theirs.length === 0) throw new Error('Nothing was compared.');
  return { name, unit, rows, ratio: Math.min(...theirs) / ours, goal: '2 a lead', met: ours <= 2 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(comparisonTable(await benchApiCalls()));
}
