/** Who is calling, as the org's leads, contacts and accounts tell it. */
import type { CallerFacts, CallerMatch } from '../domain/match.ts';
import { matchCaller } from '../identity/matchCaller.ts';
import { callerQueries, type CallerQuery } from './callerQueries.ts';
import { knownRecords, type Rows } from './callerRecords.ts';
import { queryPath, type Subrequest } from './composite.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

/** Rows that are read at once, and in a second reading of a query that has more. */
const readAtOnce = 200;
const readAtMost = 2000;

export interface LookupOptions {
  /** From now, for all that the lookup asks. */
  deadlineMs: number;
  trace: Trace;
  /** ISO 3166-1 code assumed for numbers of records that name no country. */
  country: string;
}

/** What a lookup found, and what it asked: another with more facts need ask only what is new. */
export interface CallerLookup {
  match: CallerMatch;
  /** By the text of the query. */
  answers: ReadonlyMap<string, Rows>;
}

/**
 * One API call; one more for each question to which more than 200 records answer, and none when nothing is known of the
 * caller. Writes nothing.
 * @throws BatonError when one of the questions was not answered, `salesforceTimeout` after the deadline
 */
export async function findCaller(
  salesforce: Salesforce,
  facts: CallerFacts,
  options: LookupOptions
): Promise<CallerMatch> {
  return (await lookUpCaller(salesforce, facts, options)).match;
}

/**
 * @param earlier a lookup of the same call: what it asked is not asked again
 * @throws BatonError as {@link findCaller} does
 */
export async function lookUpCaller(
  salesforce: Salesforce,
  facts: CallerFacts,
  options: LookupOptions,
  earlier?: CallerLookup
): Promise<CallerLookup> {
  const queries = callerQueries(facts);
  const answers = new Map(earlier?.answers);
  const missing = queries.filter(({ soql }) => !answers.has(soql));
  if (earlier && isSettled(matchFrom(facts, queries, answers, options.country), missing)) {
    return { match: matchFrom(facts, queries, answers, options.country), answers };
  }
  for (const [soql, rows] of await ask(salesforce, missing, options)) {
    answers.set(soql, rows);
  }
  return { match: matchFrom(facts, queries, answers, options.country), answers };
}

function matchFrom(
  facts: CallerFacts,
  queries: readonly CallerQuery[],
  answers: ReadonlyMap<string, Rows>,
  country: string
): CallerMatch {
  const known = queries.flatMap(({ question, soql }) => {
    const rows = answers.get(soql);
    return rows ? [[question, rows] as const] : [];
  });
  return matchCaller(facts, knownRecords(new Map(known)), country);
}

/** Whether nothing that is still to be asked can change the match: the account of the caller's own e-mail address stays. */
function isSettled({ because }: CallerMatch, missing: readonly CallerQuery[]): boolean {
  const arePeopleKnown = missing.every(({ question }) => question !== 'leads' && question !== 'contacts');
  return arePeopleKnown && because.some(({ on, record }) => on === 'email' && record === 'account');
}

async function ask(
  salesforce: Salesforce,
  queries: readonly CallerQuery[],
  { deadlineMs, trace }: LookupOptions
): Promise<Map<string, Rows>> {
  const answers = new Map<string, Rows>();
  if (queries.length === 0) {
    return answers;
  }
  const endsAtMs = performance.now() + deadlineMs;
  const subrequests = queries.map(({ question, soql }): Subrequest => ({
    method: 'GET',
    path: queryPath(`${soql} LIMIT ${readAtOnce}`),
    referenceId: question
  }));
  const results = await salesforce.composite(subrequests, { allOrNone: false, deadlineMs, trace });
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  for (const { question, soql } of queries) {
    const rows = results.records<unknown>(question);
    answers.set(soql, { rows, complete: rows.length < readAtOnce });
  }
  const more = queries.filter(({ soql }) => !answers.get(soql)!.complete);
  await Promise.all(
    more.map(async ({ soql }) => {
      const remaining = { deadlineMs: endsAtMs - performance.now(), trace };
      const rows = await salesforce.query<unknown>(`${soql} LIMIT ${readAtMost}`, remaining);
      answers.set(soql, { rows, complete: rows.length < readAtMost });
    })
  );
  return answers;
}
