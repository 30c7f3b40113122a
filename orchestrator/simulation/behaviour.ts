/** What people do, as far as nobody can know it beforehand. */
import { bell, type Chance } from './chance.ts';

export interface Behaviour {
  /** Share of the phones that ring which are answered, 0 to 1. Who does not answer lets it ring to the end. */
  answerRate: number;
  /** Minutes that a call with a rep takes on average. */
  talkMinutes: number;
  /** Share of the callers offered a meeting who take the first time; the others are called back by the same rep. */
  bookingRate: number;
}

/** Assumed: an org that knows better says so. */
export const usualBehaviour: Behaviour = { answerRate: 0.8, talkMinutes: 12, bookingRate: 0.7 };

/** How much the lengths of calls differ: the sigma of their logarithms. */
const talkSpread = 0.6;

/** After how long the rep picks up; undefined when nobody does. */
export function pickUpMs(
  index: number,
  rung: number,
  ringMs: number,
  { behaviour, chance }: { behaviour: Behaviour; chance: Chance }
): number | undefined {
  if (chance('answers', index, rung) >= behaviour.answerRate) {
    return undefined;
  }
  // A phone rings for two seconds at least before anybody can have it at their ear.
  return Math.min(ringMs - 1000, 2000 + Math.floor(chance('picks up', index, rung) * Math.max(0, ringMs - 3000)));
}

/** How long a call takes: lognormal, as lengths of calls are. */
export function talkMs(index: number, { behaviour, chance }: { behaviour: Behaviour; chance: Chance }): number {
  const normal = bell(chance('talk', index), chance('talk', index, 1));
  const minutes = behaviour.talkMinutes * Math.exp(normal * talkSpread - (talkSpread * talkSpread) / 2);
  return Math.max(1000, Math.round(minutes * 60_000));
}

export function takesMeeting(index: number, { behaviour, chance }: { behaviour: Behaviour; chance: Chance }): boolean {
  return chance('takes the meeting', index) < behaviour.bookingRate;
}
