import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { isOpen, type Phase } from '../../../orchestrator/domain/handoffState.ts';
import { clockEventOf } from '../../../orchestrator/handoff/clockEvent.ts';
import { handoffEvents, handoffTable, type HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import { defaultPolicy } from '../../../orchestrator/domain/policy.ts';
import { apply, decideUnder, firstStep, pressed, type ModelHandoff, type Moment, type World } from './modelHandoff.ts';
import { races } from './raceTable.ts';

const startMs = Date.parse('2026-11-23T17:00:00Z');
const world: World = {
  name: 'a team of two',
  owner: { type: 'team', members: ['a', 'b'] },
  backup: undefined,
  fallback: undefined,
  policy: { ...defaultPolicy, meetingHorizonDays: 1 }
};

function moment(nowMs: number): Moment {
  const decide = (question: Parameters<Moment['decide']>[0]): Decision =>
    decideUnder(world, question, () => 'free', nowMs);
  return { nowMs, decide, isActive: () => true };
}

type Happening = (state: ModelHandoff, nowMs: number) => ModelHandoff;

/** Tells of the offer that was open when the race began, as its sender knew it; refused, it changes nothing. */
function telling(start: ModelHandoff, event: HandoffEvent, bookWith?: string): Happening {
  const open = start.offers.at(-1)!;
  const isOutcome = !event.startsWith('rep');
  return (state, nowMs) => {
    const report = { event, ...(isOutcome ? { repId: open.repId } : { offerId: open.id! }) };
    const to = apply(world, state, { ...report, bookWith: bookWith ?? state.repId ?? 'a' }, moment(nowMs));
    return to === 'refused' ? state : to;
  };
}

const step = (state: ModelHandoff, event: HandoffEvent, nowMs = startMs + 5000): ModelHandoff =>
  telling(state, event)(state, nowMs);

const ringing = firstStep(world, null, moment(startMs));
const starts: Readonly<Record<Exclude<Phase, 'completed'>, ModelHandoff>> = {
  ringing,
  accepted: step(ringing, 'accepted'),
  proposed: firstStep(world, 'meeting', moment(startMs)),
  booked: step(firstStep(world, 'meeting', moment(startMs)), 'booked'),
  callback: firstStep(world, 'callback', moment(startMs))
};

/** The events of the tables, by what they say there. Rows of handoffTable that are alike stand for one another. */
const events: Readonly<Record<string, HandoffEvent>> = {
  'a accepts': 'accepted',
  'a does not take it': 'noAnswer',
  'the caller leaves': 'callerLeft',
  'they have spoken': 'ended',
  'a time is booked': 'booked',
  'the meeting is cancelled': 'cancelled',
  'a contact is logged': 'contactMade',
  'the ringing times out': 'ringTimedOut',
  'the talk times out': 'talkTimedOut',
  'the choice times out': 'choiceTimedOut',
  'the meeting is over': 'meetingOver',
  'the callback lapses': 'callbackLapsed'
};

/** `ringing b`, `callback by a`, `completed`. */
function described({ phase, repId }: ModelHandoff): string {
  const by = { ringing: '', accepted: 'by ', proposed: 'with ', booked: 'with ', callback: 'by ', completed: '' };
  return phase === 'completed' ? phase : `${phase} ${by[phase]}${repId}`;
}

function raceIn(start: ModelHandoff, first: HandoffEvent, second: HandoffEvent): string {
  const due = clockEventOf(start)!;
  const isTimeOut = [first, second].includes(due.event);
  const nowMs = isTimeOut ? due.fromMs : startMs + 10_000;
  const end = telling(start, second)(telling(start, first)(start, nowMs), nowMs);
  expect(end.offers.filter(isOpen).length).toBeLessThanOrEqual(1);
  return described(end);
}

describe.each(Object.keys(races) as (keyof typeof races)[])(
  'two things that happen at once to a handoff that is %s',
  (phase) => {
    const rows = races[phase];

    it.each(rows)('$one and $other', ({ one, other, oneFirst, otherFirst }) => {
      const [a, b] = [events[one]!, events[other]!];
      expect(raceIn(starts[phase], a, b)).toBe(oneFirst);
      expect(raceIn(starts[phase], b, a)).toBe(otherFirst);
    });

    it('has a row for each pair that moves it', () => {
      const moving = Object.keys(events).filter(
        (name) => !['stay', 'refuse'].includes(handoffTable[phase][events[name]!].move)
      );
      const pairs = moving.flatMap((one, index) => moving.slice(index).map((other) => `${one} | ${other}`));
      expect(rows.map(({ one, other }) => `${one} | ${other}`).sort()).toEqual(pairs.sort());
    });

    it('says why, wherever the order decides', () => {
      const unlike = rows.filter(({ oneFirst, otherFirst }) => oneFirst !== otherFirst);
      expect(unlike.filter(({ why }) => !why)).toEqual([]);
      expect(rows.filter((row) => row.why && !unlike.includes(row))).toEqual([]);
    });
  }
);

describe('a press in Salesforce that nobody has heard of', () => {
  const press = (status: 'accepted' | 'declined', state = ringing): ModelHandoff => pressed(state, status)!;

  it('is an answer like any other: an accept before the time-out keeps the call', () => {
    const due = clockEventOf(ringing)!;
    expect(described(step(press('accepted'), 'ringTimedOut', due.fromMs))).toBe('accepted by a');
  });

  it('yields to the phone: a rep who pressed Accept and does not answer has not taken the call', () => {
    expect(described(step(press('accepted'), 'noAnswer'))).toBe('ringing b');
  });

  it('that declines is heard before a report of the same phone, which then tells of an offer that has ended', () => {
    expect(described(step(press('declined'), 'accepted'))).toBe('ringing b');
  });

  it('that declines does not keep a caller waiting who leaves: the next in turn calls back', () => {
    expect(described(step(press('declined'), 'callerLeft'))).toBe('callback by b');
  });

  it('that declines after accepting leaves the word to the phone', () => {
    const talking = press('declined', press('accepted'));
    expect(described(talking)).toBe('ringing a');
    const accepted = press('declined', starts.accepted);
    expect(described(telling(starts.accepted, 'ended')(accepted, startMs + 9000))).toBe('completed');
    expect(described(telling(starts.accepted, 'noAnswer')(accepted, startMs + 9000))).toBe('ringing b');
  });

  it('cannot be made once the offer has ended', () => {
    expect(pressed(starts.callback, 'accepted')).toBeUndefined();
    expect(pressed(step(starts.accepted, 'ended'), 'declined')).toBeUndefined();
  });
});

describe('a report that tells of nobody in particular', () => {
  it('is taken for the open offer’s', () => {
    const to = apply(world, ringing, { event: 'noAnswer' }, moment(startMs + 5000));
    expect(described(to as ModelHandoff)).toBe('ringing b');
  });

  it('of somebody who was never asked moves nothing', () => {
    expect(apply(world, ringing, { event: 'noAnswer', repId: 'nobody' }, moment(startMs + 5000))).toBe(ringing);
  });
});

describe('the table of a handoff', () => {
  it('tells each way of not taking a call by its name, and treats them alike', () => {
    for (const phase of ['ringing', 'accepted'] as const) {
      for (const event of ['declined', 'noAnswer', 'voicemail', 'busy', 'unreachable'] as const) {
        expect(handoffTable[phase][event]).toEqual({ move: 'nextRung', offerBecomes: event });
      }
    }
    expect(handoffTable.ringing.repDeclined).toEqual({ move: 'nextRung', offerBecomes: 'declined' });
    expect(handoffTable.ringing.repAccepted).toEqual(handoffTable.ringing.accepted);
  });

  it('goes on from its end for nothing', () => {
    for (const event of handoffEvents) {
      expect(['stay', 'refuse']).toContain(handoffTable.completed[event].move);
    }
  });
});
