/** The owner that a lead has or would get, with what a decision about its next rep is made from. Writes nothing. */
import { BatonError } from '../domain/errors.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';
import { offerFromRecord, type OfferRecord } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { readTeamByName, relevantOffers, teamFrom, teamSubrequests } from './teamReading.ts';
import type { Trace } from './trace.ts';
import { readRep, readUserByName } from './users.ts';

export type OwnerReading =
  | { type: 'team'; team: Team; offers: RecentOffer[]; turns: TurnRecord[] }
  | { type: 'rep'; rep: Rep; offers: RecentOffer[]; turns: [] };

interface ReadOptions {
  deadlineMs: number;
  country: string;
  trace: Trace;
}

/** By a queue's DeveloperName or a user's name, as a rule has them; undefined when the org has none. @throws BatonError */
export async function readOwnerByName(
  salesforce: Salesforce,
  target: { type: 'User' | 'Queue'; name: string },
  options: ReadOptions
): Promise<OwnerReading | undefined> {
  if (target.type === 'Queue') {
    const reading = await readTeamByName(salesforce, target.name, options);
    return reading && { type: 'team', ...reading };
  }
  const rep = await readUserByName(salesforce, target.name, options);
  return rep ? ownerWithOffers(salesforce, rep, options) : undefined;
}

/** By id. @throws BatonError */
export async function readOwnerById(
  salesforce: Salesforce,
  ownerId: string,
  options: ReadOptions
): Promise<OwnerReading> {
  if (!ownerId.startsWith('00G')) {
    return ownerWithOffers(salesforce, await readRep(salesforce, ownerId, options), options);
  }
  const results = await salesforce.composite(teamSubrequests(ownerId), { allOrNone: false, ...options });
  return { type: 'team', ...(await teamFrom(salesforce, results, options)) };
}

/** Names an owner who need not be able to take a call. @throws BatonError */
export async function readOwnerName(salesforce: Salesforce, ownerId: string, options: ReadOptions): Promise<string> {
  const object = ownerId.startsWith('00G') ? 'Group' : 'User';
  const [found] = await salesforce.query<{ Name: string }>(
    `SELECT Name FROM ${object} WHERE Id = ${soqlString(ownerId)}`,
    options
  );
  if (!found) {
    throw new BatonError('leadNotReadable', 'The owner of the lead cannot be read.');
  }
  return found.Name;
}

async function ownerWithOffers(salesforce: Salesforce, rep: Rep, options: ReadOptions): Promise<OwnerReading> {
  const offers = await salesforce.query<OfferRecord>(`${relevantOffers} AND Rep__c = ${soqlString(rep.id)}`, options);
  return { type: 'rep', rep, offers: offers.map(offerFromRecord), turns: [] };
}
