import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LocalOrg } from '../../local-org/localOrg.ts';
import { createUser } from './createUser.ts';
import { names, nodes, rep, selection, send, startOrg } from './graphqlOrg.ts';

let org: LocalOrg;
let ids: Record<string, string>;
beforeAll(async () => {
  ({ org, ids } = await startOrg());
});
afterAll(() => org.close());

describe('a query', () => {
  it('gives records with value and displayValue', async () => {
    const [node] = await nodes(
      org,
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
      org,
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
      org,
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
    await nodes(org, 'Handoff__c', '{ edges { node { Lead__r { Name { value } } } } }');
    expect(queries).toHaveBeenCalledTimes(2);
    queries.mockRestore();
  });

  it('pages with cursors', async () => {
    const page = async (
      after: string | null
    ): Promise<{ names: string[]; end: string; more: boolean; back: boolean; total: number }> => {
      const { body } = await send(
        org,
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
      org,
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
    expect(await names(org, `where: ${where}, ${order}`)).toEqual(expected);
  });

  it('takes hostile text as text', async () => {
    for (const [text, expected] of [
      ["O'Brien", ["O'Brien"]],
      ["' OR LastName != '", []],
      ["x\\' OR LastName != '", []],
      ['\\', []]
    ] as const) {
      expect(await names(org, `where: { LastName: { eq: $text } }`, { text }, '($text: String) ')).toEqual(expected);
    }
    const company = 'Back\\slash "quoted"';
    expect(await names(org, `where: { Company: { eq: $company } }`, { company }, '($company: String) ')).toEqual([
      "O'Brien"
    ]);
  });

  it('reaches through a parent', async () => {
    const found = await nodes(
      org,
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
      org,
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
      const { status, body } = await send(org, `{ uiapi { query { Lead(where: ${where}) ${selection} } } }`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ data: {}, errors: [{ extensions: { ErrorType: 'ValidationError' } }] });
    }
  });
});

describe('order and scope', () => {
  it('keep the order in which fields are named, in the document and in a variable', async () => {
    const orderBy = { Qualification_Score__c: { order: 'DESC', nulls: 'LAST' }, LastName: { order: 'ASC' } };
    const declared = '($orderBy: Lead_OrderBy) ';
    expect(await names(org, 'orderBy: $orderBy', { orderBy }, declared)).toEqual(['Ada', "O'Brien", 'Chen', 'Diaz']);
    const reversed = { LastName: { order: 'DESC' }, Qualification_Score__c: { order: 'DESC' } };
    expect(await names(org, 'orderBy: $orderBy', { orderBy: reversed }, declared)).toEqual([
      "O'Brien",
      'Diaz',
      'Chen',
      'Ada'
    ]);
    expect(await names(org, 'orderBy: { Company: { order: DESC }, LastName: { order: DESC } }')).toEqual([
      'Diaz',
      'Chen',
      'Ada',
      "O'Brien"
    ]);
    expect(await names(org, 'orderBy: { LastName: { order: DESC }, Company: { order: DESC } }')).toEqual([
      "O'Brien",
      'Diaz',
      'Chen',
      'Ada'
    ]);
  });

  it('MINE gives my own records only; the scopes of teams are refused by name', async () => {
    expect(await names(org, 'scope: MINE')).toHaveLength(4);
    expect(
      await nodes(org, 'Handoff__c', '(scope: MINE) { edges { node { Id } } }', {}, 'admin@local-org.example')
    ).toEqual([]);
    const { status, body } = await send(org, `{ uiapi { query { Lead(scope: TEAM) ${selection} } } }`);
    expect(status).toBe(501);
    expect(body).toMatchObject([{ errorCode: 'LOCAL_ORG_UNSUPPORTED', message: expect.stringContaining('TEAM') }]);
  });
});

describe('what a user may not see', () => {
  it('is not in the schema: neither objects nor fields', async () => {
    const outsider = createUser(org, 'outsider@sample.example');
    const ask = (object: string, field: string, username: string): ReturnType<typeof send> =>
      send(org, `{ uiapi { query { ${object} { edges { node { ${field} { value } } } } } } }`, {}, username);
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
    expect(await nodes(org, 'Handoff__c', '{ edges { node { Id } } }', {}, rep)).toEqual([]);
    expect(await nodes(org, 'Handoff__c', '{ edges { node { Id } } }')).toHaveLength(4);
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
    const { status, body } = await send(org, query);
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([
      { message: expect.any(String), locations: expect.any(Array), extensions: { ErrorType: type } }
    ]);
  });

  it('without a query is answered with 400', async () => {
    expect(await send(org, undefined as unknown as string)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'JSON_PARSER_ERROR' }]
    });
  });
});
