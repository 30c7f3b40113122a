/**
 * The rule of an event series of Lightning Experience: a part of RFC 5545. Source: Object Reference, Event, the tables below
 * "Lightning Experience Event Series and Recurring Events" (documented); the words of errors are assumed.
 */
import { SalesforceError, unsupported } from '../errors.ts';

/** In the order in which a saved rule has them. */
const order = ['FREQ', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST', 'BYSETPOS', 'INTERVAL', 'UNTIL', 'COUNT'];

type Parts = Map<string, string>;

const forms: Readonly<Record<string, RegExp>> = {
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$/,
  BYMONTHDAY: /^([1-9]|[12]\d|3[01])(,([1-9]|[12]\d|3[01]))*$/,
  BYDAY: /^(-1|[1-4])?(SU|MO|TU|WE|TH|FR|SA)(,(-1|[1-4])?(SU|MO|TU|WE|TH|FR|SA))*$/,
  WKST: /^(SU|MO|TU|WE|TH|FR|SA)$/,
  BYSETPOS: /^(-1|[1-4])$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  UNTIL: /^\d{8}T\d{6}Z$/,
  COUNT: /^[1-9]\d{0,2}$/
};

/** Parts beside FREQ, INTERVAL, UNTIL and COUNT that each frequency takes, and its longest interval. */
const frequencies: Readonly<Record<string, { takes: readonly string[]; longest: number }>> = {
  DAILY: { takes: [], longest: 999 },
  WEEKLY: { takes: ['BYDAY', 'WKST'], longest: 99 },
  MONTHLY: { takes: ['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'WKST'], longest: 99 },
  YEARLY: { takes: ['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'WKST'], longest: 1 }
};

/** A single day, the weekend, the weekdays or every day: what BYDAY may be by month and by year. */
const daySets = ['SA,SU', 'MO,TU,WE,TH,FR', 'MO,TU,WE,TH,FR,SA,SU'].map(sortedDays);

/**
 * The rule as it is saved: its parts in order, with the defaults put in.
 * @throws SalesforceError FIELD_INTEGRITY_EXCEPTION for a rule outside of what is documented;
 *   LOCAL_ORG_UNSUPPORTED for one that never ends, and for weeks and days of the year
 */
export function savedRule(text: string): string {
  const parts = partsOf(text);
  for (const name of ['BYWEEKNO', 'BYYEARDAY'])
    if (parts.has(name)) throw unsupported(`${name} in Recurrence2PatternText`);
  const frequency = frequencies[parts.get('FREQ') ?? ''];
  if (!frequency) throw wrong('FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY');
  for (const [name, value] of parts) {
    if (name === 'FREQ') continue;
    if (!forms[name]?.test(value)) throw wrong(`${name}=${value} is not valid`);
    if (!['INTERVAL', 'UNTIL', 'COUNT', ...frequency.takes].includes(name))
      throw wrong(`${name} cannot be used with FREQ=${parts.get('FREQ')}`);
  }
  if (Number(parts.get('INTERVAL') ?? 1) > frequency.longest)
    throw wrong(`INTERVAL must be between 1 and ${frequency.longest}`);
  if (parts.has('UNTIL') && parts.has('COUNT')) throw wrong('A rule has UNTIL or COUNT, not both');
  if (!parts.has('UNTIL') && !parts.has('COUNT')) throw unsupported('an event series that never ends');
  checkDays(parts);
  if (!parts.has('INTERVAL')) parts.set('INTERVAL', '1');
  if (parts.has('BYDAY') && !parts.has('WKST')) parts.set('WKST', 'SU');
  return `RRULE:${order.flatMap((name) => (parts.has(name) ? [`${name}=${parts.get(name)}`] : [])).join(';')}`;
}

/** The same for RFC 5545, in which a month without a 31st has no 31st: here its last day is meant (documented). */
export function expandableRule(saved: string): string {
  return saved.replace(/^RRULE:/, '').replace(/BYMONTHDAY=([\d,]*)/, (_, list: string) => {
    const days = list.split(',').map((day) => (day === '31' ? '-1' : day));
    return `BYMONTHDAY=${days.join(',')}`;
  });
}

function checkDays(parts: Parts): void {
  const frequency = parts.get('FREQ');
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const numbers = days.map((day) => day.slice(0, -2));
  if (frequency === 'WEEKLY') {
    if (days.length === 0) throw wrong('FREQ=WEEKLY needs BYDAY');
    if (numbers.some(Boolean)) throw wrong('BYDAY cannot have numbers with FREQ=WEEKLY');
  }
  if (frequency !== 'MONTHLY' && frequency !== 'YEARLY') return;
  if (frequency === 'YEARLY' && !parts.has('BYMONTH')) throw wrong('FREQ=YEARLY needs BYMONTH');
  if (parts.has('BYMONTHDAY') === days.length > 0) throw wrong(`FREQ=${frequency} needs BYMONTHDAY or BYDAY`);
  if (days.length === 0) {
    if (parts.has('BYSETPOS')) throw wrong('BYSETPOS needs BYDAY');
    return;
  }
  if (new Set(numbers).size > 1) throw wrong('BYDAY cannot have different numbers');
  const plain = days.map((day) => day.slice(-2));
  if (plain.length > 1 && !daySets.includes(sortedDays(plain.join(','))))
    throw wrong('BYDAY must be a single day, the weekend days, the weekdays or every day');
  if (numbers[0] === '') parts.set('BYSETPOS', parts.get('BYSETPOS') ?? '1');
  else if (parts.has('BYSETPOS')) throw wrong('BYSETPOS cannot be used when BYDAY has a number');
}

function sortedDays(list: string): string {
  return list.split(',').sort().join(',');
}

function partsOf(text: string): Parts {
  const parts: Parts = new Map();
  for (const part of text.replace(/^RRULE:/i, '').split(';')) {
    const [, name, value] = /^\s*(\w+)=(.*?)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name.toUpperCase()))
      throw wrong(`The recurrence pattern cannot be read at '${part}'`);
    parts.set(name.toUpperCase(), value.toUpperCase().replace(/\s/g, ''));
  }
  return parts;
}

function wrong(message: string): SalesforceError {
  return new SalesforceError('FIELD_INTEGRITY_EXCEPTION', message, { fields: ['Recurrence2PatternText'] });
}
