/**
 * Omni-Channel presence, in orgs that have it.
 *
 * A rep in a status is online unless the status is one of those that mean away (IsAway). Omni-Channel keeps no row for
 * being offline: logging out only ends the last status. So a rep who is in no status has logged out if they were in one
 * during the last seven days, and is otherwise someone who does not work with Omni-Channel, whom it must not lock out:
 * such a rep is left out of the answer.
 * Source: Object Reference, UserServicePresence (documented); that logging out writes no row is assumed.
 */
import { BatonError } from '../domain/errors.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

export const presenceFields = ['UserId', 'IsAway', 'ServicePresenceStatus.MasterLabel'] as const;

interface PresenceRecord {
  UserId: string;
  IsAway: boolean;
  ServicePresenceStatus: { MasterLabel: string } | null;
}

export interface PresenceOptions {
  deadlineMs: number;
  /** Milliseconds of the epoch. */
  now: () => number;
}

/** Presence by rep id; undefined where the org has no Omni-Channel, or does not show it to the integration user. */
export type Presences = ReadonlyMap<string, { online: boolean; status: string }> | undefined;

/** Someone who was in no status for longer does not work with Omni-Channel. */
const recentMs = 7 * 24 * 3_600_000;

const askAgainMs = 10 * 60_000;

/** Ids in one query: its address must stay below 16,000 characters. */
const mostAtOnce = 200;

/** When an org was last found to have no Omni-Channel, in milliseconds of the epoch. */
const absentSince = new WeakMap<object, number>();

/**
 * @throws BatonError when Salesforce cannot be asked; an org without Omni-Channel is no error
 */
export async function readPresence(
  salesforce: Pick<Salesforce, 'query'>,
  repIds: readonly string[],
  options: PresenceOptions
): Promise<Presences> {
  const nowMs = options.now();
  if (nowMs - (absentSince.get(salesforce) ?? -Infinity) < askAgainMs) {
    return undefined;
  }
  try {
    const presences = new Map<string, { online: boolean; status: string }>();
    for (let from = 0; from < repIds.length; from += mostAtOnce) {
      await readSome(salesforce, repIds.slice(from, from + mostAtOnce), presences, options);
    }
    absentSince.delete(salesforce);
    return presences;
  } catch (error) {
    // INVALID_TYPE and INVALID_FIELD.
    if (error instanceof BatonError && error.code === 'salesforcePermission') {
      absentSince.set(salesforce, nowMs);
      return undefined;
    }
    throw error;
  }
}

async function readSome(
  salesforce: Pick<Salesforce, 'query'>,
  repIds: readonly string[],
  presences: Map<string, { online: boolean; status: string }>,
  { deadlineMs, now }: PresenceOptions
): Promise<void> {
  const asking = { deadlineMs, trace: startTrace() };
  const current = await salesforce.query<PresenceRecord>(
    `SELECT ${presenceFields.join(', ')} FROM UserServicePresence WHERE IsCurrentState = true AND UserId IN (${idList(repIds)})`,
    asking
  );
  for (const { UserId, IsAway, ServicePresenceStatus } of current) {
    // Two rows at once, as during a change of status: whoever is online in one of them is there.
    if (!presences.get(UserId)?.online) {
      presences.set(UserId, { online: !IsAway, status: ServicePresenceStatus?.MasterLabel ?? 'no name' });
    }
  }
  const others = repIds.filter((id) => !presences.has(id));
  if (others.length === 0) {
    return;
  }
  const since = new Date(now() - recentMs).toISOString();
  const recent = await salesforce.query<Pick<PresenceRecord, 'UserId'>>(
    `SELECT UserId FROM UserServicePresence WHERE StatusEndDate >= ${since} AND UserId IN (${idList(others)})`,
    asking
  );
  recent.forEach(({ UserId }) => presences.set(UserId, { online: false, status: 'Offline' }));
}

function idList(ids: readonly string[]): string {
  return ids.map(soqlString).join(', ');
}
