/** A phone number as a voice platform gives it. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { countryCode } from '../domain/countryCode.ts';

/**
 * The number as E.164; undefined when it is none that could be dialled.
 * @param callerCountry the caller's country as given, by which a number without a country code is read
 * @param fallback ISO 3166-1 code for callers whose country is not known
 */
export function dialledNumber(
  phone: string,
  callerCountry: string | null | undefined,
  fallback: string
): string | undefined {
  const country = countryCode(callerCountry ?? null) ?? fallback;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode);
  return parsed?.isPossible() ? parsed.number : undefined;
}
