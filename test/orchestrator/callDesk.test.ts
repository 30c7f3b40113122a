import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallDesk, type CallDeskOptions } from '../../orchestrator/callDesk.ts';
import { snapshotVersion, type OrgSnapshot } from '../../orchestrator/snapshot/orgSnapshot.ts';
import { openDatabase, type Database } from '../../orchestrator/storage/database.ts';
import { call, repIn } from './handoff/modelHandoff.ts';
import { OutagePlay, type Happening } from './outagePlay.ts';

const numRuns = process.env['BATON_NIGHTLY'] === '1' ? 10_000 : 500;

const snapshot: OrgSnapshot = {
  version: snapshotVersion,
  readAt: '2026-11-23T16:00:00Z',
  setupReadAt: '2026-11-23T16:00:00Z',
  instanceUrl: 'https://org.example',
  runningUser: { id: 'integration', timeZone: 'America/Los_Angeles', values: {}, types: {} },
  teams: [
    {
      id: '00G000000000001AAA',
      name: 'West',
      developerName: 'West',
      members: ['a', 'b', 'c'].map((id) => repIn(id, 'free', 0)),
      problem: null
    }
  ],
  users: [],
  policies: [],
  hours: [],
  lastTurns: {},
  rules: {
    xml:
      '<AssignmentRules><assignmentRule><fullName>All</fullName><active>true</active><ruleEntry>' +
      '<assignedTo>West</assignedTo><assignedToType>Queue</assignedToType></ruleEntry></assignmentRule></AssignmentRules>',
    from: 'file'
  },
  lead: { fields: [], recordTypes: [] }
};

const callId = fc.constantFrom('call-1', 'call-2', 'call-3', 'call-4');
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('call' as const), callId }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      callId,
      outcome: fc.constantFrom('accepted', 'accepted', 'noAnswer', 'declined', 'callerLeft', 'ended')
    })
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('org' as const),
      which: fc.nat(5),
      fault: fc.constantFrom('none', 'none', 'none', 'answerLost', 'requestLost', 'requestLost')
    })
  },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'timeOut' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), late: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'drain' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(5_000, 31_000, 61_000, 301_000) })
  }
);
const stories = fc.record({
  hasSnapshot: fc.constantFrom(true, true, true, false),
  happenings: fc.array(happening, { minLength: 1, maxLength: 50, size: 'max' })
});

describe(`${numRuns} stories of calls through outages and deaths of the process`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'memory' });
  });
  afterAll(() => database.close());
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it(
    'bring every call that was answered to Salesforce once, and whoever took it, and refuse none',
    async () => {
      const met = { answered: 0, predicted: 0, spoken: 0 };
      let story = 0;
      await fc.assert(
        fc.asyncProperty(stories, async ({ hasSnapshot, happenings }) => {
          const play = new OutagePlay(database, `org ${(story += 1)}`, hasSnapshot ? snapshot : undefined);
          await play.run(happenings);
          expect(play.refused).toEqual([]);
          for (const [id, { nextStep, team, predicted }] of play.acknowledged) {
            met.answered += 1;
            met.predicted += predicted ? 1 : 0;
            expect(Date.parse(nextStep.at)).not.toBeNaN();
            expect(nextStep.repId !== null || team !== null || !hasSnapshot).toBe(true);
            expect([id, play.org.leads.get(id), play.org.made.get(id)]).toEqual([id, 1, 1]);
          }
          for (const [id, reps] of play.spoken) {
            met.spoken += reps.size;
            expect([id, ...play.org.kept.get(id)!.spoken]).toEqual(expect.arrayContaining([id, ...reps]));
          }
          expect(await play.journal.counts()).toMatchObject({ waiting: 0, failed: 0 });
        }),
        { numRuns }
      );
      console.log(`stories of outages: ${numRuns}, ${JSON.stringify(met)}`);
      expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
    },
    20 * 60_000
  );
});

describe('a call that was answered without Salesforce, is there by now, and Salesforce is away again', () => {
  it.each(['accepted', 'noAnswer'] as const)('goes on all the same when the rep is reported %s', async (outcome) => {
    const database = await openDatabase({ kind: 'memory' });
    const play = new OutagePlay(database, 'org', snapshot);
    await play.run([
      { kind: 'call', callId: 'call-1' },
      { kind: 'org', which: 0, fault: 'requestLost' },
      { kind: 'drain' },
      { kind: 'org', which: 0, fault: 'none' },
      { kind: 'org', which: 0, fault: 'none' },
      { kind: 'report', callId: 'call-1', outcome },
      { kind: 'org', which: 0, fault: 'requestLost' }
    ]);
    const { phase, rep } = play.acknowledged.get('call-1')!;
    expect([phase, play.org.kept.get('call-1')!.phase]).toEqual(
      outcome === 'accepted' ? ['accepted', 'accepted'] : ['callback', 'callback']
    );
    expect([...play.org.kept.get('call-1')!.spoken]).toEqual(outcome === 'accepted' ? [rep!.id] : []);
    await database.close();
  });
});

describe('a caller', () => {
  it('waits for the journal and Salesforce together no longer than for Salesforce alone', async () => {
    const slow = <T>(ms: number, value: T): Promise<T> =>
      new Promise((resolve) => setTimeout(() => resolve(value), ms));
    const entry = { predicted: undefined, call };
    const answered = { callId: call.callId };
    const desk = new CallDesk({
      route: () => new Promise(() => undefined),
      journal: { begin: () => slow(400, { entry, isNew: true }), predicted: () => Promise.resolve() },
      offline: { answer: () => ({ assignedTo: null }), answerFrom: () => answered },
      reports: { remember: () => undefined },
      now: () => new Date(),
      mostMs: 500,
      onError: () => undefined,
      onPredicted: () => undefined
    } as unknown as CallDeskOptions);
    const startedAt = performance.now();
    expect((await desk.route(call)).answer).toBe(answered);
    expect(performance.now() - startedAt).toBeLessThan(850);
  });
});
