/** The top of the ladder: a phone that rings now. Owner, then the team in rotation order, then the backup team. */
import type { Because, Obstacle } from '../domain/reason.ts';
import { liveObstacle } from './availability.ts';
import type { Candidate } from './candidate.ts';
import { obstacleText } from './obstacleText.ts';
import type { Snapshot, WorkedTeam } from './snapshot.ts';
import { passedOver, takeTurn, turnText } from './teamTurn.ts';

/** What keeps each member of a team from a live transfer; those without an entry are free. */
export function liveObstacles(snapshot: Snapshot, { team, policy, hours }: WorkedTeam): Map<string, Obstacle> {
  const untilMs = snapshot.now.getTime() + policy.ringSeconds * 1000;
  const facts = { ...snapshot, hours };
  const obstacles = new Map<string, Obstacle>();
  for (const rep of team.members) {
    const obstacle = snapshot.asked.some(({ repId }) => repId === rep.id)
      ? { rule: 'alreadyAsked' as const }
      : liveObstacle(rep, facts, untilMs);
    if (obstacle) {
      obstacles.set(rep.id, obstacle);
    }
  }
  return obstacles;
}

/** The rep whom the assignment rules chose, when they can take it now. */
export function ownerLive(snapshot: Snapshot): { candidate: Candidate | undefined; because: Because[] } {
  if (snapshot.owner.type !== 'rep') {
    return { candidate: undefined, because: [] };
  }
  const { rep } = snapshot.owner;
  const untilMs = snapshot.now.getTime() + snapshot.policy.ringSeconds * 1000;
  const obstacle = snapshot.asked.some(({ repId }) => repId === rep.id)
    ? { rule: 'alreadyAsked' as const }
    : liveObstacle(rep, snapshot, untilMs);
  return obstacle
    ? { candidate: undefined, because: [{ rule: 'ownerCannotTakeItLive', text: obstacleText(rep.name, obstacle) }] }
    : { candidate: { rep, turn: undefined, because: [], passedOver: [] }, because: [] };
}

/** The next in turn of those of the team who can take it now; undefined when nobody can, and in a strict team. */
export function teamLive(snapshot: Snapshot, worked: WorkedTeam): Candidate | undefined {
  const obstacles = liveObstacles(snapshot, worked);
  const free = worked.team.members.filter(({ id }) => !obstacles.has(id));
  if (free.length === 0) {
    return undefined;
  }
  const turn = takeTurn(worked, free);
  const { rep, record, shortfall } = turn;
  return {
    rep,
    turn: { ...turn, team: worked.team },
    because: [
      {
        rule: 'turn',
        text: turnText(rep.name, shortfall, free.length, false),
        figures: { turn: record.turn, shortfall: Number(shortfall.toFixed(6)), candidates: free.length }
      }
    ],
    passedOver: passedOver(worked.team, { ...record, shortfall }, obstacles, worked.book)
  };
}
