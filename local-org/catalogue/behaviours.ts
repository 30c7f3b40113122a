/**
 * What the org does beside answering requests: how it saves, who sees what, how it counts and fails.
 */
import type { FidelityRow } from './fidelityRow.ts';

const restGuide = 'documented REST API Developer Guide';
const apexGuide = 'documented Apex Developer Guide, "Triggers and Order of Execution"';

const saving: readonly FidelityRow[] = [
  {
    feature: 'order of execution',
    support: 'partial',
    note: 'no flows, triggers, duplicate rules, workflow, entitlements or roll-up summaries; the rest in Salesforce’s order',
    source: apexGuide
  },
  {
    feature: 'required fields, lengths, types, restricted picklists, lookups',
    support: 'supported',
    source: `${restGuide}, "Status Codes and Error Responses"; texts from public recordings`
  },
  {
    feature: 'validation rules, with ISNEW, ISCHANGED and PRIORVALUE',
    support: 'partial',
    note: 'a formula that cannot be judged is refused when it deploys; of several that are true, one is reported',
    source: `${apexGuide}; Salesforce Help, ISNEW, ISCHANGED, PRIORVALUE`
  },
  {
    feature: 'unique fields and external ids',
    support: 'supported',
    source: 'recorded text of DUPLICATE_VALUE in public repositories'
  },
  {
    feature: 'Lead assignment rules on create and on update',
    support: 'supported',
    note: 'Lead only; the active rule runs unless Sforce-Auto-Assign is FALSE',
    source: `${restGuide}, "Assignment Rule Header"`
  },
  {
    feature: 'default lead owner when no entry matches',
    support: 'supported',
    note: 'an option of the local org, as it is a setting that no API shows',
    source: 'recorded in public issues: any update by REST may move a lead to the default owner'
  },
  {
    feature: 'e-mail to the new owner',
    support: 'partial',
    note: 'an entry’s template deploys, and no e-mail is sent',
    source: 'documented Metadata API Developer Guide, "AssignmentRules"'
  },
  {
    feature: 'formula fields and auto-numbers',
    support: 'partial',
    note: 'a formula that names other objects or the time is refused when it deploys',
    source: apexGuide
  },
  { feature: 'field history', support: 'supported', source: 'documented Object Reference, "LeadHistory"' },
  {
    feature: 'deleting',
    support: 'partial',
    note: 'records are marked deleted and lookups cleared, restricted or cascaded; there is no undelete',
    source: 'documented Object Reference, "Lookup Relationship Options"'
  },
  { feature: 'Apex and flows', support: 'refused', note: 'they do not deploy', source: apexGuide }
];

const access: readonly FidelityRow[] = [
  {
    feature: 'object and field permissions',
    support: 'partial',
    note: 'from three built-in profiles and the permission sets assigned; no permission set groups, no muting',
    source: 'documented Salesforce Help, "User Permissions and Access"'
  },
  {
    feature: 'sharing',
    support: 'partial',
    note: 'organization-wide defaults, owner, queue members, View All and Modify All; no role hierarchy, sharing rules, teams or territories',
    source: 'documented Salesforce Help, "Sharing Settings"'
  },
  {
    feature: 'sessions',
    support: 'partial',
    note: 'they end with the process, by revoke, or by a fault; they do not time out by themselves',
    source: 'assumed: a client must bear an ended session at any time'
  }
];

const requests: readonly FidelityRow[] = [
  {
    feature: 'Sforce-Limit-Info and the daily limit',
    support: 'supported',
    note: '24 hours rolling, in steps of a quarter of an hour; what is above the limit is refused',
    source: 'documented "API Request Limits and Allocations"'
  },
  {
    feature: 'concurrent request limit',
    support: 'partial',
    note: 'not enforced: every request is answered',
    source: 'documented "API Request Limits and Allocations"'
  },
  {
    feature: 'an invalid Sforce-Auto-Assign',
    support: 'supported',
    note: '400 INVALID_INPUT',
    source: 'assumed: what a real org answers is not documented'
  },
  {
    feature: 'Sforce-Duplicate-Rule-Header',
    support: 'supported',
    note: 'without effect, as there are no duplicate rules',
    source: `${restGuide}, "Duplicate Rule Header"`
  },
  {
    feature: 'conditional requests (If-Match, If-Modified-Since, …)',
    support: 'refused',
    source: `${restGuide}, "Conditional Requests"`
  },
  { feature: 'XML requests and replies', support: 'refused', note: 'JSON only, but for SOAP', source: restGuide },
  {
    feature: 'references in /composite',
    support: 'supported',
    note: 'a blank value counts as none',
    source: 'recorded texts in public repositories'
  },
  {
    feature: 'row locks',
    support: 'partial',
    note: 'requests run one after another, so UNABLE_TO_LOCK_ROW comes by a fault only',
    source: 'recorded text in public repositories'
  },
  {
    feature: 'e-mail',
    support: 'partial',
    note: 'kept in the outbox (/_local/outbox); nothing is sent',
    source: 'documented Actions Developer Guide'
  }
];

export const behaviourGroups: readonly { readonly title: string; readonly rows: readonly FidelityRow[] }[] = [
  { title: 'Saving', rows: saving },
  { title: 'Access', rows: access },
  { title: 'Requests', rows: requests }
];
