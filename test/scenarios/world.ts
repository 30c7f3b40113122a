/** A local org with both package directories and the sample data, and Baton beside it; each suite gets its own. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { Connection } from 'jsforce';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { readConfig } from '../../orchestrator/config.ts';
import type { Continuity } from '../../orchestrator/continuity.ts';
import { createLogger } from '../../orchestrator/http/logger.ts';
import { Metrics } from '../../orchestrator/http/metrics.ts';
import { buildServer } from '../../orchestrator/http/server.ts';
import { startBaton } from '../../orchestrator/service.ts';
import { Baton, type BatonOptions } from '../../orchestrator/baton.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';

export const apiKey = 'a-key-for-tests-only';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface WholeService {
  service: FastifyInstance;
  continuity: Continuity;
  baton: Baton;
  close(): Promise<void>;
}

export interface World {
  org: LocalOrg;
  /** jsforce as an administrator, to look at the org from outside. */
  admin: Connection;
  service: FastifyInstance;
  /** What the service logged, one JSON text a line. */
  log: string[];
  /** What the service is a front of. Its background work is not started: a test sweeps when it wants to. */
  baton: Baton;
  /** The whole service as `baton serve` starts it, with its journal and snapshot in a folder; its timers run. */
  startWholeService(dataDir: string, options?: { deadlineMs?: number }): Promise<WholeService>;
  /** Another service on the same org, as a second instance would be. */
  startService(deadlineMs?: number): Promise<FastifyInstance>;
  /** The same, with what it is a front of. */
  startInstance(options?: Partial<BatonOptions>): Promise<{ service: FastifyInstance; baton: Baton }>;
  close(): Promise<void>;
}

/** A Tuesday on which it is 8:10 in San Francisco and 16:10 in London: every team of the sample org is at work. */
const officeHours = new Date('2026-12-01T16:10:00Z');

/** The rules that the sample org deploys: the integration user may not read them from the org. */
export const rulesFile = 'sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml';

/** Seven digits that no other call of a test has: callers who share a number are one caller. */
function digitsOf(callId: string): string {
  return String(10_000_000 + (createHash('sha256').update(callId).digest().readUInt32BE() % 10_000_000)).slice(1);
}

/** @param deadlineMs how long the service waits for Salesforce; long by default, so that a busy machine is no failure */
export async function startWorld(deadlineMs = 20_000, furtherMetadata: readonly string[] = []): Promise<World> {
  const org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org'), ...furtherMetadata.map(root)],
    seed: root('sample-org/data'),
    port: 0,
    startAt: officeHours
  });
  const log: string[] = [];
  const services: FastifyInstance[] = [];
  const batons: Baton[] = [];
  const startInstance = async (options: Partial<BatonOptions> = {}) => {
    const { accessToken } = org.session();
    const connection = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
    const logger = createLogger('info', { write: (line: string) => void log.push(line) });
    const baton = new Baton({
      salesforce: new Salesforce(connection),
      deadlineMs,
      now: () => org.clock.now(),
      onError: (what, err) => logger.warn({ what, err }, 'work in the background failed'),
      ...options
    });
    const service = await buildServer({ baton, apiKeys: [apiKey], logger, version: 'test' });
    services.push(service);
    batons.push(baton);
    return { service, baton };
  };
  const startService = async (ownDeadlineMs = deadlineMs): Promise<FastifyInstance> =>
    (await startInstance({ deadlineMs: ownDeadlineMs })).service;
  const startWholeService: World['startWholeService'] = async (dataDir, options = {}) => {
    const logger = createLogger('info', { write: (line: string) => void log.push(line) });
    const config = readConfig({ BATON_DATA_DIR: dataDir });
    const metrics = new Metrics();
    const running = await startBaton({
      config: { ...config, deadlineMs: options.deadlineMs ?? deadlineMs, rulesFile: root(rulesFile) },
      login: { kind: 'token', instanceUrl: org.url, accessToken: org.session().accessToken },
      orgIsPassing: false,
      now: () => org.clock.now(),
      onError: (what, err) => logger.warn({ what, err }, 'work in the background failed'),
      metrics
    });
    const { baton: own, continuity } = running;
    const front = await buildServer({
      baton: {
        route: (call) => continuity.route(call),
        ready: () => continuity.ready(),
        handoffs: continuity.handoffs,
        hub: own.hub,
        startedCalls: own.startedCalls
      },
      apiKeys: [apiKey],
      logger,
      version: 'test',
      metrics
    });
    return {
      service: front,
      continuity,
      baton: own,
      close: async () => {
        await front.close();
        await running.stop();
      }
    };
  };
  const { service, baton } = await startInstance();
  const { accessToken } = org.session('admin@local-org.example');
  const admin = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
  return {
    org,
    admin,
    service,
    baton,
    log,
    startService,
    startInstance,
    startWholeService,
    close: async () => {
      await Promise.all(batons.map((each) => each.stop()));
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
