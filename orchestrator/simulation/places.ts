/**
 * Where callers are, for an org that has too few leads to tell. Three of four from the country that the service is set up for,
 * the others from where software is bought in English; within the United States and Canada by population.
 *
 * Sources: United States Census 2020 and Statistics Canada 2021, in hundred thousands; the first digits of postal codes are
 * those of USPS Publication 65 and of Canada Post. The weights of countries are assumed.
 */
import { weighed, type Chance } from './chance.ts';

export interface Place {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Two letters; null outside the United States and Canada. */
  state: string | null;
  postalCode: string | null;
  /** BCP 47. */
  language: string;
}

const homeShare = 0.75;

/** Country, weight, language; and a second language with its share in hundred. */
const countries = parse(
  'US 40 en es 13,CA 9 en fr 21,GB 12 en,IE 2 en,DE 7 de,AT 1 de,CH 1.5 de fr 23,FR 4 fr,BE 1.5 nl fr 40,NL 3 nl,ES 3 es,' +
    'PT 1 pt,IT 2.5 it,SE 1.5 sv,DK 1 da,NO 1 no,FI 1 fi,PL 1.5 pl,CZ 0.7 cs,IL 1 en,AE 1 en,ZA 1 en,IN 3 en,SG 1.5 en,' +
    'AU 3.5 en,NZ 1 en,JP 1 ja,BR 2 pt,MX 2 es'
);

/** State, population, first and last three digits of its postal codes. */
const unitedStates = parse(
  'AL 50 350 369,AK 7 995 999,AZ 72 850 865,AR 30 716 729,CA 395 900 961,CO 58 800 816,CT 36 060 069,DE 10 197 199,' +
    'DC 7 200 205,FL 215 320 349,GA 107 300 319,HI 15 967 968,ID 18 832 838,IL 128 600 629,IN 68 460 479,IA 32 500 528,' +
    'KS 29 660 679,KY 45 400 427,LA 47 700 714,ME 14 039 049,MD 62 206 219,MA 70 010 027,MI 101 480 499,MN 57 550 567,' +
    'MS 30 386 397,MO 62 630 658,MT 11 590 599,NE 20 680 693,NV 31 889 898,NH 14 030 038,NJ 93 070 089,NM 21 870 884,' +
    'NY 202 100 149,NC 104 270 289,ND 8 580 588,OH 118 430 459,OK 40 730 749,OR 42 970 979,PA 130 150 196,RI 11 028 029,' +
    'SC 51 290 299,SD 9 570 577,TN 69 370 385,TX 291 750 799,UT 33 840 847,VT 6 050 059,VA 86 220 246,WA 77 980 994,' +
    'WV 18 247 268,WI 59 530 549,WY 6 820 831'
);

/** Province, population, first letter of its postal codes. */
const canada = parse(
  'ON 142 K,QC 85 H,BC 50 V,AB 43 T,MB 13 R,SK 11 S,NS 10 B,NB 8 E,NL 5 A,PE 2 C,NT 0.4 X,YT 0.4 Y,NU 0.4 X'
);

export const placesInWords = (home: string): string =>
  `3 of 4 from ${home}, the others from ${countries.length - 1} countries; states by population, with postal codes and ` +
  'languages that belong there';

/**
 * The place of the caller of this number.
 * @param home ISO 3166-1 alpha-2 of the country most calls come from
 * @param isAllowed of a country's code: whether the org's own list has it
 */
export function placeOf(
  index: number,
  { home, isAllowed, chance }: { home: string; isAllowed: (country: string) => boolean; chance: Chance }
): Place {
  const others = countries.filter(([code]) => code !== home && isAllowed(code!));
  const isHome = isAllowed(home) && (others.length === 0 || chance('home', index) < homeShare);
  const [country = home, , first = 'en', second, share = '0'] = isHome
    ? (countries.find(([code]) => code === home) ?? [])
    : (weighed(others, ([, weight]) => Number(weight), chance('country', index)) ?? []);
  const language = second !== undefined && chance('language', index) * 100 < Number(share) ? second : first;
  const states = country === 'US' ? unitedStates : country === 'CA' ? canada : [];
  const [state = null, , from, to = from] =
    weighed(states, ([, weight]) => Number(weight), chance('state', index)) ?? [];
  return { country, state, language, postalCode: from === undefined ? null : postalCode(from, to!, index, chance) };
}

function postalCode(from: string, to: string, index: number, chance: Chance): string {
  const digit = (at: number): number => Math.floor(chance('digit', index, at) * 10);
  if (/^[A-Z]/.test(from)) {
    return `${from}${digit(0)}A ${digit(1)}A${digit(2)}`;
  }
  const area = Number(from) + Math.floor(chance('area', index) * (Number(to) - Number(from) + 1));
  return `${String(area).padStart(3, '0')}${digit(0)}${digit(1)}`;
}

function parse(text: string): string[][] {
  return text.split(',').map((line) => line.split(' '));
}
