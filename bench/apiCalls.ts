/**
 * What one routed lead costs in Salesforce: requests that count against the org's daily API calls, and times one has to
 * wait for an answer. Counted on the wire, for Baton and for the obvious sequence of single jsforce calls alike.
 */
import { Connection } from 'jsforce';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { benchCall, type CallRequest } from './benchCalls.ts';
import type { Comparison } from './comparison.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import { roundTrips, startMeteredProxy, type MeteredProxy } from './meteredProxy.ts';
import { routeSingly } from './routeSingly.ts';
import { startServiceProcess } from './serviceProcess.ts';

const leads = 20;

interface Cost {
  readonly variant: string;
  readonly apiCalls: number;
  readonly roundTrips: number;
}

/** @throws Error when a lead was not routed, or the variants do not agree on how many leads there are in the end */
export async function benchApiCalls(): Promise<Comparison[]> {
  const org = await startLocalOrgProcess();
  const proxy = await startMeteredProxy(org.url);
  const service = await startServiceProcess({ url: proxy.url, accessToken: org.accessToken });
  const connection = new Connection({ instanceUrl: proxy.url, accessToken: org.accessToken, version: '66.0' });
  try {
    const costs: Cost[] = [
      await costOf(proxy, 'Baton', 'baton', async (call) => void (await service.route(call))),
      await costOf(proxy, 'single jsforce calls, reps in one query', 'query', (call) =>
        routeSingly(connection, call, 'inOneQuery')
      ),
      await costOf(proxy, 'single jsforce calls, each rep read', 'each', (call) =>
        routeSingly(connection, call, 'oneByOne')
      )
    ];
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
    await service.close();
    await proxy.close();
    await org.close();
  }
}

/** Mean of several leads, one after another; the first, which may have to learn about the org, is not counted. */
async function costOf(
  proxy: MeteredProxy,
  variant: string,
  run: string,
  route: (call: CallRequest) => Promise<void>
): Promise<Cost> {
  let apiCalls = 0;
  let trips = 0;
  for (let index = 0; index <= leads; index += 1) {
    proxy.requests.length = 0;
    await route(benchCall(run, index));
    await nextTurn();
    if (index === 0) continue;
    apiCalls += proxy.requests.filter((request) => request.countsAsApiCall).length;
    trips += roundTrips(proxy.requests);
  }
  return { variant, apiCalls: apiCalls / leads, roundTrips: trips / leads };
}

function comparison(name: string, unit: string, costs: readonly Cost[], value: (cost: Cost) => number): Comparison {
  const rows = costs.map((cost) => ({ variant: cost.variant, value: value(cost) }));
  const [ours, best] = rows.map((row) => row.value);
  if (ours === undefined || best === undefined) throw new Error('Nothing was compared.');
  return { name, unit, rows, ratio: best / ours, goal: '2 a lead', met: ours <= 2 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await benchApiCalls(), undefined, 2));
}
