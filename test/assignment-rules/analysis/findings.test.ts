import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRule, fieldTypesOf, findingCatalogue, lintRule } from '../../../assignment-rules/index.ts';
import type {
  DescribedField,
  Finding,
  FindingCode,
  OrgDescription,
  RuleEntry
} from '../../../assignment-rules/index.ts';
import { entryOf, ruleOf } from '../ruleBuilder.ts';
import type { Row } from '../ruleBuilder.ts';
import { seededRandom } from '../randomRules.ts';
import { smallRule, someFields } from './smallRules.ts';

const lead = { object: 'Lead' as const, label: 'Label', nillable: true };
const picks = (...values: string[]) => values.map((value) => ({ value, label: value, active: true }));
const fields: readonly DescribedField[] = [
  { ...lead, name: 'Country', label: 'Country', type: 'string', length: 80 },
  { ...lead, name: 'PostalCode', label: 'Zip', type: 'string', length: 5 },
  { ...lead, name: 'Company', label: 'Company', type: 'string', length: 255, nillable: false },
  { ...lead, name: 'NumberOfEmployees', label: 'Employees', type: 'int', precision: 8, scale: 0 },
  { ...lead, name: 'Score__c', label: 'Score', type: 'double', precision: 4, scale: 1 },
  {
    ...lead,
    name: 'Industry',
    label: 'Industry',
    type: 'picklist',
    restricted: true,
    picklistValues: picks('Energy', 'Media')
  },
  { ...lead, name: 'LeadSource', label: 'Source', type: 'picklist', picklistValues: picks('Web', 'Partner Referral') },
  { ...lead, name: 'Keep_Owner__c', label: 'Keep Owner', type: 'boolean', nillable: false },
  { ...lead, name: 'Demo_On__c', label: 'Demo', type: 'date' },
  { ...lead, name: 'Address', label: 'Address', type: 'address' },
  { ...lead, name: 'RecordTypeId', label: 'Type', type: 'reference', names: [{ id: '012A', name: 'Partner' }] }
];
const queue = (developerName: string, takesLeads = true, memberCount = 2) => ({
  developerName,
  name: developerName,
  takesLeads,
  memberCount
});
const org: OrgDescription = {
  fields,
  queues: [queue('North'), queue('South'), queue('No_Leads', false), queue('Empty', true, 0)],
  users: [
    { username: 'rep@company.example', isActive: true },
    { username: 'gone@company.example', isActive: false }
  ]
};

const entry = (number: number, to: string, rows: readonly Row[], more: Partial<RuleEntry> = {}): RuleEntry =>
  entryOf(number, rows, { target: { type: to.includes('@') ? 'User' : 'Queue', name: to }, ...more });
/** One that cannot be judged: examples are shown by the rule without it. */
const unknownFormula = 'HYPERLINK("x", "y") = "z"';
const options = { now: new Date('2026-11-03T20:00:00Z') };

function lint(entries: readonly RuleEntry[], of: OrgDescription = org): Finding[] {
  const { findings } = lintRule(ruleOf(...entries), of, options);
  for (const found of findings) expectShown(found, entries, of.fields ?? []);
  return [...findings];
}

/** Every example must show its finding when the rule itself is asked. */
function expectShown(
  { code, entries: about, example, cells }: Finding,
  entries: readonly RuleEntry[],
  of: readonly DescribedField[]
): void {
  const types = fieldTypesOf(of);
  const judged = entries.filter((one) => one.formula !== unknownFormula);
  const goesTo = (shown: NonNullable<typeof example>, among = judged): number | null => {
    const outcome = compileRule(ruleOf(...among), types).evaluate(shown.lead, {
      ...options,
      runningUser: shown.runningUser ?? {}
    });
    return outcome.kind === 'noMatch' ? null : outcome.entry;
  };
  const meets = (shown: NonNullable<typeof example>, number: number): boolean =>
    goesTo(shown, [entries[number - 1]!]) === number;
  switch (code) {
    case 'shadowed-entry':
    case 'duplicate-entry':
      if (!example) break;
      expect(meets(example, about[0]!)).toBe(true);
      expect(goesTo(example)).toBeLessThan(about[0]!);
      expect(about.slice(1).some((number) => meets(example, number))).toBe(true);
      break;
    case 'conflicting-entries':
      expect(meets(example!, about[0]!) && meets(example!, about[1]!)).toBe(true);
      expect(goesTo(example!)).toBe(about[1]);
      break;
    case 'no-catch-all':
      expect(goesTo(example!)).toBeNull();
      break;
    case 'hole-in-grid':
      for (const cell of cells!) expect(goesTo(cell.example)).toBeNull();
      break;
    case 'only-catch-all':
      for (const cell of cells!) expect(entries[goesTo(cell.example)! - 1]).toMatchObject({ criteriaItems: [] });
      break;
    default:
      expect(example).toBeUndefined();
  }
  if (example) expect(goesTo(example)).toBe(example.goesTo);
}

const codes = (found: readonly Finding[]) =>
  found.map(({ code, severity, entries }) => `${severity} ${code} ${entries.join()}`);
const catchAll = (number: number) => entry(number, 'South', []);

describe('lint', () => {
  it.each<[FindingCode, string[], RuleEntry[]]>([
    [
      'shadowed-entry',
      ['error shadowed-entry 3,1,2'],
      [
        entry(1, 'North', [['NumberOfEmployees', 'lessThan', '100']]),
        entry(2, 'North', [['NumberOfEmployees', 'greaterThan', '99']]),
        entry(3, 'South', [['NumberOfEmployees', 'notEqual']]),
        catchAll(4)
      ]
    ],
    [
      'shadowed-entry',
      ['warning shadowed-entry 2,1'],
      [
        entry(1, 'North', [['Country', 'equals', 'US,CA']]),
        entry(2, 'North', [['Country', 'equals', 'ca']]),
        catchAll(3)
      ]
    ],
    [
      'duplicate-entry',
      ['error duplicate-entry 2,1'],
      [
        entry(1, 'North', [['Country', 'equals', 'US,CA']]),
        entry(2, 'South', [['Country', 'equals', 'ca, us']]),
        catchAll(3)
      ]
    ],
    [
      'contradictory-entry',
      ['error contradictory-entry 1'],
      [
        entry(1, 'North', [
          ['PostalCode', 'startsWith', '94'],
          ['PostalCode', 'contains', '1234']
        ]),
        catchAll(2)
      ]
    ],
    [
      'conflicting-entries',
      ['warning conflicting-entries 2,1'],
      [
        entry(1, 'North', [['Country', 'equals', 'US,CA']]),
        entry(2, 'South', [['Country', 'equals', 'CA,MX']]),
        catchAll(3)
      ]
    ],
    [
      'redundant-row',
      ['info redundant-row 1'],
      [
        entry(1, 'North', [
          ['Country', 'equals', 'US'],
          ['Country', 'notEqual', 'FR']
        ]),
        catchAll(2)
      ]
    ],
    [
      'value-too-long',
      ['warning value-too-long 1'],
      [entry(1, 'North', [['PostalCode', 'equals', '94105,941055']]), catchAll(2)]
    ],
    [
      'value-out-of-range',
      ['warning value-out-of-range 1'],
      [entry(1, 'North', [['NumberOfEmployees', 'equals', '3,3.5']]), catchAll(2)]
    ],
    [
      'value-not-in-picklist',
      ['warning value-not-in-picklist 1'],
      [entry(1, 'North', [['Industry', 'equals', 'Energy,Enrgy']]), catchAll(2)]
    ],
    [
      'name-not-found',
      ['warning name-not-found 1'],
      [entry(1, 'North', [['RecordTypeId', 'equals', 'Partner,Partners']]), catchAll(2)]
    ],
    ['field-not-found', ['error field-not-found 1'], [entry(1, 'North', [['Contry', 'equals', 'US']]), catchAll(2)]],
    ['entry-not-valid', ['error entry-not-valid 1'], [entry(1, 'North', [['Country', 'lessThan', 'US']]), catchAll(2)]],
    [
      'entry-not-judged',
      ['info entry-not-judged 1'],
      [entry(1, 'North', [['Demo_On__c', 'equals', 'TODAY']]), catchAll(2)]
    ],
    ['entry-not-judged', ['info entry-not-judged 1'], [entry(1, 'North', [['Address', 'equals', 'x']]), catchAll(2)]],
    ['queue-not-found', ['error queue-not-found 1'], [entry(1, 'Nrth', [['Country', 'equals', 'US']]), catchAll(2)]],
    [
      'queue-takes-no-leads',
      ['error queue-takes-no-leads 1'],
      [entry(1, 'No_Leads', [['Country', 'equals', 'US']]), catchAll(2)]
    ],
    [
      'queue-without-members',
      ['warning queue-without-members 1'],
      [entry(1, 'Empty', [['Country', 'equals', 'US']]), catchAll(2)]
    ],
    [
      'user-not-found',
      ['error user-not-found 1'],
      [entry(1, 'who@company.example', [['Country', 'equals', 'US']]), catchAll(2)]
    ],
    [
      'user-inactive',
      ['error user-inactive 1'],
      [entry(1, 'gone@company.example', [['Country', 'equals', 'US']]), catchAll(2)]
    ],
    [
      'near-limit',
      ['warning near-limit 1'],
      [
        entry(
          1,
          'North',
          Array.from({ length: 23 }, (_, at) => ['Country', 'equals', `C${at}`] as const),
          { booleanFilter: Array.from({ length: 23 }, (_, at) => at + 1).join(' OR ') }
        ),
        catchAll(2)
      ]
    ],
    [
      'over-limit',
      ['error over-limit 1'],
      [
        entry(
          1,
          'North',
          Array.from({ length: 26 }, (_, at) => ['Country', 'equals', `C${at}`] as const),
          { booleanFilter: Array.from({ length: 26 }, (_, at) => at + 1).join(' OR ') }
        ),
        catchAll(2)
      ]
    ]
  ])('finds %s: %j', (code, expected, entries) => {
    const found = lint(entries).filter((one) => one.code !== 'only-catch-all' && one.code !== 'not-decided');
    expect(codes(found)).toEqual(expected);
    expect(found[0]!.code).toBe(code);
    expect(found[0]!.next).not.toBe('');
  });

  it('finds leads that no entry takes, and parts of the grid where none takes any', () => {
    const found = lint([
      entry(1, 'North', [
        ['Country', 'equals', 'US'],
        ['NumberOfEmployees', 'greaterOrEqual', '100']
      ]),
      entry(2, 'South', [
        ['Country', 'equals', 'FR,DE'],
        ['Industry', 'equals', 'Energy']
      ])
    ]);
    expect(codes(found)).toEqual(['warning no-catch-all ', 'warning hole-in-grid ']);
    expect(found[1]!.cells!.map(({ cell }) => cell)).toEqual([
      { Country: 'FR, DE', Industry: 'blank, Media' },
      { Country: 'US', NumberOfEmployees: 'blank, 99 or less' },
      { Industry: 'blank, Media', NumberOfEmployees: 'blank, 99 or less' }
    ]);
  });

  it('says which formula it cannot judge, and what that leaves open', () => {
    const found = lint([
      entry(1, 'North', [], { formula: unknownFormula }),
      entry(2, 'South', [['Country', 'equals', 'US']]),
      entry(3, 'North', [['Country', 'equals', 'US']])
    ]);
    expect(found.find(({ code }) => code === 'formula-not-judged')?.why).toContain('HYPERLINK');
    expect(codes(found)).toContain('info not-decided 2,1');
    // That entry 2 takes all of entry 3 is so whatever the formula says.
    expect(codes(found)).toContain('error duplicate-entry 3,2');
  });

  it('decides past a formula where an example settles it', () => {
    const formula = 'AND(ISPICKVAL(LeadSource, "Partner Referral"), NumberOfEmployees >= 500)';
    const found = lint([
      entry(1, 'North', [], { formula }),
      entry(2, 'South', [['NumberOfEmployees', 'greaterThan', '5']]),
      catchAll(3)
    ]);
    expect(codes(found).filter((code) => !code.includes('only-catch-all'))).toEqual([]);
  });

  it('calls nothing a fault that is only missing from what it was given', () => {
    const found = lint([entry(1, 'Nowhere', [['Contry', 'equals', 'US']]), entry(2, 'who@company.example', [])], {});
    expect(codes(found)).toEqual(['info check-left-out ', 'info check-left-out ', 'info check-left-out ']);
  });

  it('leaves the special case above the general one, and orders by rank, alone', () => {
    const found = lint([
      entry(1, 'South', [['Keep_Owner__c', 'equals', 'True']]),
      entry(2, 'North', [
        ['Country', 'equals', 'US'],
        ['NumberOfEmployees', 'greaterOrEqual', '1000']
      ]),
      entry(3, 'South', [
        ['Country', 'equals', 'US,CA'],
        ['NumberOfEmployees', 'greaterOrEqual', '100']
      ]),
      entry(4, 'North', [['Industry', 'equals', 'Energy']]),
      catchAll(5)
    ]);
    expect(found.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('shows every fault that it finds in random rules by a lead', () => {
    let shown = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seededRandom(seed);
      const small = someFields(random, 400);
      const entries = smallRule(random, small, seed % 4 === 0);
      const found = lint(entries, { fields: small.map(({ field }) => field) });
      shown += found.filter(({ example, cells }) => example ?? cells).length;
    }
    expect(shown).toBeGreaterThan(200);
  }, 120_000);
});

describe('docs/reference/lint-findings.md', () => {
  const page = readFileSync(new URL('../../../docs/reference/lint-findings.md', import.meta.url), 'utf8');
  const sections = new Map(
    [...page.matchAll(/^## (\S+)\n\n(Error|Warning|Info)\./gm)].map(([, code, severity]) => [
      code!,
      severity!.toLowerCase()
    ])
  );

  it('has one heading for each finding, with its severity, and no other', () => {
    const known = Object.entries(findingCatalogue).map(([code, [severity]]) => [code, severity]);
    expect([...sections].sort()).toEqual(known.sort());
    expect(page.match(/^## /gm)).toHaveLength(sections.size);
  });
});
