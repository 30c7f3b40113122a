import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { noMatch, type CallerFacts, type CallerMatch } from '../../../orchestrator/domain/match.ts';
import { findCaller, lookUpCaller } from '../../../orchestrator/salesforce/findCaller.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

let org: LocalOrg;
let admin: Connection;
let salesforce: Salesforce;
beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0
  });
  const connect = (accessToken: string) => new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
  salesforce = new Salesforce(connect(org.session().accessToken));
  admin = connect(org.session('admin@local-org.example').accessToken);
});
afterAll(() => org.close());

const nobody: CallerFacts = { phone: null, email: null, company: null, postalCode: null, country: null };

async function find(facts: Partial<CallerFacts>, deadlineMs = 20_000): Promise<CallerMatch & { apiCalls: number }> {
  const trace = startTrace();
  const match = await findCaller(salesforce, { ...nobody, ...facts }, { deadlineMs, trace, country: 'US' });
  return { ...match, apiCalls: trace.apiCalls };
}

const create = async (object: string, record: Record<string, unknown>): Promise<string> => {
  const result = await admin.sobject(object).create(record);
  return result.success ? result.id : expect.fail(JSON.stringify(result.errors));
};
const idOf = async (object: string, name: string): Promise<string> =>
  (await admin.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE Name = '${name}'`)).records[0]!.Id;
const ownerOf = async (account: string): Promise<string> =>
  (await admin.query<{ OwnerId: string }>(`SELECT OwnerId FROM Account WHERE Name = '${account}'`)).records[0]!.OwnerId;

describe('a caller whom the org does not know', () => {
  it('is nobody, for one API call', async () => {
    const stranger = { phone: '+14155550199', email: 'who@stranger.example', company: 'Stranger', postalCode: '94199' };
    expect(await find(stranger)).toEqual({ ...noMatch, apiCalls: 1 });
  });

  it('and of whom nothing is known costs none', async () => {
    expect(await find({})).toEqual({ ...noMatch, apiCalls: 0 });
  });
});

describe('an open lead', () => {
  it.each(['+14155550111', '(415) 555-0111', '415.555.0111', '1-415-555-0111', '+1 (415) 555-0111'])(
    'is found by its phone, typed as %s',
    async (typed) => {
      const id = await create('Lead', { LastName: 'Typed', Company: 'Typed Inc', Phone: typed });
      const { lead, because } = await find({ phone: '+14155550111' });
      expect(lead).toMatchObject({ id, callId: null });
      expect(because).toMatchObject([{ on: 'phone', record: 'lead', recordId: id }]);
      await admin.sobject('Lead').destroy(id);
    }
  );

  it('is found by its mobile phone, and by its e-mail address in any case', async () => {
    const id = await create('Lead', {
      LastName: 'Moss',
      Company: 'Moss Ltd',
      MobilePhone: '020 7946 0112',
      Country: 'United Kingdom',
      Email: 'Ada.Moss@Moss.example'
    });
    expect((await find({ phone: '+442079460112' })).lead?.id).toBe(id);
    expect((await find({ email: 'ada.moss@moss.example' })).lead?.id).toBe(id);
  });

  it('that was changed last comes first, and tells its owner and its call', async () => {
    const [first, second] = [
      await create('Lead', { LastName: 'A', Company: 'Twice', Phone: '415-555-0113', Voice_Call_Id__c: 'call-a' }),
      await create('Lead', { LastName: 'B', Company: 'Twice', Phone: '(415) 555-0113', Voice_Call_Id__c: 'call-b' })
    ];
    expect((await find({ phone: '+14155550113' })).lead?.id).toBe(second);
    org.clock.advance(60_000);
    await admin.sobject('Lead').update({ Id: first, Title: 'Director' });
    const { OwnerId } = (await admin.sobject('Lead').retrieve(first)) as unknown as { OwnerId: string };
    expect((await find({ phone: '+14155550113' })).lead).toEqual({
      id: first,
      ownerId: OwnerId,
      callId: 'call-a',
      lacks: ['email']
    });
  });
});

describe('a contact', () => {
  it('leads to its account and the account’s owner', async () => {
    const found = await find({ email: 'renee.castellano@harborline.example', company: 'Something Else' });
    expect(found).toMatchObject({
      lead: null,
      contact: { id: await idOf('Contact', 'Renee Castellano'), name: 'Renee Castellano' },
      account: {
        id: await idOf('Account', 'Harborline Logistics'),
        name: 'Harborline Logistics',
        ownerId: await ownerOf('Harborline Logistics'),
        ownerActive: true
      },
      apiCalls: 1
    });
  });

  it('is found by its phone', async () => {
    const { contact, because } = await find({ phone: '+442079460188' });
    expect(contact?.name).toBe('Harriet Cole');
    expect(because.map(({ on, record }) => [on, record])).toEqual([
      ['phone', 'contact'],
      ['phone', 'account']
    ]);
  });
});

describe('an account', () => {
  it.each([
    ['a website with protocol', 'someone@calderwood.example', 'Calderwood Analytics'],
    ['a sub-domain of the address', 'someone@mail.kestrelworks.example', 'Kestrel Machine Works']
  ])('is found by its domain through %s', async (_how, email, name) => {
    const { account, because } = await find({ email });
    expect(account?.name).toBe(name);
    expect(because).toMatchObject([{ on: 'companyDomain', record: 'account' }]);
  });

  it.each(['www.typed.example', 'http://www.typed.example/en/', 'typed.example', 'https://shop.typed.example'])(
    'is found by its domain when the website is %s',
    async (website) => {
      const id = await create('Account', { Name: 'Typed Website', Website: website });
      expect((await find({ email: 'x@typed.example' })).account?.id).toBe(id);
      expect((await find({ email: 'x@mistyped.example' })).account).toBeNull();
      await admin.sobject('Account').destroy(id);
    }
  );

  it('is not found by a free-mail address, though one has such a website', async () => {
    await create('Account', { Name: 'Mail Provider', Website: 'https://www.gmx.net' });
    expect((await find({ email: 'someone@gmx.net' })).account).toBeNull();
  });

  it.each([
    ['harborline logistics inc.', 'Harborline Logistics'],
    ['The Blue-Mesa Energy Company', 'Blue Mesa Energy'],
    ['ST BRENDAN HOSPITAL GROUP', 'St. Brendan Hospital Group'],
    ['Nordlicht Maschinenbau GmbH', 'Nordlicht Maschinenbau']
  ])('is found by the name %s', async (company, name) => {
    expect((await find({ company })).account?.name).toBe(name);
  });

  it('is found by a name that has accents, quotes or wildcards', async () => {
    const cafe = await create('Account', { Name: 'Café René S.A.' });
    const odd = await create('Account', { Name: "100%_O'Brien\\ Ltd" });
    expect((await find({ company: 'Cafe Rene' })).account?.id).toBe(cafe);
    expect((await find({ company: "100%_O'Brien\\" })).account?.id).toBe(odd);
    expect((await find({ company: "100' OR Name LIKE '%" })).account).toBeNull();
  });

  it('whose name is only close is found by the postal code or the phone beside it, and by neither alone', async () => {
    const company = 'Kalderwood Analytics';
    expect((await find({ company })).account).toBeNull();
    expect((await find({ company, postalCode: '94104' })).account).toBeNull();
    expect((await find({ company, postalCode: '94103', country: 'US' })).account?.name).toBe('Calderwood Analytics');
    expect((await find({ company, phone: '+14155550162' })).account?.name).toBe('Calderwood Analytics');
    expect((await find({ company: 'Other', postalCode: '94103', phone: '+14155550162' })).account).toBeNull();
  });

  it('is none where two of different owners match alike, and the match says so', async () => {
    for (const [name, owner] of [
      ['Twin Peaks', 'Harborline Logistics'],
      ['Twin Peaks Inc', 'Blue Mesa Energy']
    ] as const) {
      await create('Account', { Name: name, OwnerId: await ownerOf(owner) });
    }
    const { account, undecided } = await find({ company: 'Twin Peaks LLC' });
    expect(account).toBeNull();
    expect(undecided).toMatchObject([{ on: 'companyName' }]);
  });
});

describe('a question to which many records answer', () => {
  it('is read on, so that none is missed', async () => {
    const names = Array.from({ length: 200 }, (_, number) => ({ Name: `Zephyr ${number + 1} Holdings` }));
    const oldest = await create('Account', { Name: 'Zephyr' });
    org.clock.advance(60_000);
    await admin.sobject('Account').create(names);
    const found = await find({ company: 'Zephyr, Inc.' });
    expect(found).toMatchObject({ account: { id: oldest }, undecided: [], apiCalls: 2 });
  });
});

describe('an earlier lookup of the same call', () => {
  const options = () => ({ deadlineMs: 20_000, trace: startTrace(), country: 'US' });

  it('is not asked for again: only what is new is', async () => {
    const phone = '+14155550199';
    const first = await lookUpCaller(salesforce, { ...nobody, phone }, options());
    expect(first.match.account).toBeNull();
    const more = options();
    org.requests.clear();
    const facts = { ...nobody, phone, company: 'Northpine Telecom' };
    const second = await lookUpCaller(salesforce, facts, more, first);
    expect(second.match.account?.name).toBe('Northpine Telecom');
    expect(more.trace.apiCalls).toBe(1);
    const again = options();
    await lookUpCaller(salesforce, facts, again, second);
    expect(again.trace.apiCalls).toBe(0);
  });

  it('that found the caller’s own e-mail address at a contact settles the account', async () => {
    const facts = { ...nobody, email: 'mina.sato@calderwood.example' };
    const first = await lookUpCaller(salesforce, facts, options());
    const more = options();
    const second = await lookUpCaller(salesforce, { ...facts, company: 'Calderwood', postalCode: '1' }, more, first);
    expect(second.match.account?.name).toBe('Calderwood Analytics');
    expect(more.trace.apiCalls).toBe(0);
  });
});

describe('Salesforce', () => {
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${org.url}/_local${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    });
  const fault = async (rule: FaultRuleInput) => expect((await control('POST', '/faults', rule)).ok).toBe(true);
  afterEach(async () => {
    await control('DELETE', '/faults');
  });

  it('that hangs is given up at the deadline', async () => {
    await fault({ kind: 'slow', ms: 60_000, match: { path: '/composite' } });
    const startedAt = performance.now();
    await expect(find({ company: 'Harborline' }, 300)).rejects.toMatchObject({ code: 'salesforceTimeout' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('that hangs in the second reading is given up at the same deadline', async () => {
    await fault({ kind: 'slow', ms: 60_000, match: { path: '/query' } });
    await expect(find({ company: 'Zephyr' }, 1500)).rejects.toMatchObject({ code: 'salesforceTimeout' });
  });

  it('that shows the integration user nothing is no org that knows nobody', async () => {
    // An integration user to whom nobody assigned the permission set.
    await create('User', {
      Username: 'blind@sample.example',
      Email: 'blind@sample.example',
      LastName: 'Blind',
      Alias: 'blind',
      ProfileId: await idOf('Profile', 'Minimum Access - API Only Integrations'),
      TimeZoneSidKey: 'UTC',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8'
    });
    const { accessToken } = org.session('blind@sample.example');
    const blind = new Salesforce(new Connection({ instanceUrl: org.url, accessToken, version: '66.0' }));
    const options = { deadlineMs: 20_000, trace: startTrace(), country: 'US' };
    await expect(findCaller(blind, { ...nobody, phone: '+14155550142' }, options)).rejects.toMatchObject({
      code: 'salesforcePermission'
    });
  });
});
