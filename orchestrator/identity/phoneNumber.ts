/** Phone numbers as people type them. Salesforce keeps them so, and compares them as text. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

const separators = ['', ' ', '-', '.'];

/**
 * The usual spellings of a number, some thirty to fifty: international and national, in digits, with blanks, dashes or
 * dots, with the area code in brackets, with the national `(0)` after the country code, and as dialled with 00 before it.
 * @param number E.164
 */
export function usualSpellings(number: string): string[] {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) {
    return [];
  }
  const code = parsed.countryCallingCode;
  const groups = digitGroups(parsed.formatInternational()).slice(digitGroups(code).length);
  const national = digitGroups(parsed.formatNational());
  const spellings = new Set([number, parsed.formatInternational(), parsed.formatNational()]);
  for (const separator of separators) {
    const joined = groups.join(separator);
    for (const prefix of [`+${code}`, code, `00${code}`, `00 ${code}`]) {
      spellings.add(`${prefix}${separator}${joined}`).add(`${prefix} ${joined}`);
    }
    spellings.add(joined);
    spellings.add(national.join(separator));
    for (const [area, ...rest] of [groups, national]) {
      const local = rest.join(separator);
      spellings.add(`(${area}) ${local}`).add(`(${area})${local}`).add(`${area}/${local}`);
      spellings.add(`+${code} (${area}) ${local}`);
    }
    spellings.add(`${code} (${groups[0]}) ${groups.slice(1).join(separator)}`);
    // The trunk prefix that is dialled inside the country only, e.g. +44 (0)20 7946 0018.
    if (national.join('') === `0${groups.join('')}`) {
      spellings.add(`+${code} (0)${joined}`).add(`+${code} (0) ${joined}`).add(`+${code}(0)${joined}`);
    }
  }
  return [...spellings];
}

/**
 * Whether what somebody typed is this number. A national spelling is read as one of `country`; only what cannot be a number
 * there is read as one of the number's own country, so that 207 946 0018 in an American record is in Maine, not in London.
 * @param number E.164
 * @param country ISO 3166-1 code of the record's country, or else of the org's
 */
export function isSameNumber(typed: string | null, number: string, country: string): boolean {
  if (!typed) {
    return false;
  }
  // Nowhere does a number begin with 00: it stands for the plus.
  const written = typed.replace(/^\s*00[\s.-]*/, '+');
  const there = parsePhoneNumberFromString(written, country as CountryCode);
  if (there?.number === number) {
    return true;
  }
  const home = parsePhoneNumberFromString(number)?.country;
  return !there?.isValid() && home !== undefined && parsePhoneNumberFromString(written, home)?.number === number;
}

function digitGroups(text: string): string[] {
  return text.match(/\d+/g) ?? [];
}
