/** What the doctor reads through the Metadata API, since no object tells it. */
import { BatonError } from '../domain/errors.ts';
import { reading, type SetupReader } from './readSetupFacts.ts';
import { metadataElements } from './soapMetadata.ts';
import { startTrace } from './trace.ts';

const request = ({ deadlineMs }: SetupReader) => ({ deadlineMs, trace: startTrace() });

/** What Baton listens to in the standard channel of change events. */
const watchedEntities = [
  'Handoff__ChangeEvent',
  'Handoff_Offer__ChangeEvent',
  'TaskChangeEvent',
  'EventChangeEvent',
  'UserChangeEvent'
];

/**
 * Those of the entities that Baton listens to which send change events. A member's name is its channel's and its
 * entity's, with single underscores (recorded: retrieved projects).
 */
export async function readChangeEvents(reader: SetupReader): Promise<string[]> {
  const members = await reader.salesforce.listMetadata('PlatformEventChannelMember', request(reader));
  const names = new Set(members.map((name) => name.replace(/_+/g, '_')));
  return watchedEntities.filter((entity) => names.has(`ChangeEvents_${entity}`.replace(/_+/g, '_')));
}

/** Active duplicate rules of Lead; whether one blocks is known only to whoever may read metadata. */
export async function readLeadDuplicateRules(
  reader: SetupReader
): Promise<{ name: string; blocksInsert: boolean | undefined }[]> {
  const names = await reading(() => reader.salesforce.listMetadata('DuplicateRule', request(reader)));
  if ('unread' in names) {
    const rules = await reader.salesforce.query<{ DeveloperName: string }>(
      "SELECT DeveloperName FROM DuplicateRule WHERE SobjectType = 'Lead' AND IsActive = TRUE",
      request(reader)
    );
    return rules.map(({ DeveloperName: name }) => ({ name, blocksInsert: undefined }));
  }
  const rules = await Promise.all(
    ofLead(names.read).map(async (name) => ({
      name,
      ...(await content<{ isActive?: string; actionOnInsert?: string }>(reader, 'DuplicateRule', name))
    }))
  );
  return rules
    .filter(({ isActive }) => isActive === 'true')
    .map(({ name, actionOnInsert }) => ({ name, blocksInsert: actionOnInsert === 'Block' }));
}

export async function readLeadValidationRules(reader: SetupReader): Promise<string[]> {
  const names = ofLead(await reader.salesforce.listMetadata('ValidationRule', request(reader)));
  const rules = await Promise.all(
    names.map(async (name) => ({ name, ...(await content<{ active?: string }>(reader, 'ValidationRule', name)) }))
  );
  return rules.filter(({ active }) => active === 'true').map(({ name }) => name);
}

const ofLead = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('Lead.'));

async function content<T>(reader: SetupReader, type: string, name: string): Promise<T> {
  const read = metadataElements<T>(await reader.salesforce.readMetadata(type, name, request(reader)), []);
  if (!read) {
    throw new BatonError('salesforceUnavailable', `${type} ${name} was listed and then could not be read.`);
  }
  return read;
}
