import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  buildTerritories,
  mergeTerritories,
  newRuleFile,
  parseAssignmentRules,
  readRegions,
  readTerritoryTable,
  tableFromRule,
  territoryCsv,
  usualFields,
  type TableOptions
} from '../../../assignment-rules/index.ts';
import { fewestPrefixes, prefixesOfRange } from '../../../assignment-rules/territory/postalPrefixes.ts';
import { parseSize } from '../../../assignment-rules/territory/sizeRange.ts';

const sampleRules = readFileSync(
  new URL('../../../sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml', import.meta.url),
  'utf8'
);

function build(csv: string, options: TableOptions = {}) {
  const table = readTerritoryTable(csv, options);
  expect(table.problems).toEqual([]);
  return buildTerritories(table.territories, usualFields);
}

describe('a range of postal codes', () => {
  it.each([
    ['94000', '94999', ['94']],
    ['94000', '95499', ['94', '950', '951', '952', '953', '954']],
    ['94105', '94105', ['94105']],
    ['00000', '99999', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['01998', '02001', ['01998', '01999', '02000', '02001']]
  ])('%s-%s is as few beginnings as can be', (first, last, prefixes) => {
    expect(prefixesOfRange(first, last)).toEqual(prefixes);
  });

  it('is joined with its neighbours, and takes in what lies within it', () => {
    expect(fewestPrefixes(['94105', '94', '95', '960', '961'])).toEqual(['94', '95', '960', '961']);
    expect(fewestPrefixes(prefixesOfRange('94000', '94899').concat(['949']))).toEqual(['94']);
  });
});

describe('a size', () => {
  it.each([
    ['1-49', { least: 1, most: 49 }],
    ['50 – 999', { least: 50, most: 999 }],
    ['1,000+', { least: 1000 }],
    ['>= 50', { least: 50 }],
    ['over 50', { least: 51 }],
    ['< 50', { most: 49 }],
    ['up to 49', { most: 49 }],
    ['10 to 20 employees', { least: 10, most: 20 }],
    ['200', { least: 200, most: 200 }],
    ['999-50', undefined],
    ['large', undefined]
  ])('"%s" is understood or refused', (text, size) => {
    expect(parseSize(text)).toEqual(size);
  });
});

describe('a table', () => {
  it('is read by the headers that people use, with the delimiters that spreadsheets write', () => {
    const plain = build(
      'Country,State/Province,Zip Codes,Vertical,Headcount,Queue\nUS,CA,941,Banking,50-99,Enterprise West\n'
    );
    const european = build(
      '\uFEFFNation;Province;Postcode;Sector;Employees;Owner;Notes\nUS;CA;941;Banking;50-99;Enterprise_West;x\n'
    );
    expect(european.entries.map(({ entry }) => entry)).toEqual(plain.entries.map(({ entry }) => entry));
    expect(plain.entries[0]!.entry.target).toEqual({ type: 'Queue', name: 'Enterprise_West' });
  });

  it('names each row that cannot be read, and why', () => {
    const csv = 'Country,ZIP,Size,Region,Team\nUS,95-94,,,A\nUS,,big,,A\nUS,,,West,A\nUS,,,,\n';
    expect(readTerritoryTable(csv).problems).toEqual([
      { row: 2, message: expect.stringContaining('"95-94" is not a postal code') as string },
      { row: 3, message: expect.stringContaining('"big" is not a size') as string },
      { row: 4, message: expect.stringContaining('region West is not known') as string },
      { row: 5, message: 'It has no team.' }
    ]);
    expect(readTerritoryTable('Country,Mood,Team\nUS,good,A\n').problems[0]!.message).toContain(
      '"Mood" is not understood'
    );
    expect(readTerritoryTable('Country,Mood,Team\nUS,Banking,A\n', { headers: { industry: 'Mood' } }).problems).toEqual(
      []
    );
  });

  it('puts a postal code before a state, a state before a region, a region before a country', () => {
    const { regions } = readRegions('Region,Country,State\nWest,US,"CA, NV"\n');
    const csv = 'Country,Region,State,ZIP,Team\nUS,,,,D\nUS,West,,,C\nUS,,CA,,B\nUS,,,941,A\n';
    expect(build(csv, { regions }).entries.map(({ entry }) => entry.target!.name)).toEqual(['A', 'B', 'C', 'D']);
    expect(build(csv, { regions }).conflicts).toEqual([]);
  });

  it('puts named accounts first, and industry with size before industry before size', () => {
    const csv = 'Industry,Size,Account,Team\n,1-49,,D\nBanking,,,C\nBanking,1-49,,B\n,,acme.example,A\n';
    expect(build(csv).entries.map(({ entry }) => entry.target!.name)).toEqual(['A', 'B', 'C', 'D']);
    expect(build(csv).conflicts).toEqual([]);
  });

  it('tells of two rows of which neither is more specific, until a third settles it', () => {
    const csv = 'State,Industry,Team\nCA,,A\n,Banking,B\n';
    expect(build(csv).conflicts).toMatchObject([{ rows: [2, 3], lead: { State: 'CA', Industry: 'Banking' } }]);
    expect(build(`${csv}CA,Banking,C\n`).conflicts).toEqual([]);
    expect(build(csv.replace('Banking,B', 'Banking,A')).conflicts).toEqual([]);
  });

  it('keeps within 25 rows an entry and 255 characters a row', () => {
    const zips = Array.from({ length: 2000 }, (_, index) => String(10000 + index * 7));
    const { entries } = build(`Country,ZIP,Team\nUS,"${zips.join(';')}",A\n`);
    expect(entries.length).toBeGreaterThan(1);
    for (const { entry } of entries) {
      expect(entry.criteriaItems.length).toBeLessThanOrEqual(25);
      for (const { value } of entry.criteriaItems) expect(value!.length).toBeLessThanOrEqual(255);
    }
    const written = entries.flatMap(({ entry }) =>
      entry.criteriaItems.filter(({ field }) => field === 'Lead.PostalCode').flatMap(({ value }) => value!.split(','))
    );
    expect(new Set(written)).toEqual(new Set(fewestPrefixes(zips)));
    expect(() => build(`Account,Team\n${'x'.repeat(256)},A\n`)).toThrow('a rule takes 255');
  });

  it('comes back from its rules as it was', () => {
    const csv =
      'Country,State,Industry,Size,Account,Team,Notes\n' +
      ',,,,"Acme, Inc.;",Red,"Row 2: Acme, Inc.;"\n' +
      'US,CA; NV,Banking; Finance,50-999,,Blue,Row 3: US | CA; NV | Banking; Finance | 50-999\n' +
      'DE; FR,,,,,Green,Row 4: DE; FR\n';
    const { xml } = newRuleFile(build(csv).entries, 'T', 'x.csv');
    const rule = parseAssignmentRules(xml).rules[0]!;
    const comments = new Map(build(csv).entries.map(({ comment }, index) => [index + 1, comment]));
    expect(territoryCsv(tableFromRule(rule, usualFields, comments).lines)).toBe(csv);
  });
});

describe('entries that go into a rule of a file', () => {
  const { entries } = build('Country,Team\nJP,Enterprise_West\n');

  it('stand before the catch-all, leave everything else as it is, and are replaced the next time', () => {
    const once = mergeTerritories(sampleRules, undefined, entries, 'x.csv');
    expect(once.firstNumber).toBe(25);
    expect(once.xml.replace(once.after, '')).toBe(sampleRules);
    const rules = parseAssignmentRules(once.xml).rules[0]!.entries;
    expect(rules).toHaveLength(26);
    expect(rules[24]!.criteriaItems[0]!.value).toContain('Japan');
    const twice = mergeTerritories(once.xml, 'Voice Agent Lead Routing', entries, 'x.csv');
    expect(twice.xml).toBe(once.xml);
    expect(twice.before).toBe(once.after);
    const other = mergeTerritories(once.xml, undefined, build('Country,Team\nIN,EMEA\nAU,EMEA\n').entries, 'y.csv');
    expect(other.xml.replace(other.after, '')).toBe(sampleRules);
  });

  it('stand where one asks for, and nowhere in a rule or a place that there is not', () => {
    const first = mergeTerritories(sampleRules, undefined, entries, 'x.csv', 1);
    expect(parseAssignmentRules(first.xml).rules[0]!.entries[0]!.target!.name).toBe('Enterprise_West');
    expect(first.xml.replace(first.after, '')).toBe(sampleRules);
    expect(() => mergeTerritories(sampleRules, 'Nonsense', entries, 'x.csv')).toThrow('no rule "Nonsense"');
    expect(() => mergeTerritories(sampleRules, undefined, entries, 'x.csv', 99)).toThrow('25 entries');
    const torn = mergeTerritories(sampleRules, undefined, entries, 'x.csv').xml.replace(
      /<!-- baton territory: end -->/,
      ''
    );
    expect(() => mergeTerritories(torn, undefined, entries, 'x.csv')).toThrow('one is missing');
  });
});

describe('a rule as a table', () => {
  it('has the entries that a table can say, and names the others with the reason', () => {
    const { lines, notExpressible } = tableFromRule(parseAssignmentRules(sampleRules).rules[0]!, usualFields);
    expect(notExpressible.find(({ entry }) => entry === 1)!.why).toBe('it keeps the owner');
    expect(notExpressible.find(({ entry }) => entry === 14)!.why).toBe('it is a formula');
    expect(lines.find(({ entries: of }) => of.includes(13))).toMatchObject({
      values: { country: ['CA'] },
      sizes: [{ least: 1000 }],
      team: { name: 'Enterprise_East' }
    });
    expect(lines.length + notExpressible.length).toBe(25);
  });
});
