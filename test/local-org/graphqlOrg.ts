/** The example customer's org with four leads and four handoffs, and what tests of GraphQL do in it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';

/** A user with the permission set Baton Rep. */
export const rep = 'priya.raman@sample.example';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Starts the org with its clock standing; `ids` are those of the records by name. */
export async function startOrg(): Promise<{ org: LocalOrg; ids: Record<string, string> }> {
  const ids: Record<string, string> = {};
  const org = await createLocalOrg({
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
  return { org, ids };
}

export interface Answer {
  readonly data: Record<string, never> | null;
  readonly errors: { message: string; paths: unknown[]; locations: unknown[]; extensions: { ErrorType: string } }[];
}

export async function send(
  org: LocalOrg,
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
export async function nodes(
  org: LocalOrg,
  object: string,
  rest: string,
  variables: Record<string, unknown> = {},
  username?: string
): Promise<Record<string, never>[]> {
  const declared = /^\((\$[^)]*)\)\s*/.exec(rest);
  const query = `query Q${declared ? `(${declared[1]})` : ''} { uiapi { query { ${object}${rest.slice(declared?.[0].length ?? 0)} } } }`;
  const { status, body } = await send(org, query, variables, username);
  if (status !== 200 || body.errors.length > 0) throw new Error(JSON.stringify(body));
  const connection = (
    body.data as unknown as { uiapi: { query: Record<string, { edges: { node: Record<string, never> }[] }> } }
  ).uiapi.query[object];
  return (connection?.edges ?? []).map(({ node }) => node);
}

export const selection = '{ edges { node { Id LastName { value } } } }';
/** The last names of leads. */
export const names = async (
  org: LocalOrg,
  args: string,
  variables: Record<string, unknown> = {},
  declared = ''
): Promise<string[]> => {
  const found = (await nodes(org, 'Lead', `${declared}(${args}) ${selection}`, variables)) as unknown as {
    LastName: { value: string };
  }[];
  return found.map(({ LastName }) => LastName.value);
};
