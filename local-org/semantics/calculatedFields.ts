import type { StoredRow } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import { stageProbabilities } from '../state/standardObjects/customers.ts';
import { closedTaskStatuses } from '../state/standardObjects/activities.ts';
import { roundTo } from './fieldValues.ts';
import { formulaValues } from './formulaFields.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/** Fields that follow from others: names of people, the state of tasks and opportunities, then formula fields. */
export function calculateFields(save: Save): void {
  const { object, after } = save;
  if (object.field('FirstName') && object.field('LastName')) after['Name'] = fullName(after);
  if (object.name === 'Task') calculateTask(save);
  if (object.name === 'Opportunity') calculateOpportunity(save);
  if (object.kind === 'custom' && object.field('Name')?.createable && (after['Name'] ?? null) === null)
    after['Name'] = save.id;
  calculateFormulas(save, object);
}

/** First and last name; the salutation is not part of it (documented: Object Reference, Lead.Name). */
function fullName(row: StoredRow): string | null {
  return [row['FirstName'], row['LastName']].filter(Boolean).join(' ') || null;
}

function calculateTask(save: Save): void {
  const { after, before, now } = save;
  const closed = closedTaskStatuses.has(String(after['Status']));
  after['IsClosed'] = closed ? 1 : 0;
  after['IsHighPriority'] = after['Priority'] === 'High' ? 1 : 0;
  if (closed && before['IsClosed'] !== 1) after['CompletedDateTime'] = now;
  if (!closed) after['CompletedDateTime'] = null;
}

function calculateOpportunity(save: Save): void {
  const { after, given } = save;
  const stage = String(after['StageName']);
  after['IsWon'] = stage === 'Closed Won' ? 1 : 0;
  after['IsClosed'] = stage === 'Closed Won' || stage === 'Closed Lost' ? 1 : 0;
  if (changes(save, 'StageName') && !given.has('Probability'))
    after['Probability'] = stageProbabilities[stage] ?? after['Probability'] ?? null;
}

/** A formula over a blank number is blank, and so is an empty text (documented: "Treat blank fields as blanks"). */
function calculateFormulas({ org, after, now }: Save, object: SObjectType): void {
  const context = { now: new Date(now) };
  for (const { field, expression } of org.model.compiled.get(object.name)?.formulas ?? []) {
    const value = expression.evaluate({ lead: formulaValues(object, after), context });
    if (value === null || value === '' || Array.isArray(value)) after[field.name] = null;
    else if (typeof value === 'boolean') after[field.name] = value ? 1 : 0;
    else if (field.type === 'date') after[field.name] = new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
    else if (field.type === 'datetime') after[field.name] = new Date(Number(value)).toISOString();
    else if (typeof value === 'number')
      after[field.name] = roundTo(field.type === 'percent' ? value * 100 : value, field.scale ?? 0);
    else after[field.name] = String(value).slice(0, field.length);
  }
}
