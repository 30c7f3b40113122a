/** Who shall own a meeting or a callback: the next in turn of those who are not away. */
import type { RepCalendar, Slot } from '../domain/calendar.ts';
import type { Because, Obstacle } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import { absence, backAtMs } from './availability.ts';
import type { Candidate } from './candidate.ts';
import { liveObstacles } from './liveRung.ts';
import { findSlots } from './slots.ts';
import type { Snapshot, WorkedTeam } from './snapshot.ts';
import { passedOver, takeTurn, turnText } from './teamTurn.ts';

/** Nothing is known of the rep's time, which counts as free. */
const unknownCalendar: RepCalendar = { hours: undefined, busy: [], presence: undefined };

/** Reps whose first slot is this much later than the earliest of the team are not asked for a meeting. */
const soonEnoughMs = 24 * 3_600_000;

/** The earliest slot that the rep and the caller both can; undefined when there is none within the policy's horizon. */
export function earliestSlot(
  snapshot: Snapshot,
  rep: Rep,
  { policy, hours }: Pick<WorkedTeam, 'policy' | 'hours'>
): Slot | undefined {
  const backMs = backAtMs(rep, snapshot);
  const [slot] = findSlots({
    reps: [{ repId: rep.id, calendar: snapshot.calendarOf(rep.id) ?? unknownCalendar }],
    teamHours: hours,
    policy,
    callerTimeZone: snapshot.callerTimeZone,
    nowMs: snapshot.now.getTime(),
    ...(backMs === null ? {} : { fromMs: backMs }),
    limit: 1
  });
  return slot;
}

/** Whom a meeting is proposed with: the next in turn of those who have time soonest. */
export function meetingWith(snapshot: Snapshot, worked: WorkedTeam): (Candidate & { slot: Slot }) | undefined {
  const active = worked.team.members.filter((rep) => mayOwe(snapshot, rep));
  const reps = worked.policy.rotation === 'strict' ? active : active.filter((rep) => !absence(rep, snapshot));
  const slots = new Map<string, Slot>();
  for (const rep of reps) {
    const slot = earliestSlot(snapshot, rep, worked);
    if (slot) {
      slots.set(rep.id, slot);
    }
  }
  const soonest = Math.min(...[...slots.values()].map(({ startMs }) => startMs));
  const soon = reps.filter(({ id }) => slots.has(id) && slots.get(id)!.startMs <= soonest + soonEnoughMs);
  const candidate = nextOf(snapshot, worked, soon);
  return candidate && { ...candidate, slot: slots.get(candidate.rep.id)! };
}

/** Who owes the caller a call: the next in turn of those who are not away, else whoever is back first. */
export function callbackBy(snapshot: Snapshot, worked: WorkedTeam): Candidate | undefined {
  const { team, policy } = worked;
  const active = team.members.filter((rep) => mayOwe(snapshot, rep));
  const reps = policy.rotation === 'strict' ? active : active.filter((rep) => !absence(rep, snapshot));
  const candidate = nextOf(snapshot, worked, reps);
  if (candidate) {
    return candidate;
  }
  const [first] = active
    .map((rep) => ({ rep, backMs: backAtMs(rep, snapshot) }))
    .filter(({ backMs }) => backMs !== null)
    .sort((a, b) => a.backMs! - b.backMs!);
  if (!first) {
    return undefined;
  }
  const text = `Everyone in ${team.name} is away; ${first.rep.name} is back first.`;
  return {
    rep: first.rep,
    turn: undefined,
    because: [{ rule: 'everyoneAway', text }],
    passedOver: passedOver(
      team,
      { repId: first.rep.id, shortfall: 0, change: {} },
      liveObstacles(snapshot, worked),
      worked.book
    )
  };
}

/**
 * The next in turn. Those who have not been asked for this call go first; when all have been, it falls to the first of
 * them, who paid a turn for it already and does not pay again.
 */
function nextOf(snapshot: Snapshot, worked: WorkedTeam, reps: readonly Rep[]): Candidate | undefined {
  const strict = worked.policy.rotation === 'strict';
  const unasked = reps.filter(({ id }) => !snapshot.asked.some(({ repId }) => repId === id));
  const obstacles = new Map<string, Obstacle>(liveObstacles(snapshot, worked));
  if (unasked.length > 0) {
    const turn = takeTurn(worked, unasked);
    const { rep, record, shortfall } = turn;
    const because: Because = {
      rule: strict ? 'strictTurn' : 'turn',
      text: turnText(rep.name, shortfall, unasked.length, strict),
      figures: { turn: record.turn, shortfall: Number(shortfall.toFixed(6)), candidates: unasked.length }
    };
    return {
      rep,
      turn: { ...turn, team: worked.team },
      because: [because],
      passedOver: passedOver(worked.team, { ...record, shortfall }, obstacles, worked.book)
    };
  }
  const first = snapshot.asked.find(({ repId }) => reps.some(({ id }) => id === repId));
  const rep = first && reps.find(({ id }) => id === first.repId);
  return (
    rep && {
      rep,
      turn: undefined,
      because: [{ rule: 'askedBefore', text: `${rep.name} was asked first and keeps it; no further turn is taken.` }],
      passedOver: passedOver(worked.team, { repId: rep.id, shortfall: 0, change: {} }, obstacles, worked.book)
    }
  );
}

/** Whether a callback can be owed by the rep at all, present or not. Who let one of this call lapse does not get it back. */
export function mayOwe({ asked }: Pick<Snapshot, 'asked'>, { id, active }: Rep): boolean {
  return active && !asked.some(({ repId, lapsed }) => repId === id && lapsed);
}
