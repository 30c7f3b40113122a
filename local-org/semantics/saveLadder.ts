/**
 * What happens to a record that is saved, in Salesforce's order. A request that is wrong in two ways fails at the first
 * step that sees it. Source of the order from validation rules on: Apex Developer Guide, "Triggers and Order of Execution"
 * (documented); of the order before: assumed, field names fail while the request is read.
 *
 * The row is written once, after the assignment rules: nothing can look at it between the save and the rules. There are
 * no triggers, flows, workflows or roll-ups: deploying one is refused.
 */
import { checkActivity } from './activityFields.ts';
import { assignOwner } from './assignmentRules.ts';
import { numberRecord } from './autoNumbers.ts';
import { calculateFields } from './calculatedFields.ts';
import { publishChange } from './changeEvents.ts';
import { applyDefaults } from './defaults.ts';
import { checkFieldRights } from './fieldRights.ts';
import { convertValues } from './fieldTypes.ts';
import { checkDuplicates } from './duplicates.ts';
import { writeOccurrences } from './eventSeries.ts';
import { readFieldNames } from './fieldNames.ts';
import { keepFile } from './files.ts';
import { writeHistory } from './history.ts';
import { checkObjectRights } from './objectRights.ts';
import { checkPicklists } from './picklists.ts';
import { settlePresence } from './presence.ts';
import { checkReferences } from './references.ts';
import { checkRequired } from './requiredFields.ts';
import type { Save, SaveStep } from './save.ts';
import { checkUniqueness } from './uniqueness.ts';
import { runValidationRules } from './validationRules.ts';
import { writeRow } from './writeRow.ts';

const order = 'documented Apex Developer Guide, Triggers and Order of Execution';

export const saveLadder: readonly SaveStep[] = [
  {
    name: 'field names',
    what: 'Every name sent is a field of the object',
    source: 'assumed: found while the request is read',
    run: readFieldNames
  },
  {
    name: 'object rights',
    what: 'The user may create or edit the record',
    source: 'assumed: rights are known before the values matter',
    run: checkObjectRights
  },
  {
    name: 'field rights',
    what: 'Every field sent exists for the user and is writable',
    source: 'assumed: found while the request is read',
    run: checkFieldRights
  },
  { name: 'types and lengths', what: "Values are of their fields' types, and fit", source: order, run: convertValues },
  {
    name: 'defaults',
    what: 'Blank fields of a new record get their defaults',
    source: 'documented Object Reference, field defaults',
    run: applyDefaults
  },
  { name: 'required fields', what: 'No required field is blank', source: order, run: checkRequired },
  { name: 'picklists', what: 'Restricted picklists have defined values', source: order, run: checkPicklists },
  {
    name: 'references',
    what: 'Lookups name records that exist; owners are active',
    source: order,
    run: checkReferences
  },
  {
    name: 'activities',
    what: 'Tasks and events are whole',
    source: 'documented Object Reference, Task and Event',
    run: checkActivity
  },
  {
    name: 'calculated fields',
    what: 'Names, states and formulas',
    source: 'assumed: a validation rule sees formulas of the new values',
    run: calculateFields
  },
  { name: 'validation rules', what: 'No active validation rule is true', source: order, run: runValidationRules },
  { name: 'duplicate rules', what: 'No duplicate rule holds the record back', source: order, run: checkDuplicates },
  { name: 'uniqueness', what: 'Unique fields have no double', source: order, run: checkUniqueness },
  { name: 'assignment rules', what: 'A lead gets its owner', source: order, run: assignOwner },
  { name: 'auto-numbers', what: 'A new record gets its number', source: 'assumed: with the save', run: numberRecord },
  {
    name: 'formulas again',
    what: 'Formulas of the owner that the rules gave',
    source: 'assumed',
    run: calculateFields
  },
  {
    name: 'files',
    what: 'A version of a file gets its document',
    source: 'documented Object Reference, ContentVersion',
    run: keepFile
  },
  {
    name: 'presence',
    what: 'A new presence of a user ends the one before',
    source: 'documented Object Reference, UserServicePresence',
    run: settlePresence
  },
  { name: 'write', what: 'The row is written', source: order, run: writeRow },
  {
    name: 'history',
    what: 'Tracked changes leave their rows',
    source: 'documented Salesforce Help, Field History Tracking',
    run: writeHistory
  },
  {
    name: 'change event',
    what: 'A change event is queued; it goes out after commit',
    source: 'documented Change Data Capture Developer Guide',
    run: publishChange
  },
  {
    name: 'occurrences',
    what: 'A series of events brings its occurrences, each with its change event',
    source: 'documented Object Reference, Event; Change Data Capture Developer Guide, Recurring Activities',
    run: writeOccurrences
  }
];

/** @throws SalesforceError from the first step that refuses; the caller undoes what earlier ones did */
export function climb(save: Save): void {
  for (const step of saveLadder) step.run(save);
}
