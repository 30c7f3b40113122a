/** Who would take a lead at this moment: decided as the service decides, from the org as it is, and written nowhere. */
import type { Outcome } from '../assignment-rules/index.ts';
import { Baton } from './baton.ts';
import type { Decision } from './domain/decision.ts';
import type { LeadOwner } from './routing/snapshot.ts';
import { modeFor } from './routing/mode.ts';
import type { LeadToJudge } from './leadInput.ts';
import { readOwnerById, readOwnerByName, type OwnerReading } from './salesforce/readOwner.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace } from './salesforce/trace.ts';

export type NextRep =
  | { kind: 'decided'; decision: Decision; team: { id: string; name: string; developerName: string } | null }
  /** `why` says so in a sentence. */
  | { kind: 'unknown'; why: string };

export interface NextRepOptions {
  salesforce: Salesforce;
  country: string;
  deadlineMs: number;
  now: () => Date;
}

/**
 * @param outcome undefined when the rules are not asked
 * @throws BatonError
 */
export async function nextRep(
  { call, ownerId, notAsked }: Pick<LeadToJudge, 'call' | 'ownerId' | 'notAsked'>,
  outcome: Outcome | undefined,
  { salesforce, country, deadlineMs, now }: NextRepOptions
): Promise<NextRep> {
  const request = { deadlineMs, country, trace: startTrace() };
  const asOwner = (reading: OwnerReading, kept: boolean) => ({
    reading,
    owner: reading.type === 'team' ? reading : ({ type: 'rep', rep: reading.rep, kept } satisfies LeadOwner)
  });
  let found: { reading: OwnerReading | undefined; owner: LeadOwner };
  if (outcome?.kind === 'noMatch') {
    return { kind: 'unknown', why: 'No entry matches: the org’s default lead owner gets it, whom no API names.' };
  }
  if (outcome?.kind === 'assign') {
    const { type, name } = outcome.target;
    const reading = await readOwnerByName(salesforce, outcome.target, request);
    if (!reading) {
      return { kind: 'unknown', why: `The org has no ${type === 'Queue' ? 'queue' : 'user'} named ${name}.` };
    }
    if (reading.type === 'rep' && !reading.rep.active) {
      return { kind: 'unknown', why: `${name} is inactive: Salesforce refuses to save a lead that goes there.` };
    }
    found = asOwner(reading, false);
  } else if (ownerId !== undefined) {
    found = asOwner(await readOwnerById(salesforce, ownerId, request), notAsked !== undefined);
  } else {
    found = { reading: undefined, owner: { type: 'service', id: '', name: 'the user who creates the leads' } };
  }
  const { reading, owner } = found;
  const baton = new Baton({ salesforce, country, deadlineMs, now });
  const { decision } = await baton.router.deciding.decide(
    {
      callId: call.callId || 'explained',
      owner,
      offers: reading?.offers ?? [],
      turns: reading?.turns ?? [],
      modeFor: (policy) => modeFor(call, policy),
      asked: [],
      rung: 0,
      callerTimeZone: call.caller.timeZone
    },
    () => request
  );
  const team = reading?.type === 'team' ? reading.team : null;
  return {
    kind: 'decided',
    decision,
    team: team && { id: team.id, name: team.name, developerName: team.developerName }
  };
}
