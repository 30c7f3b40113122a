import { describe, expect, it } from 'vitest';
import type { Busy, BusinessHours, RepCalendar, Slot } from '../../../orchestrator/domain/calendar.ts';
import { isSlotFree } from '../../../orchestrator/routing/slotFree.ts';
import {
  earliestPerRep,
  findSlots,
  findSlotsForHandoff,
  type RepTime,
  type SlotSearch
} from '../../../orchestrator/routing/slots.ts';

const at = (iso: string): number => Date.parse(iso);
const day = { startMinute: 9 * 60, endMinute: 17 * 60 };
const weekIn = (timeZone: string): BusinessHours => ({
  id: '01m000000000001AAA',
  name: timeZone,
  isDefault: false,
  timeZone,
  days: [null, day, day, day, day, day, null],
  holidays: []
});
const rep = (repId: string, calendar: Partial<RepCalendar> = {}): RepTime => ({
  repId,
  calendar: { hours: undefined, busy: [], presence: undefined, ...calendar }
});
const event = (from: string, to: string, kind: Busy['kind'] = 'busy'): Busy => ({
  startMs: at(from),
  endMs: at(to),
  kind,
  source: 'Salesforce'
});

/** Friday noon in Denver: half an hour, an hour's notice, ten days. */
const search = (changes: Partial<SlotSearch> = {}): SlotSearch => ({
  reps: [rep('dana')],
  teamHours: weekIn('America/Denver'),
  policy: { meetingMinutes: 30, meetingBufferMinutes: 0, meetingNoticeMinutes: 60, meetingHorizonDays: 10 },
  callerTimeZone: 'America/Denver',
  nowMs: at('2026-11-27T12:07-07:00'),
  limit: 6,
  ...changes
});
/** `Mon 30 09:00` in the zone, by default Denver's, with the rep unless it is Dana. */
function described(slots: readonly Slot[], timeZone = 'America/Denver'): string[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit'
  });
  return slots.map(({ startMs, repId }) => {
    const text = format.format(startMs).replaceAll(',', '').replace(' at ', ' ');
    return repId === 'dana' ? text : `${text} ${repId}`;
  });
}
const all = (changes: Partial<SlotSearch> = {}): string[] =>
  described(findSlots(search({ limit: Infinity, ...changes })));

describe('the times at which a meeting can be held', () => {
  it('begin on quarter hours, no sooner than the notice allows, and end within the hours', () => {
    const today = all().filter((time) => time.startsWith('Fri 27'));
    expect([today[0], today.at(-1)]).toEqual(['Fri 27 13:15', 'Fri 27 16:30']);
    expect(today).toHaveLength(14);
  });

  it('begin no later than the horizon', () => {
    const last = findSlots(search({ limit: Infinity, policy: { ...search().policy, meetingHorizonDays: 3 } })).at(-1)!;
    expect(last.startMs).toBe(at('2026-11-30T12:00-07:00'));
  });

  it('begin no later than a year from now, whatever the policy says', () => {
    const slots = findSlots(search({ limit: Infinity, policy: { ...search().policy, meetingHorizonDays: 9999 } }));
    expect(slots.at(-1)!.startMs).toBe(at('2027-11-26T16:30-07:00'));
  });

  it('begin no sooner than the caller asked', () => {
    expect(all({ fromMs: at('2026-12-02T10:05-07:00') })[0]).toBe('Wed 02 10:15');
  });

  it('keep the buffer before and after a meeting free of events, though not of closing time', () => {
    const policy = { ...search().policy, meetingBufferMinutes: 15 };
    const busy = [event('2026-11-27T14:30-07:00', '2026-11-27T15:00-07:00')];
    const today = all({ policy, reps: [rep('dana', { busy })] }).filter((time) => time.startsWith('Fri 27'));
    expect(today).toEqual([
      'Fri 27 13:15',
      'Fri 27 13:30',
      'Fri 27 13:45',
      'Fri 27 15:15',
      'Fri 27 15:30',
      'Fri 27 15:45',
      'Fri 27 16:00',
      'Fri 27 16:15',
      'Fri 27 16:30'
    ]);
  });

  it('may touch an event where there is no buffer', () => {
    const busy = [event('2026-11-27T14:00-07:00', '2026-11-27T15:00-07:00')];
    expect(all({ reps: [rep('dana', { busy })] }).slice(0, 4)).toEqual([
      'Fri 27 13:15',
      'Fri 27 13:30',
      'Fri 27 15:00',
      'Fri 27 15:15'
    ]);
  });

  it('are none on a holiday', () => {
    const teamHours = {
      ...weekIn('America/Denver'),
      holidays: [{ name: 'Founders Day', date: '2026-11-30', times: null }]
    };
    const times = all({ teamHours });
    expect(times.filter((time) => time.startsWith('Mon 30'))).toEqual([]);
    expect(times).toContain('Tue 01 09:00');
  });

  it('are none in a multi-day out-of-office, and begin again on the morning after', () => {
    const busy = [event('2026-11-27T00:00-07:00', '2026-12-03T00:00-07:00', 'outOfOffice')];
    expect(all({ reps: [rep('dana', { busy })] })[0]).toBe('Thu 03 09:00');
  });

  it('keep their time on the wall across a daylight-saving change', () => {
    const slots = findSlots(search({ nowMs: at('2027-03-12T12:07-07:00'), limit: Infinity }));
    expect(described(slots)).toContain('Mon 15 09:00');
    // Denver is seven hours behind UTC on the Friday and six on the Monday.
    expect(slots.map(({ startMs }) => startMs)).toContain(at('2027-03-15T15:00Z'));
    expect(slots.map(({ startMs }) => startMs)).not.toContain(at('2027-03-15T14:45Z'));
  });

  it('suit a rep in Berlin and a caller in Denver on Friday evening', () => {
    // 18:30 in Berlin, 10:30 in Denver: Berlin has gone home, and next works while Denver is at breakfast.
    const slots = findSlots(
      search({
        reps: [rep('britta')],
        teamHours: weekIn('Europe/Berlin'),
        nowMs: at('2026-11-27T18:30+01:00'),
        limit: 3
      })
    );
    // From 08:00 in Denver, which is 16:00 in Berlin, until Berlin closes at 17:00.
    expect(described(slots)).toEqual(['Mon 30 08:00 britta', 'Tue 01 08:00 britta', 'Wed 02 08:00 britta']);
    expect(described(slots, 'Europe/Berlin')[0]).toBe('Mon 30 16:00 britta');
    const monday = all({
      reps: [rep('britta')],
      teamHours: weekIn('Europe/Berlin'),
      nowMs: at('2026-11-27T18:30+01:00')
    });
    expect(monday.filter((time) => time.startsWith('Mon 30'))).toEqual([
      'Mon 30 08:00 britta',
      'Mon 30 08:15 britta',
      'Mon 30 08:30 britta'
    ]);
  });

  it('go by the hours of the rep alone when nobody knows where the caller is', () => {
    const slots = findSlots(
      search({
        reps: [rep('britta')],
        teamHours: weekIn('Europe/Berlin'),
        callerTimeZone: null,
        nowMs: at('2026-11-27T18:30+01:00')
      })
    );
    expect(described(slots, 'Europe/Berlin').slice(0, 2)).toEqual(['Mon 30 09:00 britta', 'Mon 30 12:00 britta']);
  });

  it('are none at all where the hours of the two never meet', () => {
    expect(all({ teamHours: weekIn('Asia/Kolkata') })).toEqual([]);
  });

  it('are at any hour of a working day for a team that is always open', () => {
    expect(all({ teamHours: undefined })[0]).toBe('Fri 27 13:15');
    expect(
      all({ teamHours: undefined })
        .filter((time) => time.startsWith('Fri 27'))
        .at(-1)
    ).toBe('Fri 27 19:30');
  });

  it('refuse a time zone that does not exist', () => {
    expect(() => all({ callerTimeZone: 'America/Atlantis' })).toThrow('There is no time zone named America/Atlantis.');
  });
});

describe('the times that are offered', () => {
  it('are one for each half-day, the earliest of all first', () => {
    expect(described(findSlots(search()))).toEqual([
      'Fri 27 13:15',
      'Mon 30 09:00',
      'Mon 30 12:00',
      'Tue 01 09:00',
      'Tue 01 12:00',
      'Wed 02 09:00'
    ]);
  });

  it('are an hour apart within a half-day when there are not enough half-days', () => {
    const policy = { ...search().policy, meetingHorizonDays: 0.2 };
    expect(described(findSlots(search({ policy, limit: 3 })))).toEqual([
      'Fri 27 13:15',
      'Fri 27 14:15',
      'Fri 27 15:15'
    ]);
  });

  it('are next to each other when there are no others', () => {
    const busy = [event('2026-11-27T14:30-07:00', '2026-12-27T00:00-07:00')];
    expect(described(findSlots(search({ reps: [rep('dana', { busy })], limit: 10 })))).toEqual([
      'Fri 27 13:15',
      'Fri 27 13:30',
      'Fri 27 13:45',
      'Fri 27 14:00'
    ]);
  });

  it('are each offered once, by the first rep who is free then', () => {
    const busy = [event('2026-11-27T13:00-07:00', '2026-11-27T17:00-07:00')];
    const slots = findSlots(search({ reps: [rep('dana', { busy }), rep('eli')], limit: 3 }));
    expect(described(slots)).toEqual(['Fri 27 13:15 eli', 'Mon 30 09:00', 'Mon 30 12:00']);
  });

  it('are no more of one rep than was asked for', () => {
    const slots = findSlots(search({ reps: [rep('dana'), rep('eli')], limit: 4, perRep: 2 }));
    expect(described(slots)).toEqual(['Fri 27 13:15', 'Mon 30 09:00', 'Mon 30 12:00 eli', 'Tue 01 09:00 eli']);
  });
});

describe('the earliest time of each rep', () => {
  it('comes soonest first, in the order of the rotation where two are as soon, without those who have none', () => {
    const morning = [event('2026-11-27T12:00-07:00', '2026-11-27T15:00-07:00')];
    const away = [event('2026-11-01T00:00-07:00', '2027-01-01T00:00-07:00', 'outOfOffice')];
    const reps = [rep('ana', { busy: morning }), rep('zoe'), rep('dana'), rep('max', { busy: away })];
    expect(described(earliestPerRep(search({ reps })))).toEqual([
      'Fri 27 13:15 zoe',
      'Fri 27 13:15',
      'Fri 27 15:00 ana'
    ]);
  });
});

describe('the times that a handoff offers', () => {
  const untilTuesday = event('2026-11-27T00:00-07:00', '2026-12-01T16:00-07:00', 'outOfOffice');
  const untilWednesday = event('2026-11-27T00:00-07:00', '2026-12-02T00:00-07:00', 'outOfOffice');

  it("are the owner's alone when the owner has one by the end of the second business day", () => {
    const reps = [rep('eli'), rep('dana', { busy: [untilTuesday] })];
    const { slots, ownersOnly } = findSlotsForHandoff({ ...search({ reps, limit: 2 }), owner: 'dana' });
    expect(ownersOnly).toBe(true);
    expect(described(slots)).toEqual(['Tue 01 16:00', 'Wed 02 09:00']);
  });

  it("are the team's when the owner has none so soon, and the owner's where the owner is free", () => {
    const reps = [rep('eli'), rep('dana', { busy: [untilWednesday] })];
    const { slots, ownersOnly } = findSlotsForHandoff({ ...search({ reps }), owner: 'dana' });
    expect(ownersOnly).toBe(false);
    expect(described(slots)).toEqual([
      'Fri 27 13:15 eli',
      'Mon 30 09:00 eli',
      'Mon 30 12:00 eli',
      'Tue 01 09:00 eli',
      'Tue 01 12:00 eli',
      'Wed 02 09:00'
    ]);
  });

  it("are the team's in the order of the rotation when the lead has no owner of its own", () => {
    const reps = [rep('eli'), rep('dana')];
    const { slots, ownersOnly } = findSlotsForHandoff({ ...search({ reps, limit: 1 }), owner: null });
    expect([ownersOnly, described(slots)]).toEqual([false, ['Fri 27 13:15 eli']]);
  });

  it('are none when nobody is free within the horizon', () => {
    const busy = [event('2026-11-01T00:00-07:00', '2027-01-01T00:00-07:00')];
    const { slots } = findSlotsForHandoff({ ...search({ reps: [rep('dana', { busy })] }), owner: 'dana' });
    expect(slots).toEqual([]);
  });
});

describe('one given time', () => {
  const freeAt = (start: string, calendar: Partial<RepCalendar> = {}, changes: Partial<SlotSearch> = {}) =>
    isSlotFree({ ...search(changes), rep: rep('dana', calendar), startMs: at(start) });
  const obstacleAt = (...parameters: Parameters<typeof freeAt>) => {
    const answer = freeAt(...parameters);
    return answer.free ? 'free' : answer.obstacle;
  };

  it('is free at any minute, with the slot to book', () => {
    expect(freeAt('2026-11-30T10:05-07:00')).toEqual({
      free: true,
      slot: { repId: 'dana', startMs: at('2026-11-30T10:05-07:00'), endMs: at('2026-11-30T10:35-07:00') }
    });
  });

  it('is too soon within the notice, and too late beyond the horizon', () => {
    expect(obstacleAt('2026-11-27T13:06-07:00')).toEqual({ rule: 'tooSoon', earliest: '2026-11-27T20:07:00.000Z' });
    expect(obstacleAt('2026-12-07T12:08-07:00')).toEqual({ rule: 'tooLate', latest: '2026-12-07T19:07:00.000Z' });
  });

  it('is taken by an event within the buffer, until the event ends', () => {
    const busy = [event('2026-11-30T10:30-07:00', '2026-11-30T11:00-07:00')];
    const policy = { ...search().policy, meetingBufferMinutes: 10 };
    expect(obstacleAt('2026-11-30T09:55-07:00', { busy }, { policy })).toEqual({
      rule: 'busy',
      until: '2026-11-30T18:00:00.000Z',
      source: 'Salesforce'
    });
    expect(obstacleAt('2026-11-30T09:50-07:00', { busy }, { policy })).toBe('free');
  });

  it('is not in an out-of-office, nor outside the hours of the rep', () => {
    const busy = [event('2026-11-30T00:00-07:00', '2026-12-01T00:00-07:00', 'outOfOffice')];
    expect(obstacleAt('2026-11-30T10:00-07:00', { busy })).toMatchObject({ rule: 'outOfOffice' });
    expect(obstacleAt('2026-11-30T16:45-07:00')).toEqual({
      rule: 'offHours',
      opensAt: '2026-12-01T16:00:00.000Z',
      hours: 'America/Denver'
    });
  });

  it('is not at night where the caller is, unless the caller named it', () => {
    const berlin = { teamHours: weekIn('Europe/Berlin') };
    expect(obstacleAt('2026-11-30T15:00+01:00', {}, berlin)).toEqual({
      rule: 'callersOffHours',
      opensAt: '2026-11-30T15:00:00.000Z'
    });
    expect(obstacleAt('2026-11-30T15:00+01:00', {}, { ...berlin, callerTimeZone: null })).toBe('free');
  });
});
