import { describe, expect, it } from 'vitest';
import type { RuleEntry } from '../../../assignment-rules/index.ts';
import { entryMatches } from '../../../assignment-rules/compiledEntry.ts';
import { overlaps } from '../../../assignment-rules/analysis/overlaps.ts';
import { reachability } from '../../../assignment-rules/analysis/reachability.ts';
import { ruleSpace } from '../../../assignment-rules/analysis/ruleSpace.ts';
import type { ExampleLead } from '../../../assignment-rules/analysis/ruleSpace.ts';
import { uncoveredLead } from '../../../assignment-rules/analysis/coverage.ts';
import { seededRandom } from '../randomRules.ts';
import { ruleOf } from '../ruleBuilder.ts';
import { smallRule, someFields } from './smallRules.ts';
import { enumerate } from './enumeration.ts';
import type { SmallField } from './smallWorld.ts';

const nightly = process.env['BATON_NIGHTLY'] === '1';
const files = nightly ? 10_000 : 2_000;
const parts = 8;
const context = { now: new Date('2026-11-03T20:00:00Z') };

interface Tally {
  never: number;
  matching: number;
  overlapping: number;
  apart: number;
  uncovered: number;
  covered: number;
  notDecided: number;
}

/** Everything the analysis says of one file, held against every lead there is. @throws Error at the first difference */
function compare(
  entries: readonly RuleEntry[],
  fields: readonly SmallField[],
  tally: Tally,
  mostAlternatives: number
): void {
  const hasFormula = entries.some(({ formula }) => formula !== undefined);
  const { all, matches } = enumerate(entries, fields);
  const described = fields.map(({ field }) => field);
  const space = ruleSpace(ruleOf(...entries), described, context, [], mostAlternatives);
  const goesTo = ({ lead, runningUser }: ExampleLead): number =>
    space.entries.findIndex(({ compiled }) =>
      entryMatches(compiled!, lead, { ...context, runningUser: runningUser ?? {} })
    );
  const undecided = (what: () => string): void => {
    if (!hasFormula) throw new Error(`${what()} is not decided, and no formula is in the way`);
    tally.notDecided += 1;
  };
  const expectSame = (what: () => string, said: unknown, enumerated: unknown): void => {
    if (said !== enumerated)
      throw new Error(`${what()}: the analysis says ${String(said)}, enumeration ${String(enumerated)}`);
  };

  let taken = 0n;
  entries.forEach((_, place) => {
    const meets = matches[place]!;
    const isEverFirst = (meets & ~taken) !== 0n;
    taken |= meets;
    const reach = reachability(space, place);
    if (reach.kind === 'notDecided') return undecided(() => `entry ${place + 1}`);
    expectSame(() => `entry ${place + 1} matches`, reach.kind === 'reachable', isEverFirst);
    if (reach.kind === 'reachable') {
      tally.matching += 1;
      expectSame(() => `the example of entry ${place + 1} goes to`, goesTo(reach.example), place);
      return;
    }
    tally.never += 1;
    // A formula may leave open whether anything meets the entry; then that is not said.
    if (!hasFormula)
      expectSame(() => `entry ${place + 1} is contradictory`, reach.kind === 'contradictory', meets === 0n);
    if (reach.kind === 'contradictory') return;
    const { by } = reach;
    const heldBy = (others: readonly number[]) =>
      (meets & ~others.reduce((held, other) => held | matches[other]!, 0n)) === 0n;
    expectSame(() => `entry ${place + 1} is held by ${by.map((at) => at + 1).join()}`, heldBy(by), true);
    if (!hasFormula) {
      for (const one of by)
        expectSame(() => `without ${one + 1} it is`, heldBy(by.filter((other) => other !== one)), false);
      const goes = goesTo(reach.example!);
      if (goes >= place || goes < 0) throw new Error('the example is not taken before');
    }
  });

  const found = new Map([...overlaps(space)].map(({ earlier, later, decided }) => [later * 64 + earlier, decided]));
  for (let later = 1; later < entries.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const decided = found.get(later * 64 + earlier);
      if (decided === false) {
        undecided(() => `whether ${earlier + 1} and ${later + 1} overlap`);
        continue;
      }
      const meet = (matches[earlier]! & matches[later]!) !== 0n;
      expectSame(() => `${earlier + 1} and ${later + 1} overlap`, decided === true, meet);
      tally[meet ? 'overlapping' : 'apart'] += 1;
    }
  }

  const uncovered = uncoveredLead(space);
  if (uncovered.kind === 'notDecided') return undecided(() => 'whether every lead is matched');
  expectSame(() => 'some lead matches none', uncovered.kind === 'found', taken !== all);
  tally[uncovered.kind === 'found' ? 'uncovered' : 'covered'] += 1;
  if (uncovered.kind === 'found') expectSame(() => 'its example goes to', goesTo(uncovered.example), -1);
}

function described(entries: readonly RuleEntry[]): string {
  return entries
    .map(({ criteriaItems, booleanFilter, formula }) => {
      const rows = criteriaItems.map(({ field, operation, value }) => `${field} ${operation} ${value ?? 'blank'}`);
      return formula ?? `${rows.join('; ')}${booleanFilter === undefined ? '' : ` [${booleanFilter}]`}`;
    })
    .join('\n');
}

describe('never matches, overlaps and uncovered', () => {
  it.each(Array.from({ length: parts }, (_, part) => part + 1))(
    `agree with enumeration of every lead, for ${files / parts} random files, part %i of ${parts}`,
    (part) => {
      const tally: Tally = { never: 0, matching: 0, overlapping: 0, apart: 0, uncovered: 0, covered: 0, notDecided: 0 };
      for (let file = part; file <= files; file += parts) {
        const random = seededRandom(file);
        const fields = someFields(random, nightly ? 4_000 : 700);
        const entries = smallRule(random, fields, file % 6 === 0);
        try {
          // Filters with many alternatives are rare; here every third file treats two as many.
          compare(entries, fields, tally, file % 3 === 0 ? 1 : 64);
        } catch (error) {
          throw new Error(`file ${file}: ${(error as Error).message}\n${described(entries)}`);
        }
      }
      // Files that all tell one story would prove little.
      for (const story of ['never', 'matching', 'overlapping', 'apart', 'uncovered', 'covered'] as const)
        expect(tally[story], story).toBeGreaterThan(25);
      expect(tally.notDecided).toBeLessThan((tally.never + tally.matching + tally.overlapping + tally.apart) / 50);
    },
    nightly ? 1_800_000 : 120_000
  );
});
