import type { Check } from './finding.ts';
import { about, known } from './reading.ts';

/** Whether Baton's own objects and fields are in the org at all, whoever may see them. */
export const shippedFields: Check = {
  id: 'shippedFields',
  group: 'Rights',
  title: 'Baton’s objects and fields',
  judge: ({ allFields, shipped }) => {
    if (allFields === undefined) {
      return {
        findings: [],
        fine: '',
        notMade: [
          'Only whoever sees every field can tell a field that is missing from one that is hidden: what the integration user does not see is listed under field permissions. To tell, look in Setup → Object Manager.'
        ]
      };
    }
    const missing = shipped.customFields.filter((name) => {
      const [object = '', field = ''] = name.split('.');
      const seen = allFields[object] && known(allFields[object]);
      return allFields[object] !== undefined && !seen?.fields.some((each) => each.name === field);
    });
    return {
      findings: about(missing, {
        severity: 'problem',
        what: 'These fields of Baton are not in the org.',
        mend: 'Deploy them: baton deploy, or sf project deploy start --source-dir force-app.'
      }),
      fine: `all ${shipped.customFields.length} custom fields are there`
    };
  }
};
