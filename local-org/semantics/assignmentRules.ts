import { LeadValueError } from '../../assignment-rules/index.ts';
import type { CompiledRule, Outcome } from '../../assignment-rules/index.ts';
import { SalesforceError } from '../errors.ts';
import type { AutoAssign } from '../org.ts';
import type { OrgCore } from '../orgCore.ts';
import { normalizeId } from '../state/idChecksum.ts';
import { formulaValues } from './formulaFields.ts';
import { checkOwner, invalidCrossReference } from './references.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/**
 * Gives a lead its owner by the assignment rules, on create and on update alike, over any OwnerId that was sent.
 * No entry matches: the default lead owner. No active rule, or "Do Not Reassign Owner": the owner stays.
 * Source: REST API Developer Guide, Assignment Rule Header; Apex Developer Guide, "Triggers and Order of Execution", step 9
 * (documented).
 * @throws SalesforceError INACTIVE_OWNER_OR_USER, INVALID_CROSS_REFERENCE_KEY for an owner that cannot own it
 */
export function assignOwner(save: Save): void {
  const { org, object, autoAssign, after } = save;
  if (object.name === 'Lead') {
    const rule = chosenRule(org, autoAssign);
    const outcome = rule && outcomeFor(save, rule);
    const ownerId = outcome && ownerOf(org, outcome);
    if (ownerId !== undefined) {
      checkOwner(org, object, ownerId);
      after['OwnerId'] = ownerId;
    }
    markUnread(save);
  }
}

/**
 * The rule that the header asks for; a rule named by its id may be inactive, and is also taken on update (assumed: the
 * guide speaks of created records).
 * @throws SalesforceError INVALID_CROSS_REFERENCE_KEY for an id that is no Lead rule's (assumed)
 */
function chosenRule(org: OrgCore, autoAssign: AutoAssign): CompiledRule | undefined {
  if (autoAssign.kind === 'off') return undefined;
  const deployed = org.model.assignmentRules.get('Lead');
  if (autoAssign.kind === 'active') return deployed?.active;
  const rules = org.schema.object('AssignmentRule');
  const id = normalizeId(autoAssign.ruleId);
  const row = rules && id !== undefined ? org.rows.find(rules, id) : undefined;
  const rule = row?.['SobjectType'] === 'Lead' ? deployed?.rules.get(String(row['Name'])) : undefined;
  if (!rule) throw invalidCrossReference();
  return rule;
}

function outcomeFor({ org, object, after, access }: Save, rule: CompiledRule): Outcome {
  try {
    return rule.evaluate(formulaValues(object, after), {
      now: org.clock.now(),
      runningUser: access.runningUser,
      timeZone: access.timeZone
    });
  } catch (error) {
    if (error instanceof LeadValueError)
      throw new SalesforceError('UNKNOWN_EXCEPTION', `((${error.message}))`, { fields: [error.field] });
    throw error;
  }
}

/** @throws SalesforceError INVALID_CROSS_REFERENCE_KEY when the entry's user or queue is gone */
function ownerOf(org: OrgCore, outcome: Outcome): string | undefined {
  if (outcome.kind === 'keepOwner') return undefined;
  if (outcome.kind === 'noMatch') return org.settings.defaultLeadOwnerId;
  const { type, name } = outcome.target;
  const object = org.schema.object(type === 'Queue' ? 'Group' : 'User');
  const found = object && org.rows.findBy(object, type === 'Queue' ? 'DeveloperName' : 'Username', name);
  const owner = found?.find((row) => type === 'User' || row['Type'] === 'Queue');
  if (!owner) throw invalidCrossReference('OwnerId');
  return owner['Id'] as string;
}

/** A lead that came to somebody else is unread until its owner opens it (assumed). */
function markUnread(save: Save): void {
  const { after, session, given } = save;
  if (!given.has('IsUnreadByOwner') && changes(save, 'OwnerId'))
    after['IsUnreadByOwner'] = after['OwnerId'] === session.userId ? 0 : 1;
}
