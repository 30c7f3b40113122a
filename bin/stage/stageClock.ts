/** What time it is on the stage: at night and at weekends the example's teams are at home, and no call would be put through. */

/** Where the team works that the scripted callers reach. */
const timeZone = 'America/Los_Angeles';

/** Its hours are 8 to 18; a play wants some of them ahead. */
const opensAt = 8;
const lastPlayAt = 17;

/** Where the stage begins on a Tuesday: 8:10 in San Francisco and 16:10 in London, in winter. */
const beginning = { weekday: 2, hour: 16, minute: 10 };

/** Whether the team would be at work. Holidays are not looked at. */
export function areAtWork(now: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' })
    .formatToParts(now)
    .reduce<Record<string, string>>((all, { type, value }) => ({ ...all, [type]: value }), {});
  const hour = Number(parts['hour']);
  return !['Sat', 'Sun'].includes(parts['weekday']!) && hour >= opensAt && hour < lastPlayAt;
}

/** The next Tuesday, 16:10 UTC, after this instant. */
export function nextStageDay(now: Date): Date {
  const { weekday, hour, minute } = beginning;
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute));
  while (day.getUTCDay() !== weekday || day <= now) day.setUTCDate(day.getUTCDate() + 1);
  return day;
}

/**
 * Where the clocks of the org and of the service begin; undefined for the machine's own time.
 * @param wish `office` to begin where people are at work, `now` for the machine's time whatever it is
 */
export function stageStart(now: Date, wish: 'office' | 'now'): Date | undefined {
  return wish === 'now' || areAtWork(now) ? undefined : nextStageDay(now);
}
