/** Which account the caller belongs to: every account's evidence is counted, and one must be ahead of all others. */
import { countryCode } from '../domain/countryCode.ts';
import type { CallerFacts, CallerMatch, MatchedOn } from '../domain/match.ts';
import { companyDomain } from './companyDomain.ts';
import { isCloseName, isSameName } from './companyName.ts';
import type { KnownAccount, KnownContact, KnownRecords, OwnedAccount } from './knownRecords.ts';
import type { PersonHit } from './matchCaller.ts';
import { isSameNumber } from './phoneNumber.ts';
import { isSamePostalCode } from './postalCode.ts';

/**
 * What each piece of evidence counts. The caller's own e-mail address at a contact outweighs all else together. A phone
 * number outweighs the company's domain or its name, but not both: people take their mobile number to their next job.
 */
const weights = { contactByEmail: 10, contactByPhone: 4, domain: 3, name: 2, closeName: 1 } as const;

/** What an account can be matched on. */
type Ground = keyof typeof wordFor;

interface Evidence {
  account: OwnedAccount;
  /** 0 when nothing makes it a match. */
  weight: number;
  /** Phone and postal code, which break a tie but make no match by themselves. */
  signals: number;
  because: (CallerMatch['because'][number] & { on: Ground })[];
}

export interface AccountMatch {
  account: OwnedAccount | null;
  because: CallerMatch['because'];
  undecided: CallerMatch['undecided'];
}

/** What is known of the caller and may be compared. */
interface Caller extends CallerFacts {
  /** The company's, out of the e-mail address. */
  domain: string | null;
  /** Contacts that share e-mail or phone with the caller. */
  contacts: readonly PersonHit<KnownContact>[];
  homeCountry: string;
  /** Whether every account was read that a close name could belong to. */
  closeNamesCount: boolean;
}

/** @param contacts those that share e-mail or phone with the caller */
export function matchAccount(
  facts: CallerFacts,
  { accounts, tooMany }: KnownRecords,
  contacts: readonly PersonHit<KnownContact>[],
  homeCountry: string
): AccountMatch {
  const caller: Caller = {
    ...facts,
    company: tooMany.has('companyName') ? null : facts.company,
    domain: tooMany.has('companyDomain') ? null : companyDomain(facts.email),
    contacts,
    homeCountry,
    closeNamesCount: !tooMany.has('signals')
  };
  const undecided = tooManyTexts.filter(([, what]) => tooMany.has(what)).map(([on, , text]) => ({ on, text }));
  const known = new Map<string, OwnedAccount | KnownAccount>();
  contacts.forEach(({ record: { account } }) => account && known.set(account.id, account));
  accounts.forEach((account) => known.set(account.id, account));

  const ranked = [...known.values()]
    .map((account) => evidenceFor(account, caller))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || b.signals - a.signals);
  const [best] = ranked;
  if (!best) {
    return { account: null, because: [], undecided };
  }
  const equals = ranked.filter(({ weight, signals }) => weight === best.weight && signals === best.signals);
  if (new Set(equals.map(({ account }) => account.ownerId)).size > 1) {
    const { on } = best.because[0]!;
    const text = `${equals.length} accounts with different owners match equally well by ${wordFor[on]}; none is taken.`;
    return { account: null, because: [], undecided: [...undecided, { on, text }] };
  }
  return { account: best.account, because: best.because, undecided };
}

const wordFor = {
  email: 'the caller’s e-mail address',
  phone: 'the caller’s phone number',
  companyDomain: 'domain',
  companyName: 'name'
} as const satisfies Partial<Record<MatchedOn, string>>;

function evidenceFor(account: OwnedAccount | KnownAccount, caller: Caller): Evidence {
  const because: Evidence['because'] = [];
  let weight = 0;
  const take = (what: keyof typeof weights, on: Ground, text: string): void => {
    weight += weights[what];
    because.push({ on, record: 'account', recordId: account.id, text: `The account ${account.name} ${text}.` });
  };
  const { company, domain } = caller;
  const ofContacts = caller.contacts.filter(({ record }) => record.account?.id === account.id).map(({ on }) => on);
  if (ofContacts.includes('email')) {
    take('contactByEmail', 'email', 'is that of the contact with the caller’s e-mail address');
  }
  if (ofContacts.includes('phone')) {
    take('contactByPhone', 'phone', 'is that of the contact with the caller’s phone number');
  }
  const details = 'website' in account ? account : undefined;
  if (domain !== null && details && companyDomain(details.website) === domain) {
    take('domain', 'companyDomain', `has the domain ${domain}`);
  }
  const samePhone = details !== undefined && hasPhone(details, caller);
  const samePostalCode = details !== undefined && hasPostalCode(details, caller);
  if (company !== null && isSameName(account.name, company)) {
    take('name', 'companyName', 'has the company’s name');
  } else if (caller.closeNamesCount && company !== null && isCloseName(account.name, company)) {
    const second = secondSignal(samePhone, ofContacts.includes('phone'), samePostalCode);
    if (second !== undefined) {
      take('closeName', 'companyName', `has nearly the company’s name, and ${second}`);
    }
  }
  return { account, weight, signals: Number(samePhone) + Number(samePostalCode), because };
}

function secondSignal(phone: boolean, contactPhone: boolean, postalCode: boolean): string | undefined {
  if (phone) {
    return 'the caller’s phone number';
  }
  if (contactPhone) {
    return 'a contact with the caller’s phone number';
  }
  return postalCode ? 'the same postal code' : undefined;
}

function hasPhone({ phones, country }: KnownAccount, { phone, homeCountry }: Caller): boolean {
  const there = countryCode(country) ?? homeCountry;
  return phone !== null && phones.some((typed) => isSameNumber(typed, phone, there));
}

/** Two countries use the same code for different places; a country that is not known does not count against it. */
function hasPostalCode({ postalCode, country }: KnownAccount, caller: Caller): boolean {
  const [there, here] = [countryCode(country), countryCode(caller.country)];
  const mayBeSame = there === null || here === null || there === here;
  return mayBeSame && isSamePostalCode(postalCode, caller.postalCode, here ?? there);
}

const tooManyTexts: readonly (readonly [
  on: MatchedOn,
  what: 'companyDomain' | 'companyName' | 'signals',
  text: string
])[] = [
  ['companyDomain', 'companyDomain', 'Too many accounts may have the company’s domain to compare them all.'],
  ['companyName', 'companyName', 'Too many accounts may have the company’s name to compare them all.'],
  [
    'companyName',
    'signals',
    'Too many accounts have the caller’s postal code or phone number to look among them for nearly the company’s name.'
  ]
];
