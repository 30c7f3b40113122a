import { describe, expect, it } from 'vitest';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { readPresence } from '../../../orchestrator/salesforce/presence.ts';

const minuteMs = 60_000;
const now = Date.parse('2026-06-02T15:00:00Z');

const [ana, ben, cleo, dan] = ['005A', '005B', '005C', '005D'] as const;
const current = (UserId: string, MasterLabel: string, IsAway = false) => ({
  UserId,
  IsAway,
  ServicePresenceStatus: { MasterLabel }
});

/** An org that answers the query for current statuses, and the one for statuses that ended lately. */
function orgWith(rows: readonly unknown[], recent: readonly { UserId: string }[] = []) {
  const queries: string[] = [];
  const query = <T>(soql: string): Promise<T[]> => {
    queries.push(soql);
    return Promise.resolve((soql.includes('IsCurrentState = true') ? rows : recent) as unknown as T[]);
  };
  return { queries, query };
}

const at = (nowMs: number) => ({ deadlineMs: 1_000, now: () => nowMs });

describe('the presence of a rep', () => {
  it('is online in a status, and not online in one that means away', async () => {
    const org = orgWith([current(ana, 'Available for calls'), current(ben, 'Lunch', true)]);
    expect(await readPresence(org, [ana, ben], at(now))).toEqual(
      new Map([
        [ana, { online: true, status: 'Available for calls' }],
        [ben, { online: false, status: 'Lunch' }]
      ])
    );
    expect(org.queries).toHaveLength(1);
  });

  it('is offline for who was in a status lately and is in none, and unknown for who does not use it', async () => {
    const org = orgWith([current(ana, 'Available')], [{ UserId: cleo }, { UserId: cleo }]);
    const presences = (await readPresence(org, [ana, cleo, dan], at(now)))!;
    expect(presences.get(cleo)).toEqual({ online: false, status: 'Offline' });
    expect(presences.has(dan)).toBe(false);
    expect(org.queries[1]).toContain(`UserId IN ('${cleo}', '${dan}')`);
    expect(org.queries[1]).toContain('StatusEndDate >= 2026-05-26T15:00:00.000Z');
  });

  it('is online when one of two statuses of the same moment is', async () => {
    const org = orgWith([current(ana, 'Available'), current(ana, 'Break', true)]);
    expect((await readPresence(org, [ana], at(now)))!.get(ana)).toEqual({ online: true, status: 'Available' });
  });
});

describe('an org without Omni-Channel', () => {
  const without = () => {
    const queries: string[] = [];
    const query = <T>(soql: string): Promise<T[]> => {
      queries.push(soql);
      const message = "Salesforce answered INVALID_TYPE: sObject type 'UserServicePresence' is not supported.";
      return Promise.reject(new BatonError('salesforcePermission', message));
    };
    return { queries, query };
  };

  it('has no presence, and is asked again after ten minutes', async () => {
    const org = without();
    expect(await readPresence(org, [ana], at(now))).toBeUndefined();
    expect(await readPresence(org, [ana], at(now + 10 * minuteMs - 1))).toBeUndefined();
    expect(org.queries).toHaveLength(1);
    expect(await readPresence(org, [ana], at(now + 10 * minuteMs))).toBeUndefined();
    expect(org.queries).toHaveLength(2);
  });

  it('says nothing of another org', async () => {
    await readPresence(without(), [ana], at(now));
    expect((await readPresence(orgWith([current(ana, 'Available')]), [ana], at(now)))!.size).toBe(1);
  });
});

it('An org that does not answer is no org without Omni-Channel', async () => {
  let fails = true;
  const query = <T>(): Promise<T[]> =>
    fails
      ? Promise.reject(new BatonError('salesforceTimeout', 'Salesforce did not answer in time.'))
      : Promise.resolve([current(ana, 'Available')] as unknown as T[]);
  const org = { query };
  await expect(readPresence(org, [ana], at(now))).rejects.toThrow('in time');
  fails = false;
  expect((await readPresence(org, [ana], at(now)))!.size).toBe(1);
});
