import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { createUser } from './createUser.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rep = 'priya.raman@sample.example';

let org: LocalOrg;
const ids: Record<string, string> = {};

beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    startAt: new Date('2026-11-03T20:00:00Z'),
    frozen: true
  });
  const off = { autoAssign: { kind: 'off' } } as const;
  const create = (object: string, values: Record<string, unknown>): string =>
    org.org.records.create(org.session(), object, values, off).id;
  const lead = (name: string, values: Record<string, unknown>): void => {
    ids[name] = create('Lead', { LastName: name, Company: 'NovaCorp', ...values });
  };
  const handoff = (values: Record<string, unknown>): string =>
    create('Handoff__c', { Call_Id__c: randomUUID(), Next_Step__c: 'Callback', ...values });
  lead('Ada', { Qualification_Score__c: 91, Status: 'Working - Contacted', Email: 'ada@novacorp.example' });
  lead("O'Brien", { Qualification_Score__c: 86, Company: 'Back\\slash "quoted"' });
  lead('Chen', { Qualification_Score__c: 42, Product_Interest__c: 'Voice' });
  lead('Diaz', {});
  ids.first = handoff({ Lead__c: ids.Ada, Score__c: 91 });
  ids.second = handoff({ Lead__c: ids.Ada, Score__c: 12 });
  ids.third = handoff({ Lead__c: ids.Chen, Score__c: 42 });
  ids.orphan = handoff({});
});
afterAll(() => org.close());

interface Answer {
  readonly data: Record<string, never> | null;
  readonly errors: { message: string; paths: unknown[]; locations: unknown[]; extensions: { ErrorType: string } }[];
}

async function send(
  query: string,
  variables: Record<string, unknown> = {},
  username?: string
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${org.url}/services/data/v66.0/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${org.session(username).accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables })
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

/** The nodes of a list of records. */
async function nodes(
  object: string,
  rest: string,
  variables: Record<string, unknown> = {},
  username?: string
): Promise<Record<string, never>[]> {
  const declared = /^\((\$[^)]*)\)\s*/.exec(rest);
  const query = `query Q${declared ? `(${declared[1]})` : ''} { uiapi { query { ${object}${rest.slice(declared?.[0].length ?? 0)} } } }`;
  const { status, body } = await send(query, variables, username);
  expect(body.errors).toEqual([]);
  expect(status).toBe(200);
  const connection = (
    body.data as unknown as { uiapi: { query: Record<string, { edges: { node: Record<string, never> }[] }> } }
  ).uiapi.query[object];
  return (connection?.edges ?? []).map(({ node }) => node);
}

const selection = '{ edges { node { Id LastName { value } } } }';
const names = async (args: string, variables: Record<string, unknown> = {}, declared = ''): Promise<string[]> => {
  const found = (await nodes('Lead', `${declared}(${args}) ${selection}`, variables)) as unknown as {
    LastName: { value: string };
  }[];
  return found.map(({ LastName }) => LastName.value);
};

describe('a query', () => {
  it('gives records with value and displayValue', async () => {
    const [node] = await nodes(
      'Lead',
      `(where: { LastName: { eq: "Ada" } }) { edges { node {
        __typename Id ApiName DisplayValue WeakEtag Name { value displayValue } Status { value displayValue label }
        Qualification_Score__c { value } CreatedDate { value } IsConverted { value } Phone { value displayValue }
        LastModifiedById { value } RecordTypeId(fallback: true) { value } } } }`
    );
    expect(node).toEqual({
      __typename: 'Lead',
      Id: ids.Ada,
      ApiName: 'Lead',
      DisplayValue: 'Ada',
      WeakEtag: Date.parse('2026-11-03T20:00:00Z'),
      Name: { value: 'Ada', displayValue: null },
      Status: { value: 'Working - Contacted', displayValue: 'Working - Contacted', label: 'Working - Contacted' },
      Qualification_Score__c: { value: 91 },
      CreatedDate: { value: '2026-11-03T20:00:00.000Z' },
      IsConverted: { value: false },
      Phone: { value: null, displayValue: null },
      LastModifiedById: { value: org.session().userId },
      RecordTypeId: { value: '012000000000000AAA' }
    });
  });

  it('reads parents, also several levels up and of several types', async () => {
    const found = await nodes(
      'Handoff__c',
      `(orderBy: { Name: { order: ASC } }) { edges { node { Id Lead__r { Name { value } Owner {
        ... on User { __typename Username { value } } ... on Group { Name { value } } } } } } }`
    );
    expect(found).toHaveLength(4);
    expect(found[0]).toEqual({
      Id: ids.first,
      Lead__r: {
        Name: { value: 'Ada' },
        Owner: { __typename: 'User', Username: { value: expect.stringContaining('@') } }
      }
    });
    expect(found.at(-1)).toEqual({ Id: ids.orphan, Lead__r: null });
  });

  it('reads children, each page by its parent', async () => {
    const relationship =
      org.org.schema.childRelationships('Lead').find(({ childObject }) => childObject === 'Handoff__c')?.name ?? '';
    const found = (await nodes(
      'Lead',
      `(where: { Company: { eq: "NovaCorp" } }, orderBy: { LastName: { order: ASC } }) { edges { node { LastName { value }
        list: ${relationship}(first: 1, orderBy: { Score__c: { order: ASC } }) { totalCount pageInfo { hasNextPage } edges { node { Score__c { value } } } } } } }`
    )) as unknown as {
      LastName: { value: string };
      list: { totalCount: number; pageInfo: { hasNextPage: boolean }; edges: unknown[] };
    }[];
    expect(
      found.map(({ LastName, list }) => [LastName.value, list.totalCount, list.pageInfo.hasNextPage, list.edges])
    ).toEqual([
      ['Ada', 2, true, [{ node: { Score__c: { value: 12 } } }]],
      ['Chen', 1, false, [{ node: { Score__c: { value: 42 } } }]],
      ['Diaz', 0, false, []]
    ]);
  });

  it('asks the database once for the parents of all records', async () => {
    const queries = vi.spyOn(org.org, 'query');
    await nodes('Handoff__c', '{ edges { node { Lead__r { Name { value } } } } }');
    expect(queries).toHaveBeenCalledTimes(2);
    queries.mockRestore();
  });

  it('pages with cursors', async () => {
    const page = async (
      after: string | null
    ): Promise<{ names: string[]; end: string; more: boolean; back: boolean; total: number }> => {
      const { body } = await send(
        `query Q($after: String) { uiapi { query { Lead(first: 3, after: $after, orderBy: { LastName: { order: ASC } }) {
          totalCount pageInfo { endCursor hasNextPage hasPreviousPage } edges { cursor node { LastName { value } } } } } } }`,
        { after }
      );
      const { Lead } = (body.data as never as { uiapi: { query: { Lead: never } } }).uiapi.query;
      const { edges, pageInfo, totalCount } = Lead as {
        edges: { node: { LastName: { value: string } } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
        totalCount: number;
      };
      return {
        names: edges.map(({ node }) => node.LastName.value),
        end: pageInfo.endCursor,
        more: pageInfo.hasNextPage,
        back: pageInfo.hasPreviousPage,
        total: totalCount
      };
    };
    const first = await page(null);
    expect(first).toEqual({
      names: ['Ada', 'Chen', 'Diaz'],
      end: expect.any(String),
      more: true,
      back: false,
      total: 4
    });
    expect(await page(first.end)).toMatchObject({ names: ["O'Brien"], more: false, back: true, total: 4 });
  });

  it('uses aliases, fragments and variables', async () => {
    const { body } = await send(
      `query Two($low: Double, $high: Double) { uiapi { query {
        best: Lead(where: { Qualification_Score__c: { gte: $high } }) { edges { node { ...names } } }
        worst: Lead(where: { Qualification_Score__c: { lt: $low } }) { edges { node { ...names } } } } } }
      fragment names on Lead { who: LastName { value } }`,
      { low: 50, high: 90 }
    );
    expect(body).toEqual({
      data: {
        uiapi: {
          query: {
            best: { edges: [{ node: { who: { value: 'Ada' } } }] },
            worst: { edges: [{ node: { who: { value: 'Chen' } } }] }
          }
        }
      },
      errors: []
    });
  });
});

describe('a filter', () => {
  const order = 'orderBy: { LastName: { order: ASC } }';

  it.each([
    ['{ LastName: { eq: "ada" } }', ['Ada']],
    ['{ LastName: { ne: "Ada" } }', ['Chen', 'Diaz', "O'Brien"]],
    ['{ LastName: { like: "%i%" } }', ['Diaz', "O'Brien"]],
    ['{ LastName: { in: ["Ada", "Chen", "Nobody"] } }', ['Ada', 'Chen']],
    ['{ LastName: { nin: ["Ada", "Chen"] } }', ['Diaz', "O'Brien"]],
    ['{ Qualification_Score__c: { gt: 42, lte: 86 } }', ["O'Brien"]],
    ['{ Qualification_Score__c: { eq: null } }', ['Diaz']],
    ['{ Qualification_Score__c: { ne: null } }', ['Ada', 'Chen', "O'Brien"]],
    ['{ Email: { eq: "ada@novacorp.example" } }', ['Ada']],
    ['{ Status: { eq: "Working - Contacted" } }', ['Ada']],
    ['{ IsConverted: { eq: true } }', []],
    ['{ Product_Interest__c: { includes: ["Voice"] } }', ['Chen']],
    ['{ or: [{ LastName: { eq: "Ada" } }, { LastName: { eq: "Diaz" } }] }', ['Ada', 'Diaz']],
    ['{ and: [{ Company: { eq: "NovaCorp" } }, { not: { LastName: { eq: "Ada" } } }] }', ['Chen', 'Diaz']],
    ['{ CreatedDate: { eq: { literal: TODAY } } }', ['Ada', 'Chen', 'Diaz', "O'Brien"]],
    ['{ CreatedDate: { lt: { literal: TODAY } } }', []],
    ['{ CreatedDate: { gte: { range: { last_n_days: 2 } } } }', ['Ada', 'Chen', 'Diaz', "O'Brien"]],
    ['{ CreatedDate: { gt: { value: "2026-11-03T20:00:00Z" } } }', []],
    ['{ CreatedDate: { gte: { value: "2026-11-03T20:00:00Z" } } }', ['Ada', 'Chen', 'Diaz', "O'Brien"]],
    ['{ Owner: { User: { Name: { ne: "Nobody" } } } }', ['Ada', 'Chen', 'Diaz', "O'Brien"]],
    ['{ Owner: { Group: { Name: { eq: "EMEA" } } } }', []]
  ])('%s', async (where, expected) => {
    expect(await names(`where: ${where}, ${order}`)).toEqual(expected);
  });

  it('takes hostile text as text', async () => {
    for (const [text, expected] of [
      ["O'Brien", ["O'Brien"]],
      ["' OR LastName != '", []],
      ["x\\' OR LastName != '", []],
      ['\\', []]
    ] as const) {
      expect(await names(`where: { LastName: { eq: $text } }`, { text }, '($text: String) ')).toEqual(expected);
    }
    const company = 'Back\\slash "quoted"';
    expect(await names(`where: { Company: { eq: $company } }`, { company }, '($company: String) ')).toEqual([
      "O'Brien"
    ]);
  });

  it('reaches through a parent', async () => {
    const found = await nodes(
      'Handoff__c',
      '(where: { Lead__r: { LastName: { eq: "Chen" } } }) { edges { node { Id } } }'
    );
    expect(found).toEqual([{ Id: ids.third }]);
  });

  it.each([
    ['{ LastName: {} }', {}],
    ['{ LastName: { eq: $missing } }', {}],
    ['{ LastName: { in: [] } }', {}],
    ['{ not: {} }', {}],
    ['{ and: [] }', {}],
    ['{ or: [{}, { LastName: { eq: "Ada" } }] }', {}],
    ['{ LastName: null }', {}],
    ['{ CreatedDate: { gt: { value: "yesterday" } } }', {}],
    ['{ CreatedDate: { gt: { literal: TODAY, value: "2026-11-03T20:00:00Z" } } }', {}]
  ])('that says nothing certain is an error, never no filter: %s', async (where, variables) => {
    const declared = where.includes('$missing') ? '($missing: String)' : '';
    const { status, body } = await send(
      `query Q${declared} { uiapi { query { Lead(where: ${where}) ${selection} } } }`,
      variables
    );
    expect(status).toBe(200);
    expect(body.data).toEqual({ uiapi: { query: { Lead: null } } });
    expect(body.errors).toMatchObject([
      { paths: ['uiapi', 'query', 'Lead'], extensions: { ErrorType: 'DataFetchingException' } }
    ]);
  });

  it('on what is not there is a validation error', async () => {
    for (const where of ['{ Nonsense__c: { eq: "x" } }', '{ LastName: { resembles: "x" } }', '{ Id: { inq: {} } }']) {
      const { status, body } = await send(`{ uiapi { query { Lead(where: ${where}) ${selection} } } }`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ data: {}, errors: [{ extensions: { ErrorType: 'ValidationError' } }] });
    }
  });
});

describe('order and scope', () => {
  it('keep the order in which fields are named, in the document and in a variable', async () => {
    const orderBy = { Qualification_Score__c: { order: 'DESC', nulls: 'LAST' }, LastName: { order: 'ASC' } };
    const declared = '($orderBy: Lead_OrderBy) ';
    expect(await names('orderBy: $orderBy', { orderBy }, declared)).toEqual(['Ada', "O'Brien", 'Chen', 'Diaz']);
    const reversed = { LastName: { order: 'DESC' }, Qualification_Score__c: { order: 'DESC' } };
    expect(await names('orderBy: $orderBy', { orderBy: reversed }, declared)).toEqual([
      "O'Brien",
      'Diaz',
      'Chen',
      'Ada'
    ]);
    expect(await names('orderBy: { Company: { order: DESC }, LastName: { order: DESC } }')).toEqual([
      'Diaz',
      'Chen',
      'Ada',
      "O'Brien"
    ]);
    expect(await names('orderBy: { LastName: { order: DESC }, Company: { order: DESC } }')).toEqual([
      "O'Brien",
      'Diaz',
      'Chen',
      'Ada'
    ]);
  });

  it('MINE gives my own records only; the scopes of teams are refused by name', async () => {
    expect(await names('scope: MINE')).toHaveLength(4);
    expect(await nodes('Handoff__c', '(scope: MINE) { edges { node { Id } } }', {}, 'admin@local-org.example')).toEqual(
      []
    );
    const { status, body } = await send(`{ uiapi { query { Lead(scope: TEAM) ${selection} } } }`);
    expect(status).toBe(501);
    expect(body).toMatchObject([{ errorCode: 'LOCAL_ORG_UNSUPPORTED', message: expect.stringContaining('TEAM') }]);
  });
});

describe('what a user may not see', () => {
  it('is not in the schema: neither objects nor fields', async () => {
    const outsider = createUser(org, 'outsider@sample.example');
    const ask = (object: string, field: string, username: string): ReturnType<typeof send> =>
      send(`{ uiapi { query { ${object} { edges { node { ${field} { value } } } } } } }`, {}, username);
    for (const [object, field] of [
      ['Handoff__c', 'Name'],
      ['Lead', 'Qualification_Score__c']
    ] as const) {
      const { body } = await ask(object, field, outsider);
      expect(body).toMatchObject({ data: {}, errors: [{ extensions: { ErrorType: 'ValidationError' } }] });
      expect((await ask(object, field, rep)).body.errors).toEqual([]);
    }
    expect((await ask('Lead', 'Name', outsider)).body.errors).toEqual([]);
  });

  it('is not among the records', async () => {
    expect(await nodes('Handoff__c', '{ edges { node { Id } } }', {}, rep)).toEqual([]);
    expect(await nodes('Handoff__c', '{ edges { node { Id } } }')).toHaveLength(4);
  });
});

describe('a malformed request', () => {
  it.each([
    ['{ uiapi { query { Lead', 'InvalidSyntax'],
    ['{ uiapi { query { Gadget__c { edges { node { Id } } } } } }', 'ValidationError'],
    ['{ uiapi { query { Lead(first: "ten") { edges { node { Id } } } } } }', 'ValidationError'],
    ['{ uiapi { query { Lead(first: 5000) { edges { node { Id } } } } } }', 'DataFetchingException'],
    ['{ uiapi { query { Lead(after: "nonsense") { edges { node { Id } } } } } }', 'DataFetchingException']
  ])('%s is answered with 200 and %s', async (query, type) => {
    const { status, body } = await send(query);
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([
      { message: expect.any(String), locations: expect.any(Array), extensions: { ErrorType: type } }
    ]);
  });

  it('without a query is answered with 400', async () => {
    expect(await send(undefined as unknown as string)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'JSON_PARSER_ERROR' }]
    });
  });
});

describe('a mutation', () => {
  const count = (): number =>
    org.org.query(org.session('admin@local-org.example'), "SELECT COUNT() FROM Lead WHERE Company = 'Mutation Inc'", {
      apiVersion: '66.0'
    }).totalSize;

  it('creates, updates and deletes a record', async () => {
    const created = await send(
      `mutation Make($input: LeadCreateInput!) { uiapi { LeadCreate(input: $input) { Record { Id LastName { value } OwnerId { value } } } } }`,
      { input: { Lead: { LastName: 'New', Company: 'Mutation Inc', Qualification_Score__c: 70 } } }
    );
    expect(created.body.errors).toEqual([]);
    const { Record } = (created.body.data as never as { uiapi: { LeadCreate: { Record: { Id: string } } } }).uiapi
      .LeadCreate;
    expect(Record).toMatchObject({ LastName: { value: 'New' }, OwnerId: { value: org.session().userId } });

    const updated = await send(
      `mutation Change($input: LeadUpdateInput!) { uiapi { LeadUpdate(input: $input) { Record { LastName { value } } } } }`,
      { input: { Id: Record.Id, Lead: { LastName: 'Changed' } } }
    );
    expect(updated.body.data).toEqual({ uiapi: { LeadUpdate: { Record: { LastName: { value: 'Changed' } } } } });

    const admin = 'admin@local-org.example';
    const deleted = await send(`mutation { uiapi { LeadDelete(input: { Id: "${Record.Id}" }) { Id } } }`, {}, admin);
    expect(deleted.body).toEqual({ data: { uiapi: { LeadDelete: { Id: Record.Id } } }, errors: [] });
    expect(count()).toBe(0);
  });

  it('refers to a record created before it in the same request', async () => {
    const { body } = await send(`mutation { uiapi {
      who: LeadCreate(input: { Lead: { LastName: "Chain", Company: "NovaCorp" } }) { Record { Id } }
      Handoff__cCreate(input: { Handoff__c: { Lead__c: "@{who}", Call_Id__c: "chained", Next_Step__c: "Callback" } }) { Record { Lead__c { value } } } } }`);
    expect(body.errors).toEqual([]);
    const { who, Handoff__cCreate } = (
      body.data as never as { uiapi: Record<string, { Record: Record<string, unknown> }> }
    ).uiapi;
    expect(Handoff__cCreate?.Record.Lead__c).toEqual({ value: who?.Record.Id });
  });

  const oneOfTwoFails = (allOrNone: boolean): string => `mutation { uiapi(input: { allOrNone: ${allOrNone} }) {
    good: LeadCreate(input: { Lead: { LastName: "Good", Company: "Mutation Inc" } }) { Record { Id } }
    bad: LeadCreate(input: { Lead: { Company: "Mutation Inc" } }) { Record { Id } } } }`;

  it('undoes all when one fails', async () => {
    const { status, body } = await send(oneOfTwoFails(true));
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('REQUIRED_FIELD_MISSING'), paths: ['uiapi', 'bad'] }
    ]);
    expect(count()).toBe(0);
  });

  it('keeps what succeeded with allOrNone false', async () => {
    const { body } = await send(oneOfTwoFails(false));
    expect(body.data).toMatchObject({ uiapi: { good: { Record: { Id: expect.any(String) } }, bad: null } });
    expect(body.errors).toHaveLength(1);
    expect(count()).toBe(1);
  });

  it('does not run assignment rules', async () => {
    const { body } = await send(`mutation { uiapi { LeadCreate(input: { Lead: {
      LastName: "Rivera", Company: "Owner Test", Country: "US", State: "CA", Qualification_Score__c: 95 } }) { Record { OwnerId { value } } } } }`);
    expect(body.data).toEqual({ uiapi: { LeadCreate: { Record: { OwnerId: { value: org.session().userId } } } } });
  });

  it('does not read relationships of what it saved, and undoes the save', async () => {
    const { body } =
      await send(`mutation { uiapi { LeadCreate(input: { Lead: { LastName: "Deep", Company: "Deep Inc" } }) {
      Record { Owner { ... on User { Name { value } } } } } } }`);
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('Owner') }]);
    expect(await names('where: { Company: { eq: "Deep Inc" } }')).toEqual([]);
  });

  it('is not there for what the user may not write', async () => {
    const { body } = await send(
      `mutation { uiapi { Handoff__cDelete(input: { Id: "${ids.orphan}" }) { Id } } }`,
      {},
      rep
    );
    expect(body.errors).toMatchObject([{ extensions: { ErrorType: 'ValidationError' } }]);
  });
});
