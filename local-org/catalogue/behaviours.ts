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
    note: 'no flows, triggers, workflow, entitlements or roll-up summaries; the rest in Salesforce’s order',
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
    feature: 'duplicate rules',
    support: 'partial',
    note: 'leads with leads, by the matching method Exact; fuzzy methods, conditions and other objects are refused when they deploy; no reports of duplicates',
    source:
      'documented Metadata API Developer Guide, "DuplicateRule", "MatchingRule"; REST API Developer Guide, "Duplicate Rule Header"; the reply recorded in public repositories; assumed: text in any case, updates only when a compared field changes'
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
  {
    feature: 'recurring events of Salesforce Classic',
    support: 'partial',
    note: 'all types; a main record and one event for each occurrence; the main record cannot be changed, and starts when the recurrence does',
    source:
      'documented Object Reference, "Event"; assumed: most occurrences by type, weeks from Sunday, the last day of a month without a 31st'
  },
  {
    feature: 'event series of Lightning Experience',
    support: 'partial',
    note: 'a main record (GroupEventType 3) and one event for each occurrence; a series without end, BYWEEKNO, BYYEARDAY and changes to a series are refused; an occurrence can be deleted alone',
    source:
      'documented Object Reference, "Event", Recurrence2PatternText; Change Data Capture Developer Guide, "Recurring Activities"; assumed: a start that the rule does not give is no occurrence'
  },
  {
    feature: 'recurring tasks',
    support: 'refused',
    note: 'their fields are not there',
    source: 'documented Object Reference, "Task"'
  },
  {
    feature: 'files',
    support: 'partial',
    note: 'ContentVersion and its ContentDocument, for whoever saved them; no libraries, links or shares, so that FirstPublishLocationId is kept and shows the file to nobody else; only their content is kept up, and they cannot be renamed',
    source: 'documented Object Reference, "ContentVersion"'
  },
  {
    feature: 'Omni-Channel presence',
    support: 'partial',
    note: 'UserServicePresence and ServicePresenceStatus exist while the settings enable Omni-Channel; an administrator creates a presence in place of the widget; IsAway and capacities stay empty',
    source:
      'documented Object Reference, "UserServicePresence"; assumed: key prefixes, and that all users may read them'
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
    feature: 'sharing of activities',
    support: 'partial',
    note: 'Private and Controlled by Parent when objects/Activity is deployed with one of them; without it everyone with Access Activities sees all tasks and events, where a real org has Private; calendar sharing is not there',
    source: 'documented Salesforce Help, "Organization-Wide Sharing Defaults"'
  },
  {
    feature: 'the Metadata API',
    support: 'supported',
    note: 'for users with Modify Metadata or Modify All Data; other rights that a type may ask for are not looked at',
    source: 'documented Metadata API Developer Guide, "Modify Metadata Through Metadata API Functions"'
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
    support: 'partial',
    note: 'allowSave; includeRecordDetails and runAsCurrentUser are refused',
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

const componentsGuide = 'documented Lightning Web Components Developer Guide';

const lightning: readonly FidelityRow[] = [
  {
    feature: 'Lightning web components',
    support: 'partial',
    note: 'compiled from their sources by LWC itself, with synthetic shadow and SLDS 1; no Lightning Locker or Web Security; base components are those of the package lightning-base-components, and one that it lacks (record forms, recordPicker, flow, …) fails the build by name',
    source: componentsGuide
  },
  {
    feature: '@salesforce/label, schema, user, i18n',
    support: 'partial',
    note: 'labels, objects and fields as deployed, in one language; user/Id, user/isGuest, client/formFactor; i18n: lang, locale, timeZone, dir, currency; apex, resourceUrl and the rest fail the build by name',
    source: `${componentsGuide}, "@salesforce Modules"`
  },
  {
    feature: 'lightning/uiRecordApi',
    support: 'partial',
    note: 'getRecord by fields, getFieldValue, getFieldDisplayValue, createRecord, updateRecord, notifyRecordUpdateAvailable; no cache shared between components, no layouts, no deleteRecord, getRecords or getRecordNotifyChange',
    source: `${componentsGuide}, "lightning/uiRecordApi"; shapes of errors as lwc-recipes reads them`
  },
  {
    feature: 'lightning/graphql',
    support: 'partial',
    note: 'gql and the graphql wire with variables, operationName and refresh; no executeMutation, no cache',
    source: `${componentsGuide}, "lightning/graphql"`
  },
  {
    feature: 'lightning/empApi',
    support: 'partial',
    note: 'over the real CometD endpoint, with replay and a new start after a lost connection; a replay id that the org does not know ends the subscription and goes to onError',
    source: `${componentsGuide}, "lightning/empApi"; assumed: that a refused subscription also rejects the promise`
  },
  {
    feature: 'lightning/navigation',
    support: 'partial',
    note: 'record page (view), object page (list), home, navigation items, web pages; no console tabs',
    source: `${componentsGuide}, "lightning/navigation"`
  },
  {
    feature: 'lightning/platformUtilityBarApi',
    support: 'partial',
    note: 'EnclosingUtilityId, open, minimize, updateUtility, getInfo, getAllUtilityInfo; no updatePanel, no onUtilityClick, no pop-out',
    source: `${componentsGuide}, "lightning/platformUtilityBarApi"`
  },
  {
    feature: 'lightning/platformShowToastEvent',
    support: 'partial',
    note: 'no messageData',
    source: `${componentsGuide}, "lightning/platformShowToastEvent"`
  },
  {
    feature: 'Lightning apps and pages',
    support: 'partial',
    note: 'one app: tabs, utility bar, home, record pages by its action overrides; regions, facets, properties; visibility rules and fields placed one by one fail the build by name; of the platform’s components highlights, details and tabs have stand-ins, any other is named in its place',
    source: 'documented Metadata API Developer Guide, "FlexiPage", "CustomApplication"'
  }
];

export const behaviourGroups: readonly { readonly title: string; readonly rows: readonly FidelityRow[] }[] = [
  { title: 'Saving', rows: saving },
  { title: 'Access', rows: access },
  { title: 'Requests', rows: requests },
  { title: 'Lightning', rows: lightning }
];
