/**
 * Who takes this call, and how. Pure: a snapshot in, a decision with its reasons out.
 */
import type { Decision } from '../domain/decision.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Policy } from '../domain/policy.ts';
import type { Because, Obstacle, PassedOver } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { Balances } from '../domain/turn.ts';
import { absence, liveObstacle } from './availability.ts';
import { describeShortfall, obstacleText } from './obstacleText.ts';
import { oneTurn } from './rotation.ts';
import { reserve, type TeamBook } from './teamBook.ts';

/** Who owns the lead after the assignment rules ran. */
export type LeadOwner =
  | { type: 'team'; team: Team }
  | { type: 'rep'; rep: Rep }
  /** The rules gave it to nobody: it stayed with the user that created it. */
  | { type: 'service'; id: string; name: string };

export interface Snapshot {
  owner: LeadOwner;
  score: number | null;
  policy: Policy;
  /** Offers of the reps concerned since yesterday, this process's own included. */
  offers: readonly RecentOffer[];
  book: TeamBook;
  now: Date;
}

/** The decision, and the team's book after it. */
export function decide(snapshot: Snapshot): { decision: Decision; book: TeamBook } {
  const { owner } = snapshot;
  switch (owner.type) {
    case 'team':
      return decideForTeam(snapshot, owner.team);
    case 'rep':
      return { decision: decideForOwner(snapshot, owner.rep), book: snapshot.book };
    case 'service':
      return {
        decision: callback(snapshot, null, [
          { rule: 'ownedByService', text: `The assignment rules gave the lead to nobody; it stays with ${owner.name}.` }
        ]),
        book: snapshot.book
      };
  }
}

function decideForOwner(snapshot: Snapshot, rep: Rep): Decision {
  const because: Because[] = [{ rule: 'ownedByRep', text: `The assignment rules gave the lead to ${rep.name}.` }];
  const obstacle = liveObstacle(rep, snapshot.offers, snapshot.now);
  const low = belowLiveScore(snapshot);
  if (!obstacle && !low) {
    return transfer(snapshot, rep, because);
  }
  because.push(low ?? { rule: 'repCannotTakeItLive', text: obstacleText(rep.name, obstacle!) });
  // Salesforce lets nobody own a handoff who is not active.
  return callback(snapshot, rep.active ? rep : null, because);
}

function decideForTeam(snapshot: Snapshot, team: Team): { decision: Decision; book: TeamBook } {
  const { policy, offers, now } = snapshot;
  const because: Because[] = [
    { rule: 'assignmentRule', text: `The assignment rules gave the lead to the team ${team.name}.` }
  ];
  const obstacles = new Map<string, Obstacle>();
  for (const rep of team.members) {
    const obstacle = liveObstacle(rep, offers, now);
    if (obstacle) {
      obstacles.set(rep.id, obstacle);
    }
  }
  const present = team.members.filter((rep) => !absence(rep, now));
  const free = team.members.filter((rep) => !obstacles.has(rep.id));
  const low = belowLiveScore(snapshot);

  const strict = policy.rotation === 'strict';
  const active = team.members.filter((rep) => rep.active);
  const candidates = strict ? active : !low && free.length > 0 ? free : present;
  if (candidates.length === 0) {
    const first = firstBack(active);
    because.push(
      first
        ? { rule: 'everyoneAway', text: `Everyone in ${team.name} is away; ${first.name} is back first.` }
        : { rule: 'emptyTeam', text: `Nobody active belongs to ${team.name}; the team owes the call.` }
    );
    const owed = callback(snapshot, first ?? null, because);
    return {
      decision: {
        ...owed,
        passedOver: passedOver(team, { repId: first?.id, shortfall: 0, change: {} }, obstacles, snapshot.book)
      },
      book: snapshot.book
    };
  }

  const { book, record, shortfall } = reserve(
    snapshot.book,
    candidates.map((rep) => ({ repId: rep.id, weight: policy.rotation === 'weighted' ? rep.weight : 1 }))
  );
  const rep = candidates.find(({ id }) => id === record.repId)!;
  const obstacle = obstacles.get(rep.id);
  if (low) {
    because.push(low);
  } else if (obstacle && !strict) {
    because.push({ rule: 'nobodyFree', text: `Nobody in ${team.name} can take it live now.` });
  }
  because.push({
    rule: strict ? 'strictTurn' : 'turn',
    text: turnText(rep.name, shortfall, candidates.length, strict),
    figures: { turn: record.turn, shortfall: Number(shortfall.toFixed(6)), candidates: candidates.length }
  });
  if (obstacle && strict && !low) {
    because.push({ rule: 'repCannotTakeItLive', text: obstacleText(rep.name, obstacle) });
  }
  const live = !low && !obstacle;
  const decided = live ? transfer(snapshot, rep, because) : callback(snapshot, rep, because);
  return {
    decision: {
      ...decided,
      turn: record,
      passedOver: passedOver(team, { ...record, shortfall }, obstacles, snapshot.book)
    },
    book
  };
}

function turnText(name: string, shortfall: number, candidates: number, strict: boolean): string {
  if (strict) {
    return `It is ${name}'s turn among ${candidates}: ${describeShortfall(shortfall)}. The rotation is strict: nobody is skipped.`;
  }
  return candidates === 1
    ? `${name} is the only one who can take it.`
    : `It is ${name}'s turn among ${candidates} who can take it: ${describeShortfall(shortfall)}.`;
}

function belowLiveScore({ score, policy }: Snapshot): Because | undefined {
  const least = policy.liveTransferMinScore;
  if (least === 0 || (score ?? 0) >= least) {
    return undefined;
  }
  const text = `The score is ${score ?? 'not given'}; this team takes live transfers from ${least}.`;
  return { rule: 'belowLiveScore', text, figures: { score: score ?? 0, least } };
}

/** The one who returns first; undefined when nobody will. */
function firstBack(reps: readonly Rep[]): Rep | undefined {
  return reps
    .filter(({ awayUntil }) => awayUntil !== null)
    .sort((a, b) => Date.parse(a.awayUntil!) - Date.parse(b.awayUntil!))[0];
}

function passedOver(
  team: Team,
  chosen: { repId: string | undefined; shortfall: number; change: Balances },
  obstacles: ReadonlyMap<string, Obstacle>,
  book: TeamBook
): PassedOver[] {
  return team.members
    .filter(({ id }) => id !== chosen.repId)
    .map(({ id, name }) => {
      const shortfall = ((book.balances[id] ?? 0) + (chosen.change[id] ?? 0)) / oneTurn;
      const isTie = Math.abs(shortfall - chosen.shortfall) < 0.001;
      const obstacle = obstacles.get(id) ?? { rule: 'balance' as const, shortfall, isTie };
      return { ...obstacle, repId: id, repName: name, text: obstacleText(name, obstacle) };
    });
}

function transfer({ policy, now }: Snapshot, rep: Rep, because: Because[]): Decision {
  const at = wholeSecond(now.getTime() + policy.ringSeconds * 1000);
  return { kind: 'transfer', rep, at, turn: null, because, passedOver: [] };
}

/** Due within the policy's time, counted from the rep's return when the rep is away. */
function callback({ policy, now }: Snapshot, rep: Rep | null, because: Because[]): Decision {
  const backAtMs = rep?.awayUntil ? Date.parse(rep.awayUntil) : 0;
  const at = wholeSecond(Math.max(now.getTime(), backAtMs) + policy.callbackMinutes * 60_000);
  return { kind: 'callback', rep, at, turn: null, because, passedOver: [] };
}

/** The org keeps whole seconds; what is said now must be what is read back later. ISO 8601 UTC. */
function wholeSecond(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString();
}
