import { entryMatches } from '../compiledEntry.ts';
import type { CompiledEntry } from '../compiledEntry.ts';
import { readField } from '../leadValues.ts';
import type { LeadValues, RuleContext } from '../leadValues.ts';
import { decisionTree } from './decisionTree.ts';
import type { Ending } from './decisionTree.ts';
import { buildDimensions } from './dimensions.ts';
import { indexRows } from './indexRows.ts';
import { has } from './valueClasses.ts';

/** Finds the first entry that matches, at a cost that hardly depends on how many there are. */
export interface RuleIndex {
  /** Place of the first matching entry, from 0; -1 when none matches. */
  firstMatch(lead: LeadValues, context: RuleContext): number;
}

/**
 * Walks a lead down the decision tree: at each node one field is read and its class found, and the tree says where that
 * leads. The few rows that may be left at the end are tried; a formula is evaluated only when all it implies holds.
 */
export function buildRuleIndex(entries: readonly CompiledEntry[]): RuleIndex {
  const rows = indexRows(entries);
  const dimensions = buildDimensions(rows);
  const tree = decisionTree(rows, dimensions);

  function tryEach({ rows: candidates, left }: Ending, lead: LeadValues, context: RuleContext): number {
    // While anything is left to ask there are few rows: one bit for each fits a number.
    let failed = 0;
    for (let at = 0; at < left.length; at += 1) {
      const { field, classes } = left[at]!;
      const rowSet = classes.rowSets[classes.classOf(readField(field, lead, context))]!;
      for (let place = 0; place < candidates.length; place += 1)
        if (!has(rowSet, candidates[place]!)) failed |= 1 << place;
    }
    for (let place = 0; place < candidates.length; place += 1) {
      if (left.length > 0 && (failed & (1 << place)) !== 0) continue;
      const { entry, verify } = rows[candidates[place]!]!;
      if (!verify || entryMatches(entries[entry]!, lead, context)) return entry;
    }
    return -1;
  }

  return {
    firstMatch(lead, context) {
      let place = tree.begin();
      while (place >= 0) {
        const { field, classes } = dimensions[tree.asks(place)]!;
        place = tree.follow(place, classes.classOf(readField(field, lead, context)));
      }
      const ending = tree.endingAt(place);
      return typeof ending === 'number' ? ending : tryEach(ending, lead, context);
    }
  };
}
