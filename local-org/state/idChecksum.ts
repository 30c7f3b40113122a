/**
 * Record ids in their two forms: 15 case-sensitive characters, or 18 whose last three make upper case visible to
 * software that ignores case. Source: Salesforce Help, "18-character ID" (documented).
 */

const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that tell which of the 15 are upper case: one for each group of five, its first bit the lowest. */
export function idChecksum(id15: string): string {
  let checksum = '';
  for (let group = 0; group < 15; group += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index++) {
      const code = id15.charCodeAt(group + index);
      if (code >= 65 && code <= 90) bits |= 1 << index;
    }
    checksum += checksumAlphabet[bits];
  }
  return checksum;
}

/** An id of 15 or 18 characters in its 18-character form; undefined when it is neither, or when the checksum is wrong. */
export function normalizeId(id: string): string | undefined {
  if (/^[0-9A-Za-z]{15}$/.test(id)) return id + idChecksum(id);
  if (!/^[0-9A-Za-z]{18}$/.test(id)) return undefined;
  const id15 = withCaseRestored(id);
  const canonical = id15 + idChecksum(id15);
  return canonical.slice(15) === id.slice(15).toUpperCase() ? canonical : undefined;
}

/** The checksum holds the case of each character, so an 18-character id that lost its case can be read (documented). */
function withCaseRestored(id18: string): string {
  let id15 = '';
  for (let index = 0; index < 15; index++) {
    const bits = checksumAlphabet.indexOf((id18[15 + Math.floor(index / 5)] as string).toUpperCase());
    const character = id18[index] as string;
    id15 += bits & (1 << (index % 5)) ? character.toUpperCase() : character.toLowerCase();
  }
  return id15;
}
