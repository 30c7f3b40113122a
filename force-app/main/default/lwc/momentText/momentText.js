/** Instants and durations in words, in the rep's locale; `now` always comes in, since the page's clock is not the reader's affair. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

const minuteMs = 60_000;
/** @type {[unit: string, ms: number][]} */
const units = [
  ['day', 24 * 60 * minuteMs],
  ['hour', 60 * minuteMs],
  ['minute', minuteMs]
];
/** Instants as the service writes them into a sentence. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+0000)/g;

/**
 * The hour alone when it is today, with its day otherwise.
 * @param {string | number} at
 * @param {number} now
 * @param {string} [timeZone] IANA name; default: the rep's
 * @returns {string}
 */
export function momentText(at, now, timeZone = TIME_ZONE) {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = dayIn(at, timeZone) === dayIn(now, timeZone) ? {} : { weekday: 'short', month: 'short', day: 'numeric' };
  return format(at, { ...day, hour: 'numeric', minute: '2-digit', timeZone });
}

/**
 * The time on the clock of somebody elsewhere, with the name of their zone; undefined when their clock shows the same, or the zone
 * is not known.
 * @param {string | number} at
 * @param {number} now
 * @param {string | null | undefined} timeZone IANA name
 * @returns {string | undefined}
 */
export function momentElsewhere(at, now, timeZone) {
  if (!timeZone) return undefined;
  try {
    const there = momentText(at, now, timeZone);
    const isSame = clockIn(at, timeZone) === clockIn(at, TIME_ZONE);
    return isSame ? undefined : `${there} ${zoneName(at, timeZone)}`;
  } catch {
    // A zone that this browser does not know: a RangeError.
    return undefined;
  }
}

/**
 * A sentence of the service's with its instants told in the rep's own time.
 * @param {string} sentence
 * @param {number} now
 */
export function withLocalTimes(sentence, now) {
  return sentence.replace(INSTANT, (instant) => momentText(instant.replace('+0000', 'Z'), now));
}

/**
 * A length of time in its largest unit, `12 min`, `3 hr`, `2 days`; less than a minute is `0 min`.
 * @param {number} ms
 */
export function durationText(ms) {
  const [unit, unitMs] = units.find(([, each]) => Math.abs(ms) >= each) ?? units[2];
  const number = Math.floor(Math.abs(ms) / unitMs);
  return new Intl.NumberFormat(LOCALE, { style: 'unit', unit, unitDisplay: 'short' }).format(number);
}

/**
 * @param {string | number} at
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(at, options) {
  return new Intl.DateTimeFormat(LOCALE, options).format(new Date(at));
}

function zoneName(at, timeZone) {
  const parts = new Intl.DateTimeFormat(LOCALE, { timeZone, timeZoneName: 'short' }).formatToParts(new Date(at));
  return parts.find(({ type }) => type === 'timeZoneName').value;
}

function dayIn(at, timeZone) {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at));
}

function clockIn(at, timeZone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat('en-CA', parts).format(new Date(at));
}
