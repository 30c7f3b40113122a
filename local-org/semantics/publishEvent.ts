import type { OrgCore } from '../orgCore.ts';
import { eventValue } from './changeEvents.ts';
import { checkFieldRights } from './fieldRights.ts';
import { convertValues } from './fieldTypes.ts';
import { readFieldNames } from './fieldNames.ts';
import { applyDefaults } from './defaults.ts';
import { checkObjectRights } from './objectRights.ts';
import { checkRequired } from './requiredFields.ts';
import type { Save } from './save.ts';

/** A platform event is checked as a record is, as far as its fields have rules, and then published; nothing is stored. */
const publishLadder = [
  readFieldNames,
  checkObjectRights,
  checkFieldRights,
  convertValues,
  applyDefaults,
  checkRequired
];

/**
 * Source: Platform Events Developer Guide, "Publish Event Messages with REST API" (documented).
 * @returns the uuid under which the bus publishes the event after commit
 */
export function publishEvent(org: OrgCore, save: Save): string {
  for (const step of publishLadder) step(save);
  const fields = save.object.fields.filter((field) => field.custom);
  const payload = Object.fromEntries(
    fields.map((field) => [field.name, eventValue(field, save.after[field.name] ?? null)])
  );
  return org.events.publish(`/event/${save.object.name}`, {
    CreatedById: save.session.userId,
    CreatedDate: org.clock.now().toISOString(),
    ...payload
  });
}
