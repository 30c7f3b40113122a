/** ISO 3166-1 alpha-2 codes of countries as people write them. */
import { getCountries } from 'libphonenumber-js/max';

/** Names that English has beside the one that ICU gives, by their letters alone. */
const otherNames: Readonly<Record<string, string>> = {
  america: 'US',
  czechrepublic: 'CZ',
  deutschland: 'DE',
  england: 'GB',
  espana: 'ES',
  greatbritain: 'GB',
  holland: 'NL',
  hongkong: 'HK',
  koreasouth: 'KR',
  macau: 'MO',
  macedonia: 'MK',
  northernireland: 'GB',
  osterreich: 'AT',
  republicofireland: 'IE',
  republicofkorea: 'KR',
  russianfederation: 'RU',
  schweiz: 'CH',
  scotland: 'GB',
  suisse: 'CH',
  thenetherlands: 'NL',
  turkey: 'TR',
  uae: 'AE',
  uk: 'GB',
  unitedstatesofamerica: 'US',
  usa: 'US',
  vietnam: 'VN',
  wales: 'GB'
};

const codes: ReadonlySet<string> = new Set(getCountries());
const displayName = new Intl.DisplayNames(['en'], { type: 'region' });
const byName = new Map(
  [...codes].map((code) => [lettersOf(displayName.of(code) ?? code), code]).concat(Object.entries(otherNames)) as [
    string,
    string
  ][]
);

/**
 * The code of a country given by its code or its English name, in any case: `us`, `United Kingdom`, `U.S.A.`, `Türkiye`.
 * Null for what is not known.
 */
export function countryCode(country: string | null): string | null {
  const code = (country ?? '').trim().toUpperCase();
  return codes.has(code) ? code : (byName.get(lettersOf(country ?? '')) ?? null);
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z]/g, '');
}
