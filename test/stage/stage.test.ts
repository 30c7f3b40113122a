/** The stage by its front door: each script is placed over HTTP, its log is read as the page reads it, and the org tells the rest. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../bin/stage/playLog.ts';
import { openStage, type Stage } from '../../bin/stage/stage.ts';
import { stageServer } from '../../bin/stage/stageServer.ts';

let stage: Stage;
let app: FastifyInstance;
let url: string;
/** How long a phone rings in the example. */
const ringMs = 20_000;
/** Rings whose time is over at once; all others last until somebody does something. Talks and patience pass at once. */
let ringsToPass = 0;

// The org is deployed with its pages; a busy machine takes its time for it.
beforeAll(async () => {
  stage = await openStage({
    version: 'test',
    orgPort: 0,
    startAt: new Date('2026-12-01T16:10:00Z'),
    wait: async (ms, signal) => {
      if (ms < ringMs || ringsToPass-- > 0) stage.advance(ms);
      else await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }
  });
  app = stageServer(stage, 'The clock stands elsewhere.');
  url = await app.listen({ port: 0, host: '127.0.0.1' });
}, 120_000);
afterAll(async () => {
  await app.close();
  await stage.close();
});

function post(path: string, body: unknown = {}): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  });
}

/** Places a call and reads its log to the end. @param whenRinging what the visitor does at the nth ring, from 1 on */
async function played(
  script: string,
  whenRinging: (id: string, nth: number) => Promise<unknown> = async () => undefined
): Promise<LogEntry[]> {
  const placed = await post('/api/plays', { script });
  expect(placed.status).toBe(201);
  const { id } = (await placed.json()) as { id: string };
  const reply = await fetch(`${url}/api/plays/${id}/log`);
  const events = reply
    .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream());
  const entries: LogEntry[] = [];
  for await (const { data } of events as unknown as AsyncIterable<{ data: string }>) {
    const entry = JSON.parse(data) as LogEntry;
    entries.push(entry);
    if (entry.kind === 'ringing') await whenRinging(id, entries.filter(({ kind }) => kind === 'ringing').length);
  }
  return entries;
}

/** Until there is something to accept: a service on a busy machine may answer before Salesforce has been written to. */
const accept = (id: string): Promise<unknown> =>
  vi.waitFor(async () => expect((await post(`/api/plays/${id}/accept`)).status).toBe(204), { timeout: 15_000 });
const repsRung = (entries: LogEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'ringing' ? entry.repName : []));
const lastOf = (entries: LogEntry[]): LogEntry => entries.at(-1)!;
const offersOf = async (caller: string): Promise<string[]> => {
  const offers = await stage.org.query<{ Status__c: string; Rep__r: { Name: string } }>(
    'SELECT Status__c, Rep__r.Name FROM Handoff_Offer__c ' +
      `WHERE Handoff__r.Lead__r.Company = '${caller}' ORDER BY Offered_At__c, Name`
  );
  return offers.map((offer) => `${offer.Rep__r.Name}: ${offer.Status__c}`);
};
const handoffsOf = async (caller: string): Promise<string[]> => {
  const handoffs = await stage.org.query<{ Status__c: string }>(
    `SELECT Status__c FROM Handoff__c WHERE Lead__r.Company = '${caller}' ORDER BY Name`
  );
  return handoffs.map(({ Status__c: status }) => status);
};

describe('the stage', () => {
  it('has nobody call again before anybody has called', async () => {
    const reply = await post('/api/plays', { script: 'again' });
    expect(reply.status).toBe(409);
    expect(await reply.json()).toEqual({
      message: 'Nobody has called yet who could call again: place another call first.'
    });
  });

  it('puts a caller through to the rep who accepts, and takes no second call meanwhile', async () => {
    let meanwhile = 0;
    const entries = await played('live', async (id) => {
      meanwhile = (await post('/api/plays', { script: 'live' })).status;
      await accept(id);
    });
    expect(meanwhile).toBe(409);
    const [rep] = repsRung(entries);
    expect(
      entries.flatMap((entry) =>
        entry.kind === 'request' ? `${entry.method} ${entry.path.replace(/\/a\w+/, '/…')}` : []
      )
    ).toEqual(['POST /v1/calls', 'POST /v1/handoffs/…/outcome']);
    expect(JSON.stringify(entries.find(({ kind }) => kind === 'news'))).toContain(`connected to ${rep}`);
    expect(lastOf(entries)).toMatchObject({ kind: 'ended', text: expect.stringContaining('have spoken') });
    expect(await offersOf('NovaCorp')).toEqual([`${rep}: Completed`]);
    expect(await handoffsOf('NovaCorp')).toEqual(['Completed']);
  });

  it('calls again with the same caller: the same lead, and the same rep', async () => {
    const entries = await played('again', accept);
    expect(lastOf(entries).kind).toBe('ended');
    const leads = await stage.org.query<{ Id: string }>("SELECT Id FROM Lead WHERE Company = 'NovaCorp'");
    expect(leads).toHaveLength(1);
    expect(await handoffsOf('NovaCorp')).toEqual(['Completed', 'Completed']);
    const [before, again] = await offersOf('NovaCorp');
    expect(again).toBe(before);
  });

  it('rings the next rep when the first lets it ring', async () => {
    ringsToPass = 1;
    const entries = await played('noAnswer', async (id, nth) => {
      if (nth === 2) await accept(id);
    });
    const [one, other] = repsRung(entries);
    expect(other).not.toBe(one);
    expect(await offersOf('Sierra Logistics')).toEqual([`${one}: No Answer`, `${other}: Completed`]);
  });

  it('books a meeting when nobody takes transfers, and has the switches as they were after it', async () => {
    const withTransfers = 'SELECT Name FROM User WHERE Takes_Transfers__c = true ORDER BY Name';
    const before = await stage.org.query(withTransfers);
    const entries = await played('nobodyFree');
    expect(repsRung(entries)).toEqual([]);
    expect(lastOf(entries)).toMatchObject({ kind: 'ended', text: expect.stringContaining('meeting') });
    expect(await stage.org.query(withTransfers)).toEqual(before);
    const events = await stage.org.query<{ Subject: string }>(
      "SELECT Subject FROM Event WHERE WhoId IN (SELECT Id FROM Lead WHERE Company = 'Mojave Energy')"
    );
    expect(events).toHaveLength(1);
  });

  it('owes a callback when everyone is away, and has them back after it', async () => {
    const entries = await played('everyoneAway');
    expect(repsRung(entries)).toEqual([]);
    const notes = entries.flatMap((entry) => (entry.kind === 'note' ? entry.text : []));
    expect(notes[0]).toMatch(/each sets the own time away: .*Priya Raman/);
    expect(notes.at(-1)).toMatch(/are back/);
    expect(JSON.stringify(entries)).toContain('is back first');
    expect(lastOf(entries)).toMatchObject({ kind: 'ended', text: expect.stringContaining('callback') });
    const away = await stage.org.query<{ Username: string }>('SELECT Username FROM User WHERE Away_Until__c != null');
    expect(away.map(({ Username }) => Username)).toEqual(['sofia.lindqvist@sample.example']);
  });

  it('owes a callback to a caller who hangs up while it rings', async () => {
    const entries = await played('hangUp');
    expect(repsRung(entries)).toHaveLength(1);
    const left = await stage.org.query<{ Rep__r: { Name: string } }>(
      "SELECT Rep__r.Name FROM Handoff_Offer__c WHERE Status__c = 'Caller Left'"
    );
    expect(left.map((offer) => offer.Rep__r.Name)).toEqual(repsRung(entries));
    expect(lastOf(entries)).toMatchObject({ kind: 'ended', text: expect.stringContaining('callback') });
  });

  it('lets the visitor hang up for the caller too', async () => {
    const entries = await played('live', (id) => post(`/api/plays/${id}/hang-up`));
    expect(lastOf(entries)).toMatchObject({ kind: 'ended', text: expect.stringContaining('callback') });
  });

  it('refuses what there is not, and says what there is', async () => {
    const unknown = await post('/api/plays', { script: 'opera' });
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toContain('live, noAnswer, nobodyFree, everyoneAway, hangUp, again');
    expect((await post('/api/plays/none/accept')).status).toBe(404);
    expect((await fetch(`${url}/api/plays/none/log`)).status).toBe(404);
  });

  it('serves its page with everything it needs, and never the key of the service', async () => {
    for (const path of ['/', '/stage.css', '/stage.js', '/slds.css']) {
      expect((await fetch(url + path)).status).toBe(200);
    }
    const facts = (await (await fetch(`${url}/api/stage`)).json()) as Record<string, unknown>;
    expect(Object.keys(facts)).toEqual(['orgUrl', 'serviceUrl', 'clockNote', 'now', 'reps', 'scripts']);
    expect((facts['reps'] as unknown[]).length).toBe(12);
  });
});
