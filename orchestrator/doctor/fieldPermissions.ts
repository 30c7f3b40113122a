import type { Check } from './finding.ts';
import type { FieldSeen, OrgFacts } from './orgFacts.ts';
import { about, known } from './reading.ts';

/** A permission set grants a compound field; records have its parts. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'Lead.Address': ['Street', 'City', 'State', 'PostalCode', 'Country'],
  'Account.BillingAddress': ['BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry']
};

/** Fields that Baton uses and the integration user does not see or may not write; of an object that can be read. */
export const fieldPermissions: Check = {
  id: 'fieldPermissions',
  group: 'Rights',
  title: 'Field permissions of the integration user',
  judge: (facts) => {
    const needed = neededFields(facts);
    const hidden: string[] = [];
    const readOnly: string[] = [];
    for (const { object, field, editable } of needed) {
      const fields = facts.objects[object] && known(facts.objects[object])?.fields;
      const seen = fields?.find(({ name }) => name === field);
      if (fields && !seen) hidden.push(`${object}.${field}`);
      if (seen && editable && !isWritable(seen)) readOnly.push(`${object}.${field}`);
    }
    const mend = `Assign the permission set Baton Integration to ${facts.user.username}, or give the fields back to it under Object Settings.`;
    return {
      findings: [
        ...about(hidden, {
          severity: 'problem',
          what: `${facts.user.username} does not see these fields${facts.allFields ? '' : ', or the org does not have them'}.`,
          mend: facts.allFields ? mend : `${mend} If they are missing in Object Manager, deploy force-app.`
        }),
        ...about(readOnly, { severity: 'problem', what: `${facts.user.username} may not write these fields.`, mend })
      ],
      fine: `${needed.length} fields`
    };
  }
};

function isWritable({ createable, updateable }: FieldSeen): boolean {
  return createable || updateable;
}

/** Those that the permission set names, and those that are granted with the object since they are required. */
function neededFields({ shipped }: OrgFacts): { object: string; field: string; editable: boolean }[] {
  const granted = shipped.fields.flatMap(({ object, field, editable }) =>
    (parts[`${object}.${field}`] ?? [field]).map((part) => ({ object, field: part, editable }))
  );
  const objects = new Set(shipped.objects.map(({ object }) => object));
  const own = shipped.inseparableFields
    .map((name) => name.split('.') as [string, string])
    .filter(([object]) => objects.has(object))
    .map(([object, field]) => ({ object, field, editable: false }));
  const named = new Set(granted.map(({ object, field }) => `${object}.${field}`));
  return [...granted, ...own.filter(({ object, field }) => !named.has(`${object}.${field}`))];
}
