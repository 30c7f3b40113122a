/** Records of the org that may be the caller's, read from what {@link callerQueries} answered. */
import type { KnownAccount, KnownContact, KnownLead, KnownRecords, OwnedAccount } from '../identity/knownRecords.ts';
import type { CallerQuestion } from './callerQueries.ts';

/** Rows of one query. */
export interface Rows {
  rows: readonly unknown[];
  /** False when there are more than were read. */
  complete: boolean;
}

interface PersonRow {
  Id: string;
  Email: string | null;
  Phone: string | null;
  MobilePhone: string | null;
}

interface LeadRow extends PersonRow {
  OwnerId: string;
  Voice_Call_Id__c: string | null;
  Country: string | null;
}

interface OwnedRow {
  Id: string;
  Name: string;
  OwnerId: string;
  Owner: { IsActive: boolean } | null;
}

interface ContactRow extends PersonRow {
  Name: string;
  Account: (OwnedRow & { BillingCountry: string | null }) | null;
}

interface AccountRow extends OwnedRow {
  Website: string | null;
  Phone: string | null;
  BillingPostalCode: string | null;
  BillingCountry: string | null;
}

/** @param answers by question; a question that was not asked is left out */
export function knownRecords(answers: ReadonlyMap<CallerQuestion, Rows>): KnownRecords {
  const rowsOf = <T>(question: CallerQuestion): T[] => (answers.get(question)?.rows ?? []) as T[];
  const accounts = new Map<string, KnownAccount>();
  for (const question of ['companyDomain', 'companyName', 'signals'] as const) {
    rowsOf<AccountRow>(question).forEach((row) => accounts.set(row.Id, accountFrom(row)));
  }
  return {
    leads: rowsOf<LeadRow>('leads').map(leadFrom),
    contacts: rowsOf<ContactRow>('contacts').map(contactFrom),
    accounts: [...accounts.values()],
    tooMany: new Set([...answers].filter(([, { complete }]) => !complete).map(([question]) => question))
  };
}

function leadFrom(row: LeadRow): KnownLead {
  return { ...personFrom(row), ownerId: row.OwnerId, callId: row.Voice_Call_Id__c, country: row.Country };
}

function contactFrom(row: ContactRow): KnownContact {
  const account = row.Account === null ? null : ownedFrom(row.Account);
  return { ...personFrom(row), name: row.Name, country: row.Account?.BillingCountry ?? null, account };
}

function personFrom({ Id, Email, Phone, MobilePhone }: PersonRow): Pick<KnownLead, 'id' | 'email' | 'phones'> {
  return { id: Id, email: Email, phones: given(Phone, MobilePhone) };
}

function accountFrom(row: AccountRow): KnownAccount {
  return {
    ...ownedFrom(row),
    website: row.Website,
    phones: given(row.Phone),
    postalCode: row.BillingPostalCode,
    country: row.BillingCountry
  };
}

function ownedFrom({ Id, Name, OwnerId, Owner }: OwnedRow): OwnedAccount {
  return { id: Id, name: Name, ownerId: OwnerId, ownerActive: Owner?.IsActive ?? false };
}

function given(...values: (string | null)[]): string[] {
  return values.filter((value) => value !== null);
}
