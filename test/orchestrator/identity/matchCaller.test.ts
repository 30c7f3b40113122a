import { describe, expect, it } from 'vitest';
import type { CallerFacts } from '../../../orchestrator/domain/match.ts';
import type {
  KnownAccount,
  KnownContact,
  KnownLead,
  KnownRecords
} from '../../../orchestrator/identity/knownRecords.ts';
import { matchCaller } from '../../../orchestrator/identity/matchCaller.ts';

const caller: CallerFacts = {
  phone: '+14155550142',
  email: 'jamie@novacorp.example',
  company: 'NovaCorp',
  postalCode: '94105',
  country: 'US'
};

const lead = (id: string, given: Partial<KnownLead> = {}): KnownLead => ({
  id,
  email: null,
  phones: [],
  country: null,
  ownerId: 'user-1',
  callId: null,
  ...given
});

const account = (id: string, given: Partial<KnownAccount> = {}): KnownAccount => ({
  id,
  name: `Company ${id}`,
  ownerId: `owner of ${id}`,
  ownerActive: true,
  website: null,
  phones: [],
  postalCode: null,
  country: null,
  ...given
});

const contact = (id: string, given: Partial<KnownContact> = {}): KnownContact => ({
  id,
  name: `Contact ${id}`,
  email: null,
  phones: [],
  country: null,
  account: null,
  ...given
});

const match = (records: Partial<KnownRecords>, facts: Partial<CallerFacts> = {}) =>
  matchCaller({ ...caller, ...facts }, { leads: [], contacts: [], accounts: [], tooMany: new Set(), ...records }, 'US');

const samePhone = { phones: ['(415) 555-0142'] };
const sameEmail = { email: 'Jamie@NovaCorp.example' };

describe('the lead of a caller', () => {
  it('is the one with the same e-mail address, in any case, before the one with the same phone', () => {
    const found = match({ leads: [lead('a', samePhone), lead('b', sameEmail)] });
    expect(found.lead?.id).toBe('b');
    expect(found.because).toMatchObject([{ on: 'email', record: 'lead', recordId: 'b' }]);
  });

  it('is the first, thus the newest, of those that match alike', () => {
    expect(match({ leads: [lead('new', samePhone), lead('old', samePhone)] }).lead?.id).toBe('new');
  });

  it('is none whose number is another once it is read as a number', () => {
    expect(match({ leads: [lead('a', { phones: ['(415) 555-0143', '0142'] })] }).lead).toBeNull();
    expect(match({ leads: [lead('a', { phones: ['(415) 555-0143', '415.555.0142'] })] }).lead?.id).toBe('a');
  });

  it('is read with its own country’s numbers', () => {
    const records = { leads: [lead('a', { phones: ['207 946 0018'], country: 'United Kingdom' })] };
    expect(match(records, { phone: '+442079460018' }).lead?.id).toBe('a');
    expect(match(records, { phone: '+12079460018' }).lead).toBeNull();
  });

  it('is none for a caller of whom neither is known', () => {
    const records = { leads: [lead('a'), lead('b', { email: '', phones: [''] })] };
    expect(match(records, { phone: null, email: null }).lead).toBeNull();
  });
});

describe('the account of a caller', () => {
  const nova = account('nova', { name: 'NovaCorp, Inc.' });

  it('is that of the contact with the same e-mail address, whatever else speaks for another', () => {
    const other = account('other', { name: 'NovaCorp', website: 'novacorp.example', ...samePhone });
    const known = contact('c', { ...sameEmail, account: nova });
    const found = match({ contacts: [known, contact('d', { ...samePhone, account: other })], accounts: [other] });
    expect(found).toMatchObject({ account: { id: 'nova' }, contact: { id: 'c' } });
  });

  it('is that of the contact with the same phone before one with the domain alone, or the name alone', () => {
    const contacts = [contact('c', { ...samePhone, account: account('of the contact') })];
    const byDomain = account('domain', { website: 'https://novacorp.example' });
    expect(match({ contacts, accounts: [byDomain] }).account?.id).toBe('of the contact');
    expect(match({ contacts, accounts: [nova] }).account?.id).toBe('of the contact');
  });

  it('is the one of both domain and name when a phone alone says otherwise: people change jobs and keep their phone', () => {
    const contacts = [contact('c', { ...samePhone, account: account('former') })];
    const found = match({ contacts, accounts: [{ ...nova, website: 'www.novacorp.example' }] });
    expect(found.account?.id).toBe('nova');
    expect(found.contact).toBeNull();
  });

  it('is the one of the domain before the one of the name', () => {
    const byDomain = account('domain', { website: 'http://www.novacorp.example/about' });
    const found = match({ accounts: [nova, byDomain] });
    expect(found.account?.id).toBe('domain');
    expect(found.because).toEqual([
      {
        on: 'companyDomain',
        record: 'account',
        recordId: 'domain',
        text: 'The account Company domain has the domain novacorp.example.'
      }
    ]);
  });

  it('is none that only seems to have the domain', () => {
    for (const website of ['novacorp.example.org', 'notnovacorp.example', 'https://x.example/novacorp.example', null]) {
      expect(match({ accounts: [account('a', { website })] }, { company: null }).account).toBeNull();
    }
  });

  it('is not told by a free-mail address', () => {
    const accounts = [account('a', { website: 'https://gmail.com' })];
    expect(match({ accounts }, { email: 'jamie@gmail.com', company: 'Jamie' }).account).toBeNull();
  });

  it('is the one of the same name, and says whether its owner is still there', () => {
    const found = match({ accounts: [{ ...nova, ownerActive: false }] });
    expect(found.account).toEqual({
      id: 'nova',
      name: 'NovaCorp, Inc.',
      ownerId: 'owner of nova',
      ownerActive: false
    });
  });

  it('is told by phone or postal code in no case alone', () => {
    const accounts = [account('a', { ...samePhone, postalCode: '94105' })];
    expect(match({ accounts })).toMatchObject({ account: null, because: [], undecided: [] });
  });
});

describe('an account whose name is only close', () => {
  const close = account('a', { name: 'Novacorps Inc' });
  const accountOf = (given: Partial<KnownAccount>, facts: Partial<CallerFacts> = {}) =>
    match({ accounts: [{ ...close, ...given }] }, facts).account?.id;

  it('is none by itself', () => {
    expect(accountOf({})).toBeUndefined();
  });

  it('is the caller’s with the same postal code, the same phone, or a contact with it', () => {
    expect(accountOf({ postalCode: '94105-2211' })).toBe('a');
    expect(accountOf(samePhone)).toBe('a');
    const contacts = [contact('c', { ...samePhone, account: close })];
    expect(match({ contacts }).because.map(({ text }) => text)).toContain(
      'The account Novacorps Inc has nearly the company’s name, and a contact with the caller’s phone number.'
    );
  });

  it('is none with another postal code, or the same in another country', () => {
    expect(accountOf({ postalCode: '94107' })).toBeUndefined();
    expect(accountOf({ postalCode: '94105', country: 'Germany' })).toBeUndefined();
    expect(accountOf({ postalCode: '94105', country: 'United States' })).toBe('a');
  });

  it('comes after one whose name is the same', () => {
    const same = account('same', { name: 'Nova-Corp' });
    const found = match({ accounts: [{ ...close, postalCode: '94105' }, same] });
    expect(found.account?.id).toBe('same');
  });
});

describe('several accounts on equal evidence', () => {
  const one = account('one', { website: 'novacorp.example' });
  const two = account('two', { website: 'https://www.novacorp.example' });

  it('with different owners are none, and that is told', () => {
    const found = match({ accounts: [one, two] });
    expect(found.account).toBeNull();
    expect(found.undecided).toEqual([
      {
        on: 'companyDomain',
        text: '2 accounts with different owners match equally well by domain; none is taken.'
      }
    ]);
  });

  it('with one owner are as good as one: the first, thus the newest', () => {
    const found = match({ accounts: [one, { ...two, ownerId: one.ownerId }] });
    expect(found).toMatchObject({ account: { id: 'one' }, undecided: [] });
  });

  it('are told apart by the name, the postal code or the phone', () => {
    for (const more of [{ name: 'Nova Corp' }, { postalCode: '94105' }, samePhone]) {
      expect(match({ accounts: [one, { ...two, ...more }] })).toMatchObject({ account: { id: 'two' }, undecided: [] });
    }
  });

  it('through contacts that share a number, say nothing of who is calling', () => {
    const contacts = [
      contact('c', { ...samePhone, account: account('one') }),
      contact('d', { ...samePhone, account: account('two') })
    ];
    const found = match({ contacts });
    expect(found).toMatchObject({ account: null, contact: null, because: [], undecided: [{ on: 'phone' }] });
    expect(match({ contacts: contacts.slice(1) })).toMatchObject({ account: { id: 'two' }, contact: { id: 'd' } });
  });
});

describe('more records than can be read', () => {
  const byName = account('a', { name: 'NovaCorp' });

  it('make no match on what they were asked for, and that is told', () => {
    const found = match({ accounts: [byName], tooMany: new Set(['companyName'] as const) });
    expect(found).toMatchObject({ account: null, undecided: [{ on: 'companyName' }] });
    const domain = match(
      { accounts: [account('a', { website: 'novacorp.example' })], tooMany: new Set(['companyDomain'] as const) },
      { company: null }
    );
    expect(domain).toMatchObject({ account: null, undecided: [{ on: 'companyDomain' }] });
  });

  it('leave a match on something else', () => {
    const found = match({ accounts: [byName], tooMany: new Set(['companyDomain'] as const) });
    expect(found).toMatchObject({ account: { id: 'a' }, undecided: [{ on: 'companyDomain' }] });
  });

  it('with one phone number leave only the e-mail address to tell people apart', () => {
    const records = { leads: [lead('a', samePhone), lead('b', sameEmail)], tooMany: new Set(['leads'] as const) };
    expect(match(records).lead?.id).toBe('b');
    expect(match(records, { email: null })).toMatchObject({ lead: null, undecided: [{ on: 'phone' }] });
  });

  it('with the postal code leave out names that are only close', () => {
    const close = account('a', { name: 'Novacorps', postalCode: '94105' });
    expect(match({ accounts: [close] }).account?.id).toBe('a');
    expect(match({ accounts: [close], tooMany: new Set(['signals'] as const) })).toMatchObject({
      account: null,
      undecided: [{ on: 'companyName' }]
    });
  });
});

describe('what a match says', () => {
  it('holds no phone number, no e-mail address and no person’s name', () => {
    const nova = account('nova', { name: 'NovaCorp', website: 'novacorp.example' });
    const found = match({
      leads: [lead('a', { ...samePhone, ...sameEmail })],
      contacts: [contact('c', { name: 'Jamie Rivera', ...samePhone, ...sameEmail, account: nova })],
      accounts: [nova]
    });
    expect(found.because.map(({ record }) => record)).toEqual(['lead', 'contact', 'account', 'account', 'account']);
    expect(JSON.stringify(found.because)).not.toMatch(/0142|jamie|rivera/i);
  });
});
