import END_OF_DAY from '@salesforce/label/c.Pop_Away_End_Of_Day';
import HALF_HOUR from '@salesforce/label/c.Pop_Away_Half_Hour';
import HOUR from '@salesforce/label/c.Pop_Away_Hour';
import TOMORROW from '@salesforce/label/c.Pop_Away_Tomorrow';

const minuteMs = 60_000;

/**
 * Until when a rep may be away by one press. Six in the evening is not offered once it is near.
 * @param {number} now
 * @param {string} timeZone the rep's own, e.g. `America/Los_Angeles`
 * @returns {{ name: string, label: string, until: string }[]} `until` in UTC
 */
export function awayChoices(now, timeZone) {
  const endOfDay = hourOf(now, timeZone, 18, 0);
  return [
    { name: 'halfHour', label: HALF_HOUR, until: now + 30 * minuteMs },
    { name: 'hour', label: HOUR, until: now + 60 * minuteMs },
    ...(endOfDay - now > 60 * minuteMs ? [{ name: 'endOfDay', label: END_OF_DAY, until: endOfDay }] : []),
    { name: 'tomorrow', label: TOMORROW, until: hourOf(now, timeZone, 9, 1) }
  ].map((choice) => ({ ...choice, until: new Date(choice.until).toISOString() }));
}

/**
 * Nine in the morning of a day.
 * @param {string} date e.g. `2026-12-24`
 * @param {string} timeZone the rep's own
 * @returns {string | undefined} in UTC; undefined when it is no date
 */
export function morningOf(date, timeZone) {
  const wanted = Date.parse(`${date}T09:00:00Z`);
  return Number.isNaN(wanted) ? undefined : new Date(instantOf(wanted, timeZone)).toISOString();
}

/** The instant of an hour of the day, some days after today's date in that zone. */
function hourOf(now, timeZone, hour, daysAhead) {
  const today = wallClock(now, timeZone);
  const wanted = Date.UTC(today.year, today.month - 1, today.day + daysAhead, hour);
  return instantOf(wanted, timeZone);
}

/** When the clocks of a zone show what those of UTC show at `wanted`. */
function instantOf(wanted, timeZone) {
  // Twice, since the first guess may lie on the other side of a change of clocks.
  const guess = wanted - offsetMs(wanted, timeZone);
  return wanted - offsetMs(guess, timeZone);
}

function offsetMs(at, timeZone) {
  const { year, month, day, hour, minute, second } = wallClock(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function wallClock(at, timeZone) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  }).formatToParts(new Date(at));
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
}
