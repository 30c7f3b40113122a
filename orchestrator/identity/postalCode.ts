/** Postal codes as people type them. */

/** Whether two codes name one place. In the United States the four digits that may follow the ZIP code do not count. */
export function isSamePostalCode(one: string | null, other: string | null, country: string | null): boolean {
  const code = plainPostalCode(one, country);
  return code !== '' && code === plainPostalCode(other, country);
}

/** Letters and digits in upper case; empty when there are none. */
export function plainPostalCode(code: string | null, country: string | null): string {
  const plain = (code ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  const isZip = /^\d{5}-?\d{4}$/.test((code ?? '').trim());
  return isZip && (country === 'US' || country === null) ? plain.slice(0, 5) : plain;
}

/** The spellings that a record may have, as text that its code begins with. */
export function postalCodeBeginnings(code: string | null, country: string | null): string[] {
  const plain = plainPostalCode(code, country);
  if (plain === '') {
    return [];
  }
  // SE1 9SG and 1234 AB are kept with a blank or without, 12345-678 and 123-4567 with a dash.
  const cuts = [plain.length - 2, plain.length - 3, plain.length - 4].filter((cut) => cut > 0);
  const split = cuts.flatMap((cut) => [' ', '-'].map((mark) => `${plain.slice(0, cut)}${mark}${plain.slice(cut)}`));
  return [plain, ...(/^\d{5}$/.test(plain) ? [] : split)];
}
