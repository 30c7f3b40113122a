import type { Check } from './finding.ts';
import type { OrgFacts } from './orgFacts.ts';
import { about, known } from './reading.ts';

/** Objects of which Baton makes records. */
const made = ['Lead', 'Task', 'Event', 'Handoff__c', 'Handoff_Offer__c', 'Handoff_Notice__c'];

/** Custom fields that a record cannot be saved without and that no call fills. */
export const requiredFields: Check = {
  id: 'requiredFields',
  group: 'Data',
  title: 'Required fields and validation rules',
  judge: (facts) => {
    const { leadValidationRules, shipped } = facts;
    const rules = (known(leadValidationRules) ?? []).filter((name) => !shipped.validationRules.includes(name));
    return {
      findings: [
        ...about(requiredFieldsOfOthers(facts), {
          severity: 'problem',
          what: 'These fields are required, have no default, and Baton does not fill them: records are refused.',
          mend: 'Object Manager → the object → the field: give it a default value or untick Required. On Lead the voice agent may send it under custom.'
        }),
        ...about(rules, {
          severity: 'note',
          what: 'Lead has active validation rules of your own, which are not judged: one that refuses a call makes it fail.',
          mend: 'Object Manager → Lead → Validation Rules: see that each lets a lead through that holds only what callers tell; route one call to try.'
        })
      ],
      fine: 'nothing is required that a call does not bring',
      notMade:
        'unread' in leadValidationRules
          ? [
              `Which validation rules Lead has (Object Manager → Lead → Validation Rules shows them): ${leadValidationRules.unread}`
            ]
          : []
    };
  }
};

function requiredFieldsOfOthers({ objects, allFields, shipped }: OrgFacts): string[] {
  const own = new Set(shipped.customFields);
  return made.flatMap((object) => {
    const seen = (allFields?.[object] && known(allFields[object])) ?? (objects[object] && known(objects[object]));
    return (seen?.fields ?? [])
      .filter(
        ({ name, custom, nillable, defaultedOnCreate, type }) =>
          custom && !nillable && !defaultedOnCreate && type !== 'boolean' && !own.has(`${object}.${name}`)
      )
      .map(({ name }) => `${object}.${name}`);
  });
}
