/** Presence statuses: one row each. Source: Metadata API Developer Guide, ServicePresenceStatus (documented). */
import { requiredText } from '../../state/metadata/elements.ts';
import { MetadataProblem } from '../../state/metadata/metadataProblem.ts';
import { findRow, objectNamed, putRow } from '../../state/setUpRows.ts';
import type { MetadataEffect } from './effect.ts';

export const servicePresenceStatusEffect: MetadataEffect = {
  kind: 'rows',
  what: 'a ServicePresenceStatus row, where Omni-Channel is enabled; its channels have no effect',
  apply(org, { content, fullName }) {
    if (!org.schema.object('ServicePresenceStatus')) throw new MetadataProblem('Omni-Channel is not enabled');
    const label = requiredText(content, 'label');
    putRow(org, 'ServicePresenceStatus', { DeveloperName: fullName }, { MasterLabel: label, Language: 'en_US' });
  },
  remove(org, { fullName }) {
    const object = objectNamed(org, 'ServicePresenceStatus');
    const row = findRow(org, object, { DeveloperName: fullName });
    if (row) org.rows.remove(object, String(row['Id']));
  }
};
