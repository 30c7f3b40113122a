/**
 * The customer that is measured: a sales organisation with a team for each territory, large enough that a rep is free
 * whenever a call comes, so that every call takes the usual path, a live transfer decided from one team. The sample org has
 * twelve reps: with eight calls at once it would be measured how teams fall back on each other.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';

/** State, and a postal code in it. One team each. */
const states =
  'AL35203 AZ85004 CA94105 CO80202 CT06103 FL33130 GA30303 IA50309 ID83702 IL60601 IN46204 KS67202 KY40202 LA70112 MA02108 MD21202 MI48226 MN55401 MO63101 NC28202 NE68102 NJ07102 NM87102 NV89101 NY10001 OH43215 OR97204 PA19103 TN37203 TX78701 VA23219 WA98101'.split(
    ' '
  );

export const territories: readonly { state: string; postalCode: string }[] = states.map((text) => ({
  state: text.slice(0, 2),
  postalCode: text.slice(2)
}));

/** More than the calls that a team gets before the offers of earlier ones are ended. */
export const repsPerTeam = 8;

/** When it is in the org at first: 10:10 in Chicago on a Tuesday. The service's clock is set to the same. */
export const officeHours = new Date('2026-12-01T16:10:00Z');

export interface SalesOrganisation {
  /** Folders in sfdx source format, in the order in which they are deployed. */
  readonly metadata: readonly string[];
  readonly seed: string;
  /** Its assignment rules, for BATON_RULES_FILE. */
  readonly rulesFile: string;
}

/** @param folder empty, where its metadata and data are written */
export function writeSalesOrganisation(folder: string): SalesOrganisation {
  const metadata = join(folder, 'territories');
  const rulesFile = join(metadata, 'assignmentRules', 'Lead.assignmentRules-meta.xml');
  const seed = join(folder, 'data');
  for (const part of ['assignmentRules', 'queues']) mkdirSync(join(metadata, part), { recursive: true });
  cpSync(join(repositoryRoot, 'sample-org', 'data'), seed, { recursive: true });
  for (const { state } of territories) {
    writeFileSync(join(metadata, 'queues', `${queueOf(state)}.queue-meta.xml`), queueXml(state));
  }
  writeFileSync(rulesFile, rulesXml());
  writeData(seed, 'Sellers.json', territories.flatMap(reps));
  writeData(seed, 'Seats.json', territories.flatMap(seats));
  writeFileSync(
    join(seed, 'plan.json'),
    JSON.stringify([
      { sobject: 'User', files: ['User.json', 'Sellers.json'] },
      { sobject: 'PermissionSetAssignment', files: ['PermissionSetAssignment.json'] },
      { sobject: 'GroupMember', files: ['GroupMember.json', 'Seats.json'] },
      { sobject: 'Account', files: ['Account.json'] },
      { sobject: 'Contact', files: ['Contact.json'] }
    ])
  );
  const packages = ['force-app', 'sample-org'].map((name) => join(repositoryRoot, name));
  return { metadata: [...packages, metadata], seed, rulesFile };
}

function queueOf(state: string): string {
  return `Territory_${state}`;
}

function queueXml(state: string): string {
  return document('Queue', [
    '<doesSendEmailToMembers>false</doesSendEmailToMembers>',
    `<name>Territory ${state}</name>`,
    '<queueSobject><sobjectType>Lead</sobjectType></queueSobject>'
  ]);
}

/** One entry for each state; the sample org's own rules are switched off by its being active. */
function rulesXml(): string {
  const entries = territories.map(({ state }) =>
    [
      '<ruleEntry>',
      `<assignedTo>${queueOf(state)}</assignedTo><assignedToType>Queue</assignedToType>`,
      criterion('Country', 'US,USA,United States'),
      criterion('State', state),
      '</ruleEntry>'
    ].join('')
  );
  return document('AssignmentRules', [
    `<assignmentRule><fullName>Territories</fullName><active>true</active>${entries.join('\n')}</assignmentRule>`
  ]);
}

function criterion(field: string, value: string): string {
  return `<criteriaItems><field>Lead.${field}</field><operation>equals</operation><value>${value}</value></criteriaItems>`;
}

function document(type: string, lines: readonly string[]): string {
  const namespace = 'http://soap.sforce.com/2006/04/metadata';
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<${type} xmlns="${namespace}">\n${lines.join('\n')}\n</${type}>\n`;
}

type TreeRecord = { attributes: { type: string; referenceId: string } } & Record<string, unknown>;

function seatNumbers(): number[] {
  return Array.from({ length: repsPerTeam }, (_, index) => index + 1);
}

function reps({ state }: { state: string }, team: number): TreeRecord[] {
  return seatNumbers().map((seat) => {
    const username = `seller${seat}.${state.toLowerCase()}@sample.example`;
    return {
      attributes: { type: 'User', referenceId: `${state}_Seller${seat}` },
      Username: username,
      Email: username,
      FirstName: `Seller ${seat}`,
      LastName: `of ${state}`,
      Alias: `${state.toLowerCase()}${seat}`,
      // Of the hundred fictional numbers; nobody rings them.
      Phone: `+121255501${String((team * repsPerTeam + seat) % 100).padStart(2, '0')}`,
      Title: 'Account Executive',
      IsActive: true,
      ProfileId: '@Profile.Standard User',
      TimeZoneSidKey: 'America/Chicago',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      Rotation_Weight__c: 1,
      Takes_Transfers__c: true
    };
  });
}

function seats({ state }: { state: string }): TreeRecord[] {
  return seatNumbers().map((seat) => ({
    attributes: { type: 'GroupMember', referenceId: `${state}_Seat${seat}` },
    GroupId: `@Group.${queueOf(state)}`,
    UserOrGroupId: `@${state}_Seller${seat}`
  }));
}

function writeData(seed: string, file: string, records: readonly TreeRecord[]): void {
  writeFileSync(join(seed, file), JSON.stringify({ records }));
}
