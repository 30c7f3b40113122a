/** The step of a save that looks for records like the one that is saved. */
import { conditionHolds } from '../../assignment-rules/booleanFilter.ts';
import { SalesforceError } from '../errors.ts';
import type { StoredRow } from '../org.ts';
import type { DuplicateRule, MatchingRule } from './duplicateRules.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/**
 * Runs the active duplicate rules in their order; the first that finds a record and does not let it pass fails the save.
 * Source: Metadata API Developer Guide, DuplicateRule; REST API Developer Guide, "Duplicate Rule Header" (documented). That
 * an update is looked at only when a field of the matching rule changes, and that converted leads do not count, is assumed.
 * @throws SalesforceError DUPLICATES_DETECTED
 */
export function checkDuplicates(save: Save): void {
  const { org, object, kind, allowDuplicates } = save;
  for (const rule of org.model.duplicateRules.get(object.name) ?? []) {
    const action = kind === 'create' ? rule.onInsert : rule.onUpdate;
    if (action === 'allow' || (action === 'alert' && allowDuplicates)) continue;
    for (const matching of rule.matchingRules) {
      if (kind === 'update' && !matching.items.some(({ field }) => changes(save, field.name))) continue;
      const found = matchesOf(save, rule, matching);
      if (found.length > 0) throw duplicatesDetected(save, rule, matching, found, action === 'alert');
    }
  }
}

function matchesOf(save: Save, rule: DuplicateRule, matching: MatchingRule): StoredRow[] {
  const { org, object, id, after, access } = save;
  const candidates = new Map<string, StoredRow>();
  for (const { field, matchBlanks } of matching.items) {
    const value = after[field.name] ?? null;
    const alike =
      value !== null
        ? org.rows.findBy(object, field.name, value)
        : matchBlanks
          ? org.rows.findBlank(object, field.name)
          : [];
    for (const row of alike) candidates.set(String(row['Id']), row);
  }
  candidates.delete(id);
  return [...candidates.values()].filter(
    (row) =>
      row['IsConverted'] !== 1 &&
      (!rule.enforcesSharing || access.canSeeRecord(object.name, row)) &&
      conditionHolds(matching.condition, (index) => itemMatches(matching, index, after, row))
  );
}

/** Text matches in any case (assumed: as Salesforce compares text everywhere but in formulas). */
function itemMatches(matching: MatchingRule, index: number, one: StoredRow, other: StoredRow): boolean {
  const item = matching.items[index];
  if (!item) return false;
  const [value, otherValue] = [one[item.field.name] ?? null, other[item.field.name] ?? null];
  if (value === null || otherValue === null) return item.matchBlanks && value === otherValue;
  if (typeof value === 'string' && !item.field.caseSensitive)
    return value.toLowerCase() === String(otherValue).toLowerCase();
  return value === otherValue;
}

/**
 * The shape is recorded in public repositories, its misspelt key among it. The addresses begin below the version's root,
 * which the wire puts before them.
 */
function duplicatesDetected(
  { object }: Save,
  rule: DuplicateRule,
  matching: MatchingRule,
  found: readonly StoredRow[],
  allowSave: boolean
): SalesforceError {
  const duplicateResut = {
    allowSave,
    duplicateRule: rule.name,
    duplicateRuleEntityType: object.name,
    errorMessage: rule.alertText,
    matchResults: [
      {
        entityType: object.name,
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: found.map((row) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: {
            attributes: { type: object.name, url: `/sobjects/${object.name}/${String(row['Id'])}` },
            Id: row['Id']
          }
        })),
        rule: matching.name,
        size: found.length,
        success: true
      }
    ]
  };
  return new SalesforceError('DUPLICATES_DETECTED', rule.alertText, { extra: { duplicateResut } });
}
