/** A local org with both package directories and the sample data, and Baton beside it; each suite gets its own. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { Connection } from 'jsforce';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { createLogger } from '../../orchestrator/http/logger.ts';
import { buildServer } from '../../orchestrator/http/server.ts';
import { Baton } from '../../orchestrator/baton.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';

export const apiKey = 'a-key-for-tests-only';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface World {
  org: LocalOrg;
  /** jsforce as an administrator, to look at the org from outside. */
  admin: Connection;
  service: FastifyInstance;
  /** What the service logged, one JSON text a line. */
  log: string[];
  /** Another service on the same org, as a second instance would be. */
  startService(deadlineMs?: number): Promise<FastifyInstance>;
  close(): Promise<void>;
}

/** A Tuesday on which it is 8:10 in San Francisco and 16:10 in London: every team of the sample org is at work. */
const officeHours = new Date('2026-12-01T16:10:00Z');

/** Seven digits that no other call of a test has: callers who share a number are one caller. */
function digitsOf(callId: string): string {
  return String(10_000_000 + (createHash('sha256').update(callId).digest().readUInt32BE() % 10_000_000)).slice(1);
}

/** @param deadlineMs how long the service waits for Salesforce; long by default, so that a busy machine is no failure */
export async function startWorld(deadlineMs = 20_000): Promise<World> {
  const org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0,
    startAt: officeHours
  });
  const log: string[] = [];
  const services: FastifyInstance[] = [];
  const startService = async (ownDeadlineMs = deadlineMs): Promise<FastifyInstance> => {
    const { accessToken } = org.session();
    const connection = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
    const baton = new Baton({
      salesforce: new Salesforce(connection),
      deadlineMs: ownDeadlineMs,
      now: () => org.clock.now()
    });
    const logger = createLogger('info', { write: (line: string) => void log.push(line) });
    const service = await buildServer({ baton, apiKeys: [apiKey], logger, version: 'test' });
    services.push(service);
    return service;
  };
  const service = await startService();
  const { accessToken } = org.session('admin@local-org.example');
  const admin = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
  return {
    org,
    admin,
    service,
    log,
    startService,
    close: async () => {
      await Promise.all(services.map((each) => each.close()));
      await org.close();
    }
  };
}

/** A call for the team Enterprise West of the sample org, by a caller nobody knows. */
export function westCall(
  callId: string,
  changes: { caller?: object; qualification?: object; custom?: object } = {}
): Record<string, unknown> {
  return {
    callId,
    caller: {
      firstName: 'Jamie',
      lastName: 'Rivera',
      company: 'NovaCorp',
      title: 'VP of Operations',
      phone: `+1415${digitsOf(callId)}`,
      email: `jamie.${digitsOf(callId)}@novacorp.example`,
      country: 'US',
      state: 'CA',
      postalCode: '94105',
      language: 'en',
      ...changes.caller
    },
    qualification: {
      score: 86,
      summary: '80-person support team, wants to pilot voice AI in Q2.',
      timeline: 'Q2',
      useCase: 'Support',
      teamSize: 80,
      employees: 1400,
      industry: 'Technology',
      budget: 'Approved',
      productInterest: ['Voice'],
      ...changes.qualification
    },
    transcriptUrl: `https://calls.example/${callId}`,
    custom: changes.custom ?? { Campaign_Code__c: 'expo' }
  };
}

/** A call for the team EMEA, whose policy differs from the default. */
export function emeaCall(callId: string, caller: object = {}): Record<string, unknown> {
  return {
    callId,
    caller: {
      firstName: 'Amara',
      lastName: 'Clarke',
      company: 'Thameside Freight',
      phone: `+4420${digitsOf(callId)}0`,
      country: 'GB',
      ...caller
    },
    qualification: { score: 71, useCase: 'Support', productInterest: ['Voice', 'Chat'] }
  };
}

export interface Reply {
  status: number;
  answer: HandoffAnswer;
  error: { code: string; message: string; fields: { path: string; message: string }[]; next: string };
}

export async function place(
  service: FastifyInstance,
  body: unknown,
  authorization = `Bearer ${apiKey}`
): Promise<Reply> {
  const reply = await service.inject({
    method: 'POST',
    url: '/v1/calls',
    headers: { authorization, 'content-type': 'application/json' },
    payload: typeof body === 'string' ? body : JSON.stringify(body)
  });
  const json = reply.json<HandoffAnswer & { error: Reply['error'] }>();
  return { status: reply.statusCode, answer: json, error: json.error };
}

/** Any other request of a voice agent. */
export async function ask(
  service: FastifyInstance,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: unknown
): Promise<Reply & { headers: Record<string, unknown>; json: unknown }> {
  const reply = await service.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) })
  });
  const json = reply.json<HandoffAnswer & { error: Reply['error'] }>();
  return { status: reply.statusCode, answer: json, error: json.error, headers: reply.headers, json };
}

/** How many records of an object the org holds. */
export async function count(admin: Connection, object: string): Promise<number> {
  return (await admin.query(`SELECT COUNT() FROM ${object}`)).totalSize;
}
