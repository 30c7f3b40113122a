import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

/**
 * A time as the rep reads it: the hour alone when it is today, with its day otherwise.
 * @param {string | number} at an instant
 * @param {number} now
 * @returns {string}
 */
export function timeFor(at, now) {
  const moment = new Date(at);
  const time = { hour: 'numeric', minute: '2-digit', timeZone: TIME_ZONE };
  const day = dayOf(moment) === dayOf(new Date(now)) ? {} : { weekday: 'short', month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(LOCALE, { ...day, ...time }).format(moment);
}

function dayOf(moment) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(moment);
}
