/** Settings of the org: business hours with their holidays, and whether there is Omni-Channel. */
import { flagIn } from '../../state/metadata/elements.ts';
import { MetadataProblem, notSupported } from '../../state/metadata/metadataProblem.ts';
import { putBusinessHours } from './businessHours.ts';
import type { MetadataEffect } from './effect.ts';

export const settingsEffect: MetadataEffect = {
  kind: 'rows',
  what: 'BusinessHours and Holiday rows; Omni-Channel and its objects, on or off; other settings are refused',
  apply(org, { content, fullName }) {
    if (fullName === 'BusinessHours') {
      putBusinessHours(org, content);
      return;
    }
    if (fullName !== 'OmniChannel') throw notSupported(`the settings ${fullName}`);
    // The objects came or went with the schema.
    const other = Object.keys(content).find(
      (element) => element !== 'enableOmniChannel' && element.startsWith('enable') && flagIn(content, element)
    );
    if (other) throw notSupported(`${other} in the settings OmniChannel`);
  },
  remove(_org, { fullName }) {
    throw new MetadataProblem(`Settings cannot be deleted: ${fullName}`);
  }
};
