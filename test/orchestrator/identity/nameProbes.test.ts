import { describe, expect, it } from 'vitest';
import { isSameName } from '../../../orchestrator/identity/companyName.ts';
import { nameProbes } from '../../../orchestrator/identity/nameProbes.ts';

/** What LIKE does with `probe%` or `the probe%`, accents counting. */
function fits(name: string, given: string): boolean {
  return nameProbes(given).some((probe) => {
    const pattern = probe.replace(/[.%_]/g, (mark) => ({ '.': '\\.', '%': '.*', _: '.' })[mark]!);
    return new RegExp(`^(the )?${pattern}`, 'iu').test(name);
  });
}

describe('the probes for a name', () => {
  it.each([
    ['Harborline Logistics, Inc.', 'harborline logistics'],
    ['The Harborline Company', 'Harborline'],
    ['Blue-Mesa Energy', 'Blue Mesa Energy LLC'],
    ['BlueMesa', 'Blue Mesa'],
    ['Blue Mesa', 'BlueMesa'],
    ['Café René S.A.', 'Cafe Rene'],
    ['Cafe Rene', 'Café René'],
    ['Électricité de France', 'Electricite de France SA'],
    ['Müller', 'Muller GmbH'],
    ['Añil', 'Anil'],
    ['Johnson & Johnson', 'Johnson and Johnson'],
    ['Johnson and Johnson', 'Johnson & Johnson, Inc.'],
    ['U.S. Steel', 'US Steel'],
    ['US Steel', 'U.S. Steel'],
    ['OBriens Foods', "O'Brien's Foods"],
    ["O'Brien's Foods", "O'Brien's Foods Ltd"],
    ['株式会社サンプル', '株式会社サンプル']
  ])('find %s when %s is given', (name, given) => {
    expect(isSameName(name, given)).toBe(true);
    expect(fits(name, given)).toBe(true);
  });

  it.each([
    ['Pacmed', 'Acme'],
    ['Harbor Freight', 'Harborline Logistics']
  ])('leave %s aside when %s is given', (name, given) => {
    expect(fits(name, given)).toBe(false);
  });

  it.each(["100%_O'Brien\\", '%%%', "'; --", '_______', '"quoted" name', ''])(
    'hold nothing of %j to escape',
    (given) => {
      for (const probe of nameProbes(given)) {
        expect(probe).toMatch(/^[\p{L}\p{N}\p{M}.%_]+$/u);
        expect(probe.replace(/[%_.]/g, '')).not.toBe('');
      }
    }
  );
});
