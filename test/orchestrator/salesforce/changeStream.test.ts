import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { ChangeStream } from '../../../orchestrator/salesforce/changeStream.ts';
import { logIn } from '../../../orchestrator/salesforce/login.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { publish } from '../../local-org/streamingOrg.ts';

const channel = '/event/Handoff_Event__e';
const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const startOrg = (port = 0) =>
  createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    clients: [{ clientId: 'secret-app', clientSecret: 'a-secret' }],
    port
  });

let org: LocalOrg;
let heard: Heard;
beforeEach(async () => {
  org = await startOrg();
});
afterEach(async () => {
  heard.stream.stop();
  vi.useRealTimers();
  await org.close();
});

const fault = (rule: FaultRuleInput) => org.host.faults.add(faultRule.parse(rule));

interface Heard {
  stream: ChangeStream;
  states: string[];
  refused: string[];
  errors: unknown[];
  ups: number;
  until: (isSo: () => boolean) => Promise<void>;
}

/** Listens by client credentials, whose tokens can be renewed. */
async function listen(channels = [channel]): Promise<Heard> {
  const login = {
    kind: 'clientCredentials',
    loginUrl: org.url,
    clientId: 'secret-app',
    clientSecret: 'a-secret'
  } as const;
  let wake = (): void => undefined;
  const all: Omit<Heard, 'stream'> = {
    states: [],
    refused: [],
    errors: [],
    ups: 0,
    async until(isSo) {
      while (!isSo()) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  };
  const stream = new ChangeStream({
    salesforce: new Salesforce(await logIn(login, '66.0')),
    channels,
    onEvent: (_channel, payload) => {
      all.states.push(String(payload['State__c']));
      wake();
    },
    onRefused: (refused) => {
      all.refused.push(refused);
      wake();
    },
    onUp: () => {
      all.ups += 1;
      wake();
    },
    onError: (error) => {
      all.errors.push(error);
      wake();
    },
    random: () => 1,
    firstPauseMs: 20
  });
  heard = Object.assign(all, { stream });
  stream.start();
  await heard.until(() => heard.ups === 1);
  return heard;
}

describe('a stream of changes', () => {
  it('brings what happens from its start on, and nothing from before', async () => {
    await publish(org, 'before');
    await listen();
    await publish(org, 'after');
    await heard.until(() => heard.states.length > 0);
    expect(heard.states).toEqual(['after']);
  });

  it('comes back after a broken connection, with what it missed, each once', async () => {
    await listen();
    await publish(org, 'one');
    await heard.until(() => heard.states.length === 1);
    const drop = fault({ kind: 'drop', match: { path: '/cometd' } });
    // Ends the held poll, if there is one; the next is cut off.
    await publish(org, 'two');
    await heard.until(() => heard.errors.length > 0);
    await publish(org, 'three');
    org.host.faults.remove(drop.id);
    await heard.until(() => heard.ups === 2);
    await publish(org, 'four');
    await heard.until(() => heard.states.length === 4);
    expect(heard.states).toEqual(['one', 'two', 'three', 'four']);
  });

  it('waits longer after each attempt that fails', async () => {
    await listen();
    fault({ kind: '503', match: { path: '/cometd' } });
    const at: number[] = [];
    await publish(org, 'ends the poll');
    for (let errors = 1; errors <= 5; errors += 1) {
      await heard.until(() => heard.errors.length >= errors);
      at.push(performance.now());
    }
    const pauses = at.slice(1).map((moment, index) => moment - at[index]!);
    // 20, 40, 80 and 160 ms, and what the attempt itself takes.
    expect(pauses[3]!).toBeGreaterThan(150);
    expect(pauses[3]!).toBeGreaterThan(2 * pauses[0]!);
  });

  it('takes a new token when its own has expired', async () => {
    await listen();
    await publish(org, 'first');
    await heard.until(() => heard.states.length === 1);
    const before = org.requests.list().filter(({ path }) => path.endsWith('/token')).length;
    // A token that is refused soon after it was issued would be refused again, and is not asked for.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    fault({ kind: 'expired-session', match: { path: '/cometd' }, times: 1 });
    await publish(org, 'one');
    await heard.until(() => heard.ups === 2);
    await publish(org, 'two');
    await heard.until(() => heard.states.includes('two'));
    expect(heard.states).toEqual(['first', 'one', 'two']);
    expect(org.requests.list().filter(({ path }) => path.endsWith('/token'))).toHaveLength(before + 1);
  });

  it('outlasts an org that starts again and has forgotten its events', async () => {
    await listen();
    await publish(org, 'one');
    await publish(org, 'two');
    await heard.until(() => heard.states.length === 2);
    const port = Number(new URL(org.url).port);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    await org.close();
    org = await startOrg(port);
    await heard.until(() => heard.ups === 2);
    await publish(org, 'three');
    await heard.until(() => heard.states.length === 3);
    expect(heard.states).toEqual(['one', 'two', 'three']);
  });

  it('tells once of a channel that is refused, however often it comes back, and hears the others', async () => {
    await listen(['/event/No_Such_Event__e', channel, '/data/AccountChangeEvent']);
    await publish(org, 'one');
    await heard.until(() => heard.states.length === 1);
    fault({ kind: 'drop', match: { path: '/cometd' }, times: 1 });
    await publish(org, 'two');
    await heard.until(() => heard.ups === 2);
    await publish(org, 'three');
    await heard.until(() => heard.states.length === 3);
    expect(heard.states).toEqual(['one', 'two', 'three']);
    expect(heard.refused.toSorted()).toEqual(['/data/AccountChangeEvent', '/event/No_Such_Event__e']);
  });

  it.each([
    ['while it hears', undefined],
    ['while it cannot be reached', { kind: 'drop', match: { path: '/cometd' } } as const]
  ])('ends when it is stopped %s: nothing is asked or told after it', async (_when, rule) => {
    await listen();
    if (rule) {
      fault(rule);
      await publish(org, 'ends the poll');
      await heard.until(() => heard.errors.length > 1);
    }
    const states = heard.states.length;
    heard.stream.stop();
    await publish(org, 'too late');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = org.requests.list().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(org.requests.list().length).toBe(asked);
    expect(heard.states).toHaveLength(states);
  });

  it('can be started again', async () => {
    await listen();
    heard.stream.stop();
    heard.stream.start();
    await heard.until(() => heard.ups === 2);
    await publish(org, 'again');
    await heard.until(() => heard.states.length === 1);
  });
});
