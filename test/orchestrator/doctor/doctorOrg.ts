/** The example org as `baton doctor` meets it, ways to break it, and a way to run the command in this process. */
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { doctorCommand } from '../../../orchestrator/cli/doctor.ts';
import type { EmbeddedOrg } from '../../../orchestrator/cli/orgForUse.ts';
import { openConnection } from '../../../orchestrator/salesforce/login.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** What --json prints. */
export interface Told {
  checks: {
    id: string;
    findings: { severity: string; what: string; where: string[]; mend: string }[];
    notMade: string[];
    fine?: string;
  }[];
}

export let org: LocalOrg;
export let administrator: Salesforce;
export let embedded: EmbeddedOrg;

export async function startDoctorOrg(): Promise<void> {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0,
    startAt: new Date('2026-12-01T16:10:00Z')
  });
  const administratorToken = org.session('admin@local-org.example').accessToken;
  administrator = new Salesforce(
    await openConnection({ kind: 'token', instanceUrl: org.url, accessToken: administratorToken }, '66.0')
  );
  embedded = {
    url: org.url,
    accessToken: org.accessToken,
    administratorToken,
    startedHere: false,
    now: () => org.clock.now(),
    close: () => Promise.resolve()
  };
}

export const request = { deadlineMs: 20_000, trace: startTrace() };
export const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<{ id: string }> =>
  administrator.send(method, `/sobjects/${path}`, body, request);
export const idOf = async (soql: string): Promise<string> => {
  const [row] = await administrator.query<{ Id: string }>(soql, request);
  return row!.Id;
};
export const userId = (name: string): Promise<string> => idOf(`SELECT Id FROM User WHERE Name = '${name}'`);

export async function run(
  args: readonly string[] = [],
  org: EmbeddedOrg = embedded
): Promise<{ out: string; exitCode: number }> {
  const told: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  process.exitCode = 0;
  try {
    await doctorCommand(() => Promise.resolve(org)).parseAsync([...args], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  const { exitCode } = process;
  process.exitCode = 0;
  return { out: told.join(''), exitCode: Number(exitCode) };
}

/** Findings of one check, as `severity: where`. */
export async function findings(id: string, org?: EmbeddedOrg): Promise<string[]> {
  const { checks } = JSON.parse((await run(['--json'], org)).out) as Told;
  const check = checks.find((each) => each.id === id);
  return check!.findings.map(({ severity, where }) => `${severity}: ${where.join(', ')}`);
}

/** Breaks the org, looks, and mends it again. */
export async function whileBroken<T>(spoil: () => Promise<() => Promise<unknown>>, look: () => Promise<T>): Promise<T> {
  const mend = await spoil();
  try {
    return await look();
  } finally {
    await mend();
  }
}

/** Changes a field of a record, and gives back the way to undo it. */
export async function change(path: string, field: string, value: unknown): Promise<() => Promise<unknown>> {
  const before = await administrator.get<Record<string, unknown>>(`/sobjects/${path}?fields=${field}`, request);
  await send('PATCH', path, { [field]: value });
  return () => send('PATCH', path, { [field]: before[field] });
}

/** Deletes a record of two lookups, and gives back the way to make it again. */
export async function remove(
  object: string,
  where: string,
  fields: readonly string[]
): Promise<() => Promise<unknown>> {
  const [row] = await administrator.query<Record<string, string>>(
    `SELECT Id, ${fields.join(', ')} FROM ${object} WHERE ${where}`,
    request
  );
  await send('DELETE', `${object}/${row!['Id']}`);
  return () => send('POST', object, Object.fromEntries(fields.map((field) => [field, row![field]])));
}

const soap = async (call: string): Promise<string> => {
  const reply = await fetch(`${org.url}/services/Soap/m/66.0`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:met="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<soapenv:Header><met:SessionHeader><met:sessionId>${embedded.administratorToken}</met:sessionId></met:SessionHeader></soapenv:Header>` +
      `<soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`
  });
  const text = await reply.text();
  expect(text).toContain('<success>true</success>');
  return text;
};
export const createMetadata = (type: string, elements: string): Promise<string> =>
  soap(`<met:createMetadata><met:metadata xsi:type="met:${type}">${elements}</met:metadata></met:createMetadata>`);
export const updateMetadata = (type: string, elements: string): Promise<string> =>
  soap(`<met:updateMetadata><met:metadata xsi:type="met:${type}">${elements}</met:metadata></met:updateMetadata>`);
export const deleteMetadata = (type: string, name: string): Promise<string> =>
  soap(`<met:deleteMetadata><met:type>${type}</met:type><met:fullNames>${name}</met:fullNames></met:deleteMetadata>`);
