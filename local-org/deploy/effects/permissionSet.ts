/** Permission sets: a row to assign; the rights themselves are compiled with the model. */
import { requiredText, textIn } from '../../state/metadata/elements.ts';
import { findRow, objectNamed, putRow } from '../../state/setUpRows.ts';
import type { MetadataEffect } from './effect.ts';

export const permissionSetEffect: MetadataEffect = {
  kind: 'rows',
  what: 'a PermissionSet row, and the rights of those it is assigned to',
  apply(org, { content, fullName }) {
    putRow(
      org,
      'PermissionSet',
      { Name: fullName },
      {
        Label: requiredText(content, 'label'),
        Description: textIn(content, 'description')?.slice(0, 255) ?? null
      }
    );
  },
  remove(org, { fullName }) {
    const object = objectNamed(org, 'PermissionSet');
    const row = findRow(org, object, { Name: fullName });
    if (!row) return;
    const assignment = objectNamed(org, 'PermissionSetAssignment');
    for (const { Id } of org.rows.findBy(assignment, 'PermissionSetId', row['Id'] as string))
      org.rows.remove(assignment, Id as string);
    org.rows.remove(object, row['Id'] as string);
  }
};
