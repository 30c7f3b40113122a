import { describe, expect, it } from 'vitest';
import type { Busy, BusinessHours, RepCalendar } from '../../../orchestrator/domain/calendar.ts';
import { calendarObstacle } from '../../../orchestrator/routing/calendarObstacle.ts';

const at = (iso: string): number => Date.parse(iso);
const day = { startMinute: 9 * 60, endMinute: 17 * 60 };
const berlin: BusinessHours = {
  id: '01m000000000001AAA',
  name: 'Berlin',
  isDefault: false,
  timeZone: 'Europe/Berlin',
  days: [null, day, day, day, day, day, null],
  holidays: []
};
const event = (from: string, to: string, kind: Busy['kind'] = 'busy', source = 'Salesforce'): Busy => ({
  startMs: at(from),
  endMs: at(to),
  kind,
  source
});
/** What stands in the way of a call on Friday, 27 November 2026, in Berlin, at the given time there, for 20 seconds. */
function obstacleAt(
  time: string,
  calendar: Partial<RepCalendar> | undefined,
  teamHours: BusinessHours | null = berlin
) {
  const nowMs = at(`2026-11-27T${time}+01:00`);
  return calendarObstacle({
    calendar: calendar && { hours: undefined, busy: [], presence: undefined, ...calendar },
    teamHours: teamHours ?? undefined,
    nowMs,
    untilMs: nowMs + 20_000
  });
}

describe('what the calendar has against a call now', () => {
  it('is nothing within the hours, without events and without presence', () => {
    expect(obstacleAt('10:00:00', {})).toBeUndefined();
    expect(obstacleAt('10:00:00', undefined)).toBeUndefined();
    expect(obstacleAt('03:00:00', {}, null)).toBeUndefined();
  });

  it('is the hour, with the next opening', () => {
    const closed = { rule: 'offHours', opensAt: '2026-11-30T08:00:00.000Z', hours: 'Berlin' };
    expect(obstacleAt('17:00:00', {})).toEqual(closed);
    expect(obstacleAt('17:00:00', undefined)).toEqual(closed);
  });

  it('is the hour when they close before the ringing ends', () => {
    expect(obstacleAt('16:59:50', {})).toMatchObject({ rule: 'offHours', opensAt: '2026-11-30T08:00:00.000Z' });
    expect(obstacleAt('16:59:40', {})).toBeUndefined();
  });

  it('goes by the hours of the rep before those of the team', () => {
    const late = { ...berlin, name: 'Late shift', days: Array(7).fill({ startMinute: 720, endMinute: 1320 }) };
    expect(obstacleAt('10:00:00', { hours: late })).toEqual({
      rule: 'offHours',
      opensAt: '2026-11-27T11:00:00.000Z',
      hours: 'Late shift'
    });
    expect(obstacleAt('20:00:00', { hours: late })).toBeUndefined();
  });

  it('has no next opening where the hours never open', () => {
    const never = { ...berlin, days: Array<null>(7).fill(null) };
    expect(obstacleAt('10:00:00', { hours: never })).toMatchObject({ rule: 'offHours', opensAt: null });
  });

  it('is an event until the last of those that overlap or touch it ends', () => {
    const busy = [
      event('2026-11-27T11:00+01:00', '2026-11-27T12:00+01:00', 'busy', 'iCalendar'),
      event('2026-11-27T09:30+01:00', '2026-11-27T10:30+01:00'),
      event('2026-11-27T10:15+01:00', '2026-11-27T11:00+01:00'),
      event('2026-11-27T12:01+01:00', '2026-11-27T13:00+01:00')
    ];
    expect(obstacleAt('10:00:00', { busy })).toEqual({
      rule: 'busy',
      until: '2026-11-27T11:00:00.000Z',
      source: 'iCalendar, Salesforce'
    });
    expect(obstacleAt('12:00:00', { busy })).toBeUndefined();
  });

  it('is an event that begins before the ringing ends, not one that begins then', () => {
    const busy = [event('2026-11-27T10:00:20+01:00', '2026-11-27T11:00+01:00')];
    expect(obstacleAt('10:00:01', { busy })).toMatchObject({ rule: 'busy' });
    expect(obstacleAt('10:00:00', { busy })).toBeUndefined();
  });

  it('is an out-of-office of several days, until it ends', () => {
    const busy = [
      event('2026-11-26T00:00+01:00', '2026-11-28T00:00+01:00', 'outOfOffice'),
      event('2026-11-28T00:00+01:00', '2026-12-05T00:00+01:00', 'outOfOffice'),
      event('2026-12-05T00:00+01:00', '2026-12-06T00:00+01:00', 'busy')
    ];
    expect(obstacleAt('10:00:00', { busy })).toEqual({
      rule: 'outOfOffice',
      until: '2026-12-04T23:00:00.000Z',
      source: 'Salesforce'
    });
  });

  it('is the presence when all else is well', () => {
    expect(obstacleAt('10:00:00', { presence: { online: false, status: 'On Break' } })).toEqual({
      rule: 'notOnline',
      status: 'On Break'
    });
    expect(obstacleAt('10:00:00', { presence: { online: true, status: 'Available' } })).toBeUndefined();
  });

  it('names out of office before the hour, the hour before an event, and an event before the presence', () => {
    const presence = { online: false, status: 'On Break' };
    const busy = event('2026-11-27T00:00+01:00', '2026-11-28T00:00+01:00');
    const outOfOffice = { ...busy, kind: 'outOfOffice' as const };
    const ruleAt = (time: string, all: readonly Busy[]) => obstacleAt(time, { presence, busy: all })?.rule;
    expect(ruleAt('20:00:00', [busy, outOfOffice])).toBe('outOfOffice');
    expect(ruleAt('20:00:00', [busy])).toBe('offHours');
    expect(ruleAt('10:00:00', [busy])).toBe('busy');
    expect(ruleAt('10:00:00', [])).toBe('notOnline');
  });
});
