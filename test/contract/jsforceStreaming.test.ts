/** Streaming as jsforce does it: faye's client, with jsforce's own extensions. */
import { randomUUID } from 'node:crypto';
import type { Connection } from 'jsforce';
import { AuthFailure, Replay } from 'jsforce/lib/api/streaming/extension.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect, isRealOrg, orgUnderTest, type OrgUnderTest } from './orgUnderTest.ts';

const channel = '/event/Handoff_Event__e';

interface Message {
  readonly payload: Record<string, unknown>;
  readonly event: { readonly replayId: number };
}

let org: OrgUnderTest;
beforeAll(async () => {
  org = await orgUnderTest('jsforceStreaming');
});
afterAll(() => org.close());

/** Clients of the test, which hold a poll until they disconnect; faye's types leave that method out. */
const clients: { disconnect(): void }[] = [];
const ending = (client: unknown): void => void clients.push(client as { disconnect(): void });
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

/** Subscribes and collects; `until` waits for a number of messages that carry this test's mark. */
async function listen(connection: Connection, name: string, replay: number, ours: (message: Message) => boolean) {
  const client = connection.streaming.createClient([new Replay(name, replay)]);
  ending(client);
  const messages: Message[] = [];
  let wake = (): void => undefined;
  const subscription = client.subscribe(name, (message: Message) => {
    if (ours(message)) messages.push(message);
    wake();
  });
  await subscription;
  return {
    messages,
    async until(count: number): Promise<Message[]> {
      while (messages.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return messages;
    }
  };
}

const marked =
  (mark: string) =>
  ({ payload }: Message): boolean =>
    String(payload.State__c).startsWith(mark);
const states = (messages: Message[]): unknown[] => messages.map(({ payload }) => payload.State__c);

async function publish(state: string): Promise<void> {
  const result = await org.connection.sobject('Handoff_Event__e').create({ State__c: state });
  expect(result.success).toBe(true);
}

const newMark = (): string => randomUUID().slice(0, 8);

describe('platform events', () => {
  it('arrive after they are published', async () => {
    const mark = newMark();
    const listener = await listen(org.connection, channel, -1, marked(mark));
    await publish(`${mark} ringing`);
    const [message] = await listener.until(1);
    expect(message).toMatchObject({
      payload: { State__c: `${mark} ringing`, CreatedById: expect.stringMatching(/^005/) },
      event: { replayId: expect.any(Number) }
    });
  });

  it('that were missed are replayed from the start and from an id', async () => {
    const mark = newMark();
    for (const state of ['one', 'two', 'three']) await publish(`${mark} ${state}`);
    const all = await (await listen(org.connection, channel, -2, marked(mark))).until(3);
    expect(states(all)).toEqual([`${mark} one`, `${mark} two`, `${mark} three`]);
    const later = await (await listen(org.connection, channel, all[0]?.event.replayId ?? 0, marked(mark))).until(2);
    expect(states(later)).toEqual([`${mark} two`, `${mark} three`]);
  });

  it('do not come twice to one listener when another replays', async () => {
    const mark = newMark();
    const live = await listen(org.connection, channel, -1, marked(mark));
    await publish(`${mark} only`);
    await live.until(1);
    await (await listen(org.connection, channel, -2, marked(mark))).until(1);
    await publish(`${mark} last`);
    expect(states(await live.until(2))).toEqual([`${mark} only`, `${mark} last`]);
  });
});

describe.skipIf(isRealOrg)('change events', () => {
  it('of an offer tell of its creation and of its new state', async () => {
    const handoff = await org.connection
      .sobject('Handoff__c')
      .create({ Call_Id__c: randomUUID(), Next_Step__c: 'Transfer' });
    const isOffer = ({ payload }: Message): boolean => JSON.stringify(payload).includes('"Handoff_Offer__c"');
    const listener = await listen(org.connection, '/data/Handoff_Offer__ChangeEvent', -1, isOffer);
    const offer = await org.connection
      .sobject('Handoff_Offer__c')
      .create({ Handoff__c: handoff.id, Status__c: 'Ringing' });
    await org.connection.sobject('Handoff_Offer__c').update({ Id: offer.id ?? '', Status__c: 'Accepted' });
    const [created, updated] = (await listener.until(2)).map(({ payload }) => payload);
    expect(created).toMatchObject({
      Status__c: 'Ringing',
      ChangeEventHeader: { entityName: 'Handoff_Offer__c', changeType: 'CREATE', recordIds: [offer.id] }
    });
    expect(updated).toMatchObject({ Status__c: 'Accepted', ChangeEventHeader: { changeType: 'UPDATE' } });
    expect(updated).not.toHaveProperty('Handoff__c');
  });
});

describe('refusals', () => {
  it('reach the AuthFailure extension when the token is not valid', async () => {
    const stranger = connect(org.connection.instanceUrl, '00D000000000000!nobody');
    const failure = new Promise<{ error?: string }>((resolve) => {
      const client = stranger.streaming.createClient([new AuthFailure(resolve)]);
      ending(client);
      client.subscribe(channel, () => undefined).then(undefined, () => undefined);
    });
    expect(await failure).toMatchObject({
      error: '403::Handshake denied',
      ext: { sfdc: { failureReason: '401::Authentication invalid' } }
    });
  });

  it('fail the subscription to a channel that does not exist', async () => {
    const client = org.connection.streaming.createClient([]);
    ending(client);
    const subscription = client.subscribe('/event/No_Such_Event__e', () => undefined);
    await expect(Promise.resolve(subscription)).rejects.toMatchObject({
      message: expect.stringContaining('No_Such_Event__e')
    });
  });
});
