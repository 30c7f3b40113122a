/** Where it is what time for the caller. */
import { getCountry, getTimezone } from 'countries-and-timezones';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countryCode } from '../domain/countryCode.ts';
import { stateTimeZone } from './stateTimeZones.ts';

/**
 * Of countries with several zones, that of the capital; it is where most people live, or one with the same time. Beside them
 * those of one zone whose own name cannot be told from the library's list.
 */
const mainTimeZones: Readonly<Record<string, string>> = {
  AC: 'Atlantic/St_Helena',
  AR: 'America/Argentina/Buenos_Aires',
  AS: 'Pacific/Pago_Pago',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  FM: 'Pacific/Pohnpei',
  GB: 'Europe/London',
  GL: 'America/Nuuk',
  ID: 'Asia/Jakarta',
  KI: 'Pacific/Tarawa',
  KZ: 'Asia/Almaty',
  MH: 'Pacific/Majuro',
  MM: 'Asia/Yangon',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Hebron',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  TA: 'Atlantic/St_Helena',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  VN: 'Asia/Ho_Chi_Minh',
  XK: 'Europe/Belgrade'
};

/**
 * The caller's IANA time zone: as given; or else by state and country, by the country alone, by the country of the phone
 * number. Without a state, a country of several zones gives that of its capital. Null when none of them tells.
 * @param caller.timeZone known to be one, see {@link isTimeZone}
 * @param caller.phone E.164
 */
export function callerTimeZone(caller: {
  timeZone: string | null;
  country: string | null;
  state: string | null;
  phone: string | null;
}): string | null {
  if (caller.timeZone !== null) {
    return inUsualCase(caller.timeZone);
  }
  const country =
    countryCode(caller.country) ??
    (caller.phone === null ? undefined : parsePhoneNumberFromString(caller.phone)?.country) ??
    null;
  if (country === null) {
    return null;
  }
  return (caller.state === null ? null : stateTimeZone(country, caller.state)) ?? countryTimeZone(country);
}

/** Whether a name is one of an IANA time zone, in any case. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** `america/denver` as `America/Denver`. A name that was replaced by another since, such as `Asia/Calcutta`, stays. */
function inUsualCase(name: string): string {
  const usual = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  return usual.toLowerCase() === name.toLowerCase() ? usual : name;
}

function countryTimeZone(country: string): string | null {
  const main = mainTimeZones[country];
  const zones = getCountry(country)?.timezones ?? [];
  const [only] = zones;
  if (main !== undefined || only === undefined || zones.length > 1) {
    return main ?? null;
  }
  // Clocks in Stockholm are set as in Berlin, yet a caller there is not told times of Berlin.
  const own = (getCountry(country, { deprecated: true })?.timezones ?? [])
    .filter((name) => name.includes('/') && isTimeZone(name))
    .sort((a, b) => countriesOf(a) - countriesOf(b) || Number(b === only) - Number(a === only));
  return own[0] ?? only;
}

function countriesOf(zone: string): number {
  return getTimezone(zone)?.countries.length ?? Infinity;
}
