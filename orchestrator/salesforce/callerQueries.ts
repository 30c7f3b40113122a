/** What is asked to find out who is calling: at most five queries, as many as one composite call may hold. */
import { countryCode } from '../domain/countryCode.ts';
import type { CallerFacts } from '../domain/match.ts';
import { companyDomain } from '../identity/companyDomain.ts';
import { nameProbes } from '../identity/nameProbes.ts';
import { usualSpellings } from '../identity/phoneNumber.ts';
import { postalCodeBeginnings } from '../identity/postalCode.ts';
import { soqlString } from './soqlString.ts';

export type CallerQuestion = 'leads' | 'contacts' | 'companyDomain' | 'companyName' | 'signals';

export interface CallerQuery {
  question: CallerQuestion;
  /** Without a limit. The same text asks the same. */
  soql: string;
}

export const matchedLeadFields = [
  'Id',
  'OwnerId',
  'Voice_Call_Id__c',
  'Email',
  'Phone',
  'MobilePhone',
  'Country'
] as const;

export const matchedContactFields = [
  'Id',
  'Name',
  'Email',
  'Phone',
  'MobilePhone',
  'Account.Id',
  'Account.Name',
  'Account.OwnerId',
  'Account.Owner.IsActive',
  'Account.BillingCountry'
] as const;

export const matchedAccountFields = [
  'Id',
  'Name',
  'OwnerId',
  'Owner.IsActive',
  'Website',
  'Phone',
  'BillingPostalCode',
  'BillingCountry'
] as const;

/**
 * The queries that the facts allow. SOQL compares texts as they were typed, in any case; accents are taken to count
 * (assumed: no reference says that they do not). So each asks for more than it needs, and every record is confirmed.
 */
export function callerQueries(facts: CallerFacts): CallerQuery[] {
  const { email, phone, company, postalCode } = facts;
  const numbers = phone === null ? [] : usualSpellings(phone);
  const people = [
    ...(email === null ? [] : [`Email = ${soqlString(email)}`]),
    ...isOneOf('Phone', numbers),
    ...isOneOf('MobilePhone', numbers)
  ].join(' OR ');
  const domain = companyDomain(email);
  const names = company === null ? [] : nameProbes(company).flatMap((probe) => [`${probe}%`, `the ${probe}%`]);
  const codes = postalCodeBeginnings(postalCode, countryCode(facts.country));
  // A name that is only close must be found by what makes it count.
  const signals = [...isOneOf('Phone', numbers), ...isLike('BillingPostalCode', codes.map(andMore))].join(' OR ');
  const accounts = `SELECT ${matchedAccountFields.join(', ')} FROM Account`;
  const queries: (CallerQuery & { asks: boolean })[] = [
    {
      question: 'leads',
      asks: people !== '',
      soql: `SELECT ${matchedLeadFields.join(', ')} FROM Lead WHERE IsConverted = false AND (${people}) ${newestFirst}`
    },
    {
      question: 'contacts',
      asks: people !== '',
      soql: `SELECT ${matchedContactFields.join(', ')} FROM Contact WHERE ${people} ${newestFirst}`
    },
    {
      question: 'companyDomain',
      asks: domain !== null,
      soql: `${accounts} WHERE ${isLike('Website', websites(domain ?? '')).join('')} ${newestFirst}`
    },
    {
      question: 'companyName',
      asks: names.length > 0,
      soql: `${accounts} WHERE ${isLike('Name', names).join('')} ${newestFirst}`
    },
    {
      question: 'signals',
      asks: names.length > 0 && signals !== '',
      soql: `${accounts} WHERE ${signals} ${newestFirst}`
    }
  ];
  return queries.filter(({ asks }) => asks).map(({ question, soql }) => ({ question, soql }));
}

const newestFirst = 'ORDER BY LastModifiedDate DESC, Id DESC';

/** How a website of the domain may be typed: bare, or after a protocol or a sub-domain. */
function websites(domain: string): string[] {
  return [`${domain}%`, `%/${domain}%`, `%.${domain}%`];
}

function andMore(beginning: string): string {
  return `${beginning}%`;
}

/** No condition for no values, which SOQL would refuse; so in the next. */
function isOneOf(field: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${field} IN (${values.map(soqlString).join(', ')})`];
}

/** @param patterns of letters, digits, blanks, `.`, `/`, `-` and the two wildcards: nothing that LIKE would have escaped */
function isLike(field: string, patterns: readonly string[]): string[] {
  return patterns.length === 0
    ? []
    : [`(${patterns.map((pattern) => `${field} LIKE ${soqlString(pattern)}`).join(' OR ')})`];
}
