/** Every check, in the order in which a person mends things. */
import { activeRule } from './activeRule.ts';
import { calendars } from './calendars.ts';
import { changeEvents } from './changeEvents.ts';
import { defaultLeadOwner } from './defaultLeadOwner.ts';
import { duplicateRules } from './duplicateRules.ts';
import { emailNotices } from './emailNotices.ts';
import { fallbackOwnerSetting } from './fallbackOwnerSetting.ts';
import { fieldPermissions } from './fieldPermissions.ts';
import type { Check, Judgement } from './finding.ts';
import { leadsInQueues } from './leadsInQueues.ts';
import { limits } from './limits.ts';
import { logIn } from './logIn.ts';
import { objectPermissions } from './objectPermissions.ts';
import type { OrgFacts } from './orgFacts.ts';
import { policyNames } from './policyNames.ts';
import { queueMembers } from './queueMembers.ts';
import { repHours } from './repHours.ts';
import { repPermissions } from './repPermissions.ts';
import { reps } from './reps.ts';
import { requiredFields } from './requiredFields.ts';
import { ruleTargets } from './ruleTargets.ts';
import { shippedFields } from './shippedFields.ts';
import { slackNotices } from './slackNotices.ts';

export const checks: readonly Check[] = [
  logIn,
  shippedFields,
  objectPermissions,
  fieldPermissions,
  leadsInQueues,
  activeRule,
  ruleTargets,
  defaultLeadOwner,
  policyNames,
  fallbackOwnerSetting,
  queueMembers,
  reps,
  repHours,
  repPermissions,
  limits,
  changeEvents,
  emailNotices,
  slackNotices,
  calendars,
  duplicateRules,
  requiredFields
];

export interface Examined extends Judgement {
  check: Check;
}

export function examine(facts: OrgFacts): Examined[] {
  return checks.map((check) => ({ check, ...check.judge(facts) }));
}
