/**
 * Spellings of one place. Leads come with `CA` and with `California`; a table has one of them and means both.
 * Countries: ISO 3166 codes with the English name of CLDR, and what else is common. States: those of the United States and
 * the provinces of Canada; other countries' states are compared as they stand.
 */
const namesOfRegions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

const furtherCountryNames: Readonly<Record<string, readonly string[]>> = {
  US: ['USA', 'United States of America'],
  GB: ['UK', 'Great Britain'],
  CZ: ['Czech Republic'],
  TR: ['Turkey', 'Türkiye'],
  KR: ['Korea, Republic of'],
  NL: ['The Netherlands']
};

const unitedStates =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,' +
  'DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,' +
  'LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,' +
  'NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,' +
  'OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,' +
  'UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming';
const canada =
  'AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,NS Nova Scotia,' +
  'NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan,YT Yukon';

const same = (text: string): string => text.trim().toLowerCase();

function statesOf(list: string): Map<string, readonly string[]> {
  const variants = new Map<string, readonly string[]>();
  for (const entry of list.split(',')) {
    const both = [entry.slice(0, 2), entry.slice(3)];
    for (const spelling of both) variants.set(same(spelling), both);
  }
  return variants;
}

const states: Readonly<Record<string, Map<string, readonly string[]>>> = {
  US: statesOf(unitedStates),
  CA: statesOf(canada)
};

const countries = countryVariants();

function countryVariants(): Map<string, readonly string[]> {
  const variants = new Map<string, readonly string[]>();
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  // UK is a spelling of GB; the others are not countries, or countries no more.
  const skipped = [
    'UK',
    'EU',
    'EZ',
    'UN',
    'ZZ',
    'XA',
    'XB',
    'QO',
    'SU',
    'DD',
    'YU',
    'TP',
    'FX',
    'BU',
    'ZR',
    'YD',
    'NT',
    'VD'
  ];
  for (const code of alphabet.flatMap((first) => alphabet.map((second) => first + second))) {
    const name = skipped.includes(code) ? undefined : namesOfRegions.of(code);
    if (name === undefined) continue;
    const all = [...new Set([code, name, ...(furtherCountryNames[code] ?? [])])];
    for (const spelling of all) if (!variants.has(same(spelling))) variants.set(same(spelling), all);
  }
  return variants;
}

/** All spellings of a country, its code first; as it stands where it is not known. */
export function spellingsOfCountry(name: string): readonly string[] {
  return countries.get(same(name)) ?? [name];
}

/** @param of the countries it may lie in; undefined for any */
export function spellingsOfState(name: string, of: readonly string[] | undefined): readonly string[] {
  const codes = of?.map((country) => spellingsOfCountry(country)[0]!) ?? ['US', 'CA'];
  const known = codes.flatMap((code) => [...(states[code]?.get(same(name)) ?? [])]);
  return known.length > 0 ? [...new Set(known)] : [name];
}

/** One name for each place of which every spelling is there; the others as they stand. */
export function foldSpellings(names: readonly string[], spellingsOf: (name: string) => readonly string[]): string[] {
  const there = new Set(names.map(same));
  const folded = new Map<string, string>();
  for (const name of names) {
    const all = spellingsOf(name);
    const short = all.every((spelling) => there.has(same(spelling))) ? all[0]! : name;
    folded.set(same(short), short);
  }
  return [...folded.values()];
}
