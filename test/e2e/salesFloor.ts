/**
 * A sales floor: the local org with its pages, the whole service as `baton serve` starts it, and a browser in which reps have
 * their pages. All of it keeps one clock, which stands still at a moment when every team is at work: no ring runs out because a
 * machine is busy, and a test lets time pass when it wants to.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startService } from '../../orchestrator/cli/startService.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../local-org/localOrg.ts';
import { openEvents, type EventStream } from '../scenarios/eventStream.ts';
import { apiKey, rulesFile } from '../scenarios/world.ts';
import { openRep, type RepPage, type RepPageOptions } from './pages.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A Tuesday: 8:10 in San Francisco, 16:10 in London. */
export const startAt = new Date('2026-12-01T16:10:00Z');

/** The service logs in by itself, as with a real org. */
const client = { clientId: 'baton', clientSecret: 'a-secret-for-tests-only' };

export interface SalesFloor {
  /** The org as it is now: another one after {@link SalesFloor.restartOrg}. */
  readonly org: LocalOrg;
  /** Address of the service: another one after {@link SalesFloor.restartOrg}. */
  readonly serviceUrl: string;
  /** What an administrator finds. */
  query<T = Record<string, unknown>>(soql: string): T[];
  /** The voice agent hands a qualified call over. @throws Error for any answer but a handoff */
  place(call: unknown): Promise<HandoffAnswer>;
  /** The voice agent says what became of the offer. @param repId default: the rep whom the answer names */
  report(answer: HandoffAnswer, outcome: string, repId?: string): Promise<HandoffAnswer>;
  /** The voice agent's event stream. It ends with the floor. */
  events(answer: HandoffAnswer): Promise<EventStream>;
  /** A rep's page, each in a browser of their own. It is closed with the floor, which fails if it has complained. */
  rep(username: string, options?: RepPageOptions): Promise<RepPage>;
  /**
   * Ends the org, and begins it again at the same address with the same records, when it has a data directory. The service begins
   * again too: one whose token was refused by an org that goes down does not ask again for half a minute.
   */
  restartOrg(): Promise<void>;
  close(): Promise<void>;
}

/** @param options of the org */
export async function openSalesFloor(browser: Browser, options: Partial<LocalOrgOptions> = {}): Promise<SalesFloor> {
  const startOrg = (port: number, at: Date): Promise<LocalOrg> =>
    createLocalOrg({
      metadata: [root('force-app'), root('sample-org')],
      seed: root('sample-org/data'),
      lightning: { packageDirectories: [root('force-app'), root('sample-org')] },
      clients: [client],
      frozen: true,
      startAt: at,
      port,
      ...options
    });
  const folder = mkdtempSync(join(tmpdir(), 'sales-floor-'));
  let org = await startOrg(0, startAt);
  const startOwnService = () =>
    startService({
      environment: {
        BATON_LOG_LEVEL: 'silent',
        BATON_API_KEYS: apiKey,
        BATON_RULES_FILE: root(rulesFile),
        BATON_DEADLINE_MS: '20000',
        BATON_DATA_DIR: folder,
        SF_LOGIN_URL: org.url,
        SF_CLIENT_ID: client.clientId,
        SF_CLIENT_SECRET: client.clientSecret
      },
      port: 0,
      provide: () => Promise.reject(new Error('The settings name the org.')),
      now: () => org.clock.now(),
      version: 'test'
    });
  let service = await startOwnService();
  const pages: RepPage[] = [];
  const streams: EventStream[] = [];
  const ask = async (path: string, body: unknown): Promise<HandoffAnswer> => {
    const reply = await fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body)
    });
    const json: unknown = await reply.json();
    if (!reply.ok) throw new Error(`The service answered ${reply.status}: ${JSON.stringify(json)}`);
    return json as HandoffAnswer;
  };
  return {
    get org() {
      return org;
    },
    get serviceUrl() {
      return service.url;
    },
    query: <T>(soql: string) =>
      org.org.query(org.session('admin@local-org.example'), soql, { apiVersion: '66.0' }).records as T[],
    place: (call) => ask('/v1/calls', call),
    report: ({ handoffId, rep }, outcome, repId = rep?.id) =>
      ask(`/v1/handoffs/${handoffId}/outcome`, { outcome, repId }),
    async events({ handoffId }) {
      const stream = await openEvents(service.url, handoffId);
      streams.push(stream);
      return stream;
    },
    async rep(username, repOptions) {
      const page = await openRep(browser, org, username, repOptions);
      pages.push(page);
      return page;
    },
    async restartOrg() {
      const port = Number(new URL(org.url).port);
      const at = org.clock.now();
      await service.close();
      await org.close();
      org = await startOrg(port, at);
      service = await startOwnService();
    },
    async close() {
      for (const stream of streams) stream.leave();
      const complaints: string[] = [];
      for (const page of pages) await page.close().catch((error: Error) => complaints.push(error.message));
      await service.close();
      await org.close();
      rmSync(folder, { recursive: true });
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    }
  };
}
