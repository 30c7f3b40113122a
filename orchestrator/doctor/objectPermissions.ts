import type { Check } from './finding.ts';
import { about, known } from './reading.ts';

/** Activities follow user permissions, not object permissions, so no permission set names them. */
const activities = [
  { object: 'Task', create: true, edit: true },
  { object: 'Event', create: true, edit: true }
];

export const objectPermissions: Check = {
  id: 'objectPermissions',
  group: 'Rights',
  title: 'Object permissions of the integration user',
  judge: ({ objects, shipped, user, permissionSets }) => {
    const needed = [...shipped.objects, ...activities];
    const lacking = needed.flatMap(({ object, create, edit }) => {
      const seen = objects[object] && known(objects[object]);
      if (!seen) return [`${object}: read`];
      const lacks = [...(create && !seen.createable ? ['create'] : []), ...(edit && !seen.updateable ? ['edit'] : [])];
      return lacks.length > 0 ? [`${object}: ${lacks.join(', ')}`] : [];
    });
    const sets = known(permissionSets);
    const isAssigned = sets?.holders['Baton_Integration']?.includes(user.id);
    return {
      findings: about(lacking, {
        severity: 'problem',
        what: `${user.username} lacks rights to objects that Baton works on.`,
        mend:
          isAssigned === false
            ? 'Setup → Users → the user → Permission Set Assignments: add Baton Integration (its licence needs the permission set licence Salesforce API Integration).'
            : 'Assign the permission set Baton Integration to this user, and deploy force-app again if somebody has changed it. For tasks and events it holds Access Activities, Edit Tasks and Edit Events.'
      }),
      fine: `${needed.length} objects`
    };
  }
};
