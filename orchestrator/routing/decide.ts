/**
 * Who takes this call, and how: the ladder of live transfer, meeting and callback, from where the mode says. Pure: a
 * snapshot in, a decision with its reasons out. The same for the first answer and for every step after it.
 */
import type { Decision } from '../domain/decision.ts';
import type { Mode } from '../domain/mode.ts';
import type { Because, PassedOver } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import { absence, backAtMs } from './availability.ts';
import { addBusinessMinutes } from './businessHours.ts';
import type { Candidate } from './candidate.ts';
import { liveObstacles, ownerLive, teamLive } from './liveRung.ts';
import { obstacleText } from './obstacleText.ts';
import { callbackBy, earliestSlot, mayOwe, meetingWith } from './presentRung.ts';
import type { LeadOwner, Snapshot, WorkedTeam } from './snapshot.ts';
import type { TeamBook } from './teamBook.ts';

export type { LeadOwner, Snapshot } from './snapshot.ts';

/** Minutes that a caller has to choose the time of a meeting before it becomes a callback. */
export const choiceMinutes = 10;

/** The decision, and the book after it of the team whose turn it took. */
export interface Decided {
  decision: Decision;
  book: TeamBook | undefined;
}

export function decide(snapshot: Snapshot): Decided {
  const { owner, mode } = snapshot;
  const because = [ownerBecause(snapshot)];
  if (owner.type === 'service') {
    return callback(snapshot, fallbackCandidate(snapshot), because, snapshot);
  }
  if (mode.because) {
    because.push(mode.because);
  }
  const own = ownTeam(snapshot);
  if (own?.policy.rotation === 'strict') {
    return decideStrictly(snapshot, own, because);
  }
  let passed: PassedOver[] = [];
  if (mode.kind === 'live') {
    const live = firstLive(snapshot, own);
    because.push(...live.because);
    if (live.found) {
      return transfer(snapshot, live.found, because, live.worked);
    }
    passed = live.passedOver;
  }
  if (mode.kind === 'live' && mode.noMeeting) {
    because.push(mode.noMeeting);
  }
  const settled = settle(snapshot, own, because, offersMeetings(mode));
  const { decision } = settled;
  return {
    ...settled,
    decision: { ...decision, passedOver: decision.passedOver.length > 0 ? decision.passedOver : passed }
  };
}

/** Whether the backup team must be read before a decision can be made: nobody else can take it live, or owe it. */
export function needsBackup(snapshot: Snapshot): boolean {
  const { owner, mode, policy, rung } = snapshot;
  const own = ownTeam(snapshot);
  const isOtherTeam = policy.backupTeam !== null && policy.backupTeam !== own?.team.developerName;
  if (!isOtherTeam || owner.type === 'service' || own?.policy.rotation === 'strict') {
    return false;
  }
  if (!(own?.team.members ?? repsOf(owner)).some((rep) => mayOwe(snapshot, rep))) {
    return true;
  }
  return (
    mode.kind === 'live' &&
    rung < policy.maxOffers &&
    ownerLive(snapshot).candidate === undefined &&
    (!own || liveObstacles(snapshot, own).size === own.team.members.length)
  );
}

function repsOf(owner: LeadOwner): readonly Rep[] {
  return owner.type === 'rep' ? [owner.rep] : [];
}

function offersMeetings({ kind, noMeeting }: Mode): boolean {
  return kind === 'meeting' || (kind === 'live' && !noMeeting);
}

function ownTeam({ owner, policy, hours, book }: Snapshot): WorkedTeam | undefined {
  return owner.type === 'team' ? { team: owner.team, policy, hours, book } : undefined;
}

function ownerBecause({ owner }: Snapshot): Because {
  switch (owner.type) {
    case 'team':
      return { rule: 'assignmentRule', text: `The assignment rules gave the lead to the team ${owner.team.name}.` };
    case 'rep':
      // Later steps find the owner by the figure, though the first phone to ring may be another's.
      return {
        rule: 'ownedByRep',
        text: owner.kept
          ? `${owner.rep.name} works this lead already and keeps it.`
          : `The assignment rules gave the lead to ${owner.rep.name}.`,
        figures: { ownerId: owner.rep.id }
      };
    case 'service':
      return {
        rule: 'ownedByService',
        text: `The assignment rules gave the lead to nobody; it stays with ${owner.name}.`
      };
  }
}

interface LiveSearch {
  found: Candidate | undefined;
  /** How the team of the one found is worked. */
  worked: Pick<WorkedTeam, 'policy' | 'hours'>;
  because: Because[];
  /** Why nobody of the team could, when nobody was found. */
  passedOver: PassedOver[];
}

function firstLive(snapshot: Snapshot, own: WorkedTeam | undefined): LiveSearch {
  const because: Because[] = [];
  // Told only where it has to be: the usual call finds somebody, and nobody reads why the others could not.
  const passedOver = (): PassedOver[] => (own ? obstaclesOf(snapshot, own) : []);
  const found = (candidate: Candidate, worked: LiveSearch['worked']): LiveSearch => ({
    found: candidate,
    worked,
    because,
    passedOver: []
  });
  const nobody = (): LiveSearch => ({ found: undefined, worked: snapshot, because, passedOver: passedOver() });
  if (snapshot.rung >= snapshot.policy.maxOffers) {
    because.push(enoughAsked(snapshot));
    return nobody();
  }
  const owner = ownerLive(snapshot);
  because.push(...owner.because);
  if (owner.candidate) {
    return found(owner.candidate, snapshot);
  }
  const member = own && teamLive(snapshot, own);
  if (own && member) {
    return found(member, own);
  }
  if (own) {
    because.push({ rule: 'nobodyFree', text: `Nobody in ${own.team.name} can take it live now.` });
  }
  const { backup } = snapshot;
  const stranger = backup && teamLive(snapshot, backup);
  if (backup && stranger) {
    because.push({ rule: 'backupTeam', text: `The backup team ${backup.team.name} is asked.` });
    return found({ ...stranger, passedOver: [...passedOver(), ...stranger.passedOver] }, backup);
  }
  if (backup) {
    because.push({
      rule: 'backupTeam',
      text: `Nobody in the backup team ${backup.team.name} can take it live either.`
    });
  }
  return nobody();
}

/** A strict rotation skips nobody: whoever is next has it, live if they can, else as a meeting or a callback. */
function decideStrictly(snapshot: Snapshot, own: WorkedTeam, because: Because[]): Decided {
  const chosen = callbackBy(snapshot, own);
  const obstacle = chosen && liveObstacles(snapshot, own).get(chosen.rep.id);
  if (chosen?.turn && snapshot.mode.kind === 'live' && !obstacle && snapshot.rung < snapshot.policy.maxOffers) {
    return transfer(snapshot, chosen, because, own);
  }
  if (!chosen) {
    return callback(snapshot, fallbackCandidate(snapshot), [...because, emptyTeam(own)], own);
  }
  if (snapshot.mode.kind === 'live') {
    chosen.because.push(
      obstacle ? { rule: 'repCannotTakeItLive', text: obstacleText(chosen.rep.name, obstacle) } : enoughAsked(snapshot),
      ...(snapshot.mode.noMeeting ? [snapshot.mode.noMeeting] : [])
    );
  }
  const slot = offersMeetings(snapshot.mode) ? earliestSlot(snapshot, chosen.rep, own) : undefined;
  return slot ? meeting(snapshot, { ...chosen, slot }, because) : callback(snapshot, chosen, because, own);
}

/** The lower rungs: a meeting where one can be had, else a callback. */
function settle(snapshot: Snapshot, own: WorkedTeam | undefined, because: Because[], meetings: boolean): Decided {
  const { owner } = snapshot;
  if (owner.type === 'rep' && mayOwe(snapshot, owner.rep)) {
    const { rep } = owner;
    const candidate: Candidate = { rep, turn: undefined, because: [], passedOver: [] };
    const slot = meetings ? earliestSlot(snapshot, rep, snapshot) : undefined;
    return slot
      ? meeting(snapshot, { ...candidate, slot }, because)
      : callback(snapshot, candidate, noSlot(because, meetings, rep.name), snapshot);
  }
  for (const worked of [own, snapshot.backup]) {
    const found = worked && meetings ? meetingWith(snapshot, worked) : undefined;
    if (worked && found) {
      return meeting(snapshot, found, because);
    }
    const owing = worked && callbackBy(snapshot, worked);
    if (owing) {
      const isAway = owing.because.some(({ rule }) => rule === 'everyoneAway');
      return callback(snapshot, owing, noSlot(because, meetings && !isAway, worked.team.name), worked);
    }
  }
  return callback(snapshot, fallbackCandidate(snapshot), [...because, own ? emptyTeam(own) : nobodyElse], snapshot);
}

function enoughAsked({ rung }: Snapshot): Because {
  return { rule: 'enoughAsked', text: `${rung} phones have rung for this call, as many as the policy allows.` };
}

function noSlot(because: Because[], meetings: boolean, who: string): Because[] {
  return meetings
    ? [...because, { rule: 'noSlot', text: `${who} has no time for a meeting within the policy's horizon.` }]
    : because;
}

function emptyTeam({ team }: WorkedTeam): Because {
  return { rule: 'emptyTeam', text: `Nobody active in ${team.name} is left to owe the call.` };
}

const nobodyElse: Because = { rule: 'nobodyFree', text: 'Nobody else is there to owe the call.' };

function fallbackCandidate(snapshot: Snapshot): Candidate | undefined {
  const { fallback } = snapshot;
  return fallback && mayOwe(snapshot, fallback)
    ? {
        rep: fallback,
        turn: undefined,
        because: [{ rule: 'fallbackOwner', text: `The policy names ${fallback.name} for what nobody else can take.` }],
        passedOver: []
      }
    : undefined;
}

function obstaclesOf(snapshot: Snapshot, worked: WorkedTeam): PassedOver[] {
  const obstacles = liveObstacles(snapshot, worked);
  return worked.team.members.flatMap(({ id, name }) => {
    const obstacle = obstacles.get(id);
    return obstacle ? { ...obstacle, repId: id, repName: name, text: obstacleText(name, obstacle) } : [];
  });
}

function made(
  candidate: Candidate | undefined,
  because: Because[]
): Pick<Decision, 'rep' | 'turn' | 'turnOf' | 'because' | 'passedOver'> {
  return {
    rep: candidate?.rep ?? null,
    turn: candidate?.turn?.record ?? null,
    turnOf: candidate?.turn?.team ?? null,
    because: [...because, ...(candidate?.because ?? [])],
    passedOver: candidate?.passedOver ?? []
  };
}

function transfer(
  { now }: Snapshot,
  candidate: Candidate,
  because: Because[],
  { policy }: Pick<WorkedTeam, 'policy'>
): Decided {
  const at = wholeSecond(now.getTime() + policy.ringSeconds * 1000);
  return {
    decision: { kind: 'transfer', at, endsAt: null, chooseBy: null, ...made(candidate, because) },
    book: candidate.turn?.book
  };
}

function meeting(
  { now }: Snapshot,
  candidate: Candidate & { slot: { startMs: number; endMs: number } },
  because: Because[]
): Decided {
  const { slot } = candidate;
  return {
    decision: {
      kind: 'meeting',
      at: wholeSecond(slot.startMs),
      endsAt: wholeSecond(slot.endMs),
      chooseBy: wholeSecond(now.getTime() + choiceMinutes * 60_000),
      ...made(candidate, because)
    },
    book: candidate.turn?.book
  };
}

/** Due within the policy's time, counted in business hours from now, or from the rep's return. */
function callback(
  snapshot: Snapshot,
  candidate: Candidate | undefined,
  because: Because[],
  worked: Pick<WorkedTeam, 'policy' | 'hours'>
): Decided {
  return {
    decision: {
      kind: 'callback',
      at: callbackDue(snapshot, candidate?.rep ?? null, worked),
      endsAt: null,
      chooseBy: null,
      ...made(candidate, because)
    },
    book: candidate?.turn?.book
  };
}

/** When a callback of this rep, or of the team as a whole, is due. ISO 8601 UTC. */
export function callbackDue(
  snapshot: Pick<Snapshot, 'calendarOf' | 'now'>,
  rep: Rep | null,
  { policy, hours }: Pick<WorkedTeam, 'policy' | 'hours'>
): string {
  const away = rep && absence(rep, snapshot);
  const fromMs = Math.max(snapshot.now.getTime(), (rep && away && backAtMs(rep, snapshot)) || 0);
  const ownHours = (rep && snapshot.calendarOf(rep.id)?.hours) ?? hours;
  const dueMs = addBusinessMinutes(ownHours, fromMs, policy.callbackMinutes);
  return wholeSecond(dueMs ?? fromMs + policy.callbackMinutes * 60_000);
}

/** The org keeps whole seconds; what is said now must be what is read back later. ISO 8601 UTC. */
function wholeSecond(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString();
}
