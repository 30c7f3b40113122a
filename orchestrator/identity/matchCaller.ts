/** Who is calling: what the org's records say, each confirmed, the strongest evidence first, and nothing guessed. */
import { countryCode } from '../domain/countryCode.ts';
import type { CallerFacts, CallerMatch, MatchedOn } from '../domain/match.ts';
import { matchAccount } from './matchAccount.ts';
import type { KnownContact, KnownLead, KnownRecords } from './knownRecords.ts';
import { isSameNumber } from './phoneNumber.ts';

/** A person's record, and which of the two it shares with the caller. */
export interface PersonHit<T> {
  on: 'email' | 'phone';
  record: T;
}

/**
 * @param records found for these facts
 * @param homeCountry ISO 3166-1 code of the org's country, for numbers of records that name no country
 */
export function matchCaller(facts: CallerFacts, records: KnownRecords, homeCountry: string): CallerMatch {
  const { tooMany } = records;
  const undecided: { on: MatchedOn; text: string }[] = [];
  const leads = hits(records.leads, facts, homeCountry, tooMany.has('leads'));
  const contacts = hits(records.contacts, facts, homeCountry, tooMany.has('contacts'));
  for (const [kind, people] of [['leads', 'open leads'] as const, ['contacts', 'contacts'] as const]) {
    if (tooMany.has(kind)) {
      undecided.push({ on: 'phone', text: `Too many ${people} have the caller’s phone number to tell them apart.` });
    }
  }
  const found = matchAccount(facts, records, contacts, homeCountry);
  undecided.push(...found.undecided);
  const account = found.account;
  const lead = leads[0];
  const contact = contactOf(contacts, account?.id);

  const because: CallerMatch['because'][number][] = [];
  if (lead) {
    const text = `An open lead has the caller’s ${words[lead.on]}.`;
    because.push({ on: lead.on, record: 'lead', recordId: lead.record.id, text });
  }
  if (contact) {
    const of = contact.record.account ? ` of ${contact.record.account.name}` : '';
    const text = `A contact${of} has the caller’s ${words[contact.on]}.`;
    because.push({ on: contact.on, record: 'contact', recordId: contact.record.id, text });
  }
  return {
    lead: lead ? matchedLead(lead.record) : null,
    account: account && {
      id: account.id,
      name: account.name,
      ownerId: account.ownerId,
      ownerActive: account.ownerActive
    },
    contact: contact ? { id: contact.record.id, name: contact.record.name } : null,
    because: [...because, ...found.because],
    undecided
  };
}

const words = { email: 'e-mail address', phone: 'phone number' } as const;

/** Those of the records that share e-mail or phone with the caller: by e-mail first, otherwise in their order. */
function hits<T extends KnownLead | KnownContact>(
  records: readonly T[],
  { email, phone }: CallerFacts,
  homeCountry: string,
  phoneTellsNothing: boolean
): PersonHit<T>[] {
  const byEmail = records.filter((record) => email !== null && record.email?.trim().toLowerCase() === email);
  const byPhone = records.filter((record) => {
    const country = countryCode(record.country) ?? homeCountry;
    const isSame = phone !== null && record.phones.some((typed) => isSameNumber(typed, phone, country));
    return isSame && !phoneTellsNothing && !byEmail.includes(record);
  });
  return [
    ...byEmail.map((record) => ({ on: 'email' as const, record })),
    ...byPhone.map((record) => ({ on: 'phone' as const, record }))
  ];
}

/**
 * The contact that matches best and is of the caller's account, or of none. When all are of other accounts, nobody can say
 * who of them it is.
 */
function contactOf(
  contacts: readonly PersonHit<KnownContact>[],
  accountId: string | undefined
): PersonHit<KnownContact> | undefined {
  return contacts.find(({ record }) => record.account === null || record.account.id === accountId);
}

function matchedLead({ id, ownerId, callId, email, phones }: KnownLead): NonNullable<CallerMatch['lead']> {
  const lacks = [...(email ? [] : ['email' as const]), ...(phones.length > 0 ? [] : ['phone' as const])];
  return { id, ownerId, callId, ...(lacks.length > 0 ? { lacks } : {}) };
}
