import { SalesforceError } from '../errors.ts';
import { formulaValues } from './formulaFields.ts';
import type { Save } from './save.ts';

/**
 * Runs the active validation rules in the order of their names; the first that is true fails the save. (Salesforce reports
 * all that are true; the local org one.)
 * @throws SalesforceError FIELD_CUSTOM_VALIDATION_EXCEPTION with the rule's own message
 */
export function runValidationRules({ org, object, kind, before, after, access }: Save): void {
  const validations = org.model.compiled.get(object.name)?.validations;
  if (!validations || validations.length === 0) return;
  const scope = {
    lead: formulaValues(object, after),
    before: kind === 'create' ? undefined : formulaValues(object, before),
    context: { now: org.clock.now(), runningUser: access.runningUser, timeZone: access.timeZone }
  };
  for (const { rule, condition } of validations) {
    if (condition.evaluate(scope) !== true) continue;
    const field = rule.errorDisplayField === undefined ? undefined : object.field(rule.errorDisplayField);
    throw new SalesforceError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.errorMessage, {
      fields: field ? [field.name] : []
    });
  }
}
