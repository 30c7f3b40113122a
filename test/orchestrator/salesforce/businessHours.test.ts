import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faultRule } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { BusinessHours } from '../../../orchestrator/domain/calendar.ts';
import { readBusinessHours } from '../../../orchestrator/salesforce/businessHours.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const now = new Date('2026-11-23T12:00:00Z');

/** Hours until midnight, a holiday of one afternoon, and one that closes no hours at all. */
const lateHours = `<?xml version="1.0" encoding="UTF-8" ?>
<BusinessHoursSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <businessHours>
        <active>true</active>
        <default>false</default>
        <name>Late</name>
        <mondayStartTime>12:30:00.000Z</mondayStartTime>
        <mondayEndTime>00:00:00.000Z</mondayEndTime>
        <timeZoneId>Europe/Berlin</timeZoneId>
    </businessHours>
    <businessHours>
        <active>false</active>
        <default>false</default>
        <name>Retired</name>
        <timeZoneId>Europe/Berlin</timeZoneId>
    </businessHours>
    <holidays>
        <activityDate>2026-12-24</activityDate>
        <businessHours>Late</businessHours>
        <endTime>00:00:00.000Z</endTime>
        <isRecurring>false</isRecurring>
        <name>Christmas Eve</name>
        <startTime>14:00:00.000Z</startTime>
    </holidays>
    <holidays>
        <activityDate>2026-12-31</activityDate>
        <isRecurring>false</isRecurring>
        <name>Nobody's Day</name>
    </holidays>
</BusinessHoursSettings>`;

let org: LocalOrg;
let lateOrg: LocalOrg;
const folder = mkdtempSync(join(tmpdir(), 'baton-hours-'));
beforeAll(async () => {
  mkdirSync(join(folder, 'settings'));
  writeFileSync(join(folder, 'settings', 'BusinessHours.settings-meta.xml'), lateHours);
  org = await createLocalOrg({ metadata: [root('force-app'), root('sample-org')], port: 0 });
  lateOrg = await createLocalOrg({ metadata: [folder], port: 0 });
});
afterEach(() => {
  org.host.faults.remove();
});
afterAll(async () => {
  await Promise.all([org.close(), lateOrg.close()]);
  rmSync(folder, { recursive: true });
});

/** Reads as a user of the org; the integration user, who may not read metadata, by default. */
async function read(username?: string, from = org): Promise<{ hours: Map<string, BusinessHours>; closeAll: boolean }> {
  const { accessToken } = from.session(username);
  const salesforce = new Salesforce(new Connection({ instanceUrl: from.url, accessToken, version: '66.0' }));
  let closeAll = false;
  const hours = await readBusinessHours(salesforce, {
    deadlineMs: 20_000,
    now,
    onHolidaysCloseAll: () => {
      closeAll = true;
    }
  });
  return { hours: new Map(hours.map((each) => [each.name, each])), closeAll };
}
const admin = 'admin@local-org.example';
const datesOf = (hours: BusinessHours | undefined, name: string): string[] =>
  (hours?.holidays ?? []).filter((holiday) => holiday.name === name).map(({ date }) => date);

describe('business hours of the org', () => {
  it('are times on the wall in their time zone, Sunday first', async () => {
    const { hours } = await read();
    const day = { startMinute: 9 * 60, endMinute: 17 * 60 + 30 };
    expect(hours.get('London')).toMatchObject({
      timeZone: 'Europe/London',
      isDefault: false,
      days: [null, day, day, day, day, day, null]
    });
  });

  it('are open round the clock when they begin and end at midnight', async () => {
    const { hours } = await read();
    expect(hours.get('Default')).toMatchObject({
      isDefault: true,
      days: Array(7).fill({ startMinute: 0, endMinute: 1440 })
    });
  });

  it('are closed on their own holidays and not on those of others, where the user may read the metadata', async () => {
    const { hours, closeAll } = await read(admin);
    expect(closeAll).toBe(false);
    expect(datesOf(hours.get('London'), 'Boxing Day')).toEqual(['2026-12-26', '2027-12-26']);
    expect(datesOf(hours.get('Pacific'), 'Boxing Day')).toEqual([]);
    expect(datesOf(hours.get('Pacific'), 'Thanksgiving Day')).toEqual(['2026-11-26', '2027-11-25']);
    expect(datesOf(hours.get('London'), 'Thanksgiving Day')).toEqual([]);
    expect(hours.get('Default')!.holidays).toEqual([]);
  });

  it('are all closed on every holiday where the user may not, and say so', async () => {
    const { hours, closeAll } = await read();
    expect(closeAll).toBe(true);
    for (const name of ['London', 'Pacific', 'Default']) {
      expect(datesOf(hours.get(name), 'Boxing Day')).toEqual(['2026-12-26', '2027-12-26']);
    }
  });

  it('that end at midnight are open until the end of the day', async () => {
    const { hours } = await read(admin, lateOrg);
    const monday = { startMinute: 12 * 60 + 30, endMinute: 24 * 60 };
    expect(hours.get('Late')!.days).toEqual([null, monday, null, null, null, null, null]);
  });

  it('are closed for the afternoon by a holiday of one afternoon, and not by one that closes no hours', async () => {
    const { hours } = await read(admin, lateOrg);
    expect(hours.get('Late')!.holidays).toEqual([
      { name: 'Christmas Eve', date: '2026-12-24', times: { startMinute: 14 * 60, endMinute: 24 * 60 } }
    ]);
  });

  it('that are not active are left out', async () => {
    expect([...(await read(admin, lateOrg)).hours.keys()]).not.toContain('Retired');
  });

  it('cannot be read while either the org or its metadata is out of reach: what is known must stay', async () => {
    for (const path of ['/composite', '/services/Soap/m']) {
      org.host.faults.add(faultRule.parse({ kind: '503', match: { path } }));
      await expect(read(admin)).rejects.toMatchObject({ code: 'salesforceUnavailable' });
      org.host.faults.remove();
    }
  });
});
