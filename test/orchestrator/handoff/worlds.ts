/** Every world of up to three reps and two teams: who is in which team, whose the lead is, and how they work. */
import { defaultPolicy } from '../../../orchestrator/domain/policy.ts';
import type { World } from './modelHandoff.ts';

type Place = 'outside' | 'own' | 'backup' | 'both';

/** Reps in one place differ only by name, so who is where counts, not who is who. */
function* placements(reps: number, places: readonly Place[]): Generator<Place[]> {
  if (reps === 0) {
    yield [];
    return;
  }
  for (const [index, place] of places.entries()) {
    for (const others of placements(reps - 1, places.slice(index))) {
      yield [place, ...others];
    }
  }
}

const names = ['a', 'b', 'c'];

interface Shape {
  owner: World['owner'];
  backup: readonly string[] | undefined;
  fallback: string | undefined;
}

function* shapes(reps: number): Generator<Shape> {
  const used = names.slice(0, reps);
  const fallbacks = [undefined, ...used.slice(-1)];
  const where = (placed: readonly Place[], ...wanted: Place[]): string[] =>
    used.filter((_, index) => wanted.includes(placed[index]!));
  for (const hasBackup of [false, true]) {
    for (const fallback of fallbacks) {
      for (const placed of placements(reps, hasBackup ? ['own', 'both', 'backup', 'outside'] : ['own', 'outside'])) {
        const backup = hasBackup ? where(placed, 'backup', 'both') : undefined;
        const isIdle = placed.some((place, index) => place === 'outside' && used[index] !== fallback);
        if (!isIdle) {
          yield { owner: { type: 'team', members: where(placed, 'own', 'both') }, backup, fallback };
        }
      }
      if (reps > 0) {
        const [repId = '', ...others] = used;
        for (const inBackup of hasBackup ? [others, used] : [undefined]) {
          yield { owner: { type: 'rep', repId }, backup: inBackup, fallback };
        }
      }
    }
  }
  if (reps <= 1) {
    yield { owner: { type: 'service' }, backup: undefined, fallback: used[0] };
  }
}

/** @param reps how many there are, from none to three */
export function worldsOf(reps: number): World[] {
  const worlds: World[] = [];
  for (const shape of shapes(reps)) {
    const rotations =
      shape.owner.type === 'team' ? (['skipUnavailable', 'strict'] as const) : (['skipUnavailable'] as const);
    for (const rotation of rotations) {
      for (let maxOffers = 1; maxOffers <= Math.max(1, reps); maxOffers += 1) {
        // Half of the worlds offer this caller no meeting.
        const meetingMinScore = worlds.length % 2 === 0 ? 0 : 50;
        worlds.push({
          ...shape,
          name: JSON.stringify({ ...shape, rotation, maxOffers, meetingMinScore }),
          policy: {
            ...defaultPolicy,
            rotation,
            maxOffers,
            meetingMinScore,
            backupTeam: shape.backup ? 'Backup' : null,
            // Short, so that the search for a free time is: a rep who is away or full has none.
            meetingHorizonDays: 0.25
          }
        });
      }
    }
  }
  return worlds;
}
