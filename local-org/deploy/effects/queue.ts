/** Queues: a Group row, what it may own, who is in it. Source: Metadata API Developer Guide, Queue (documented). */
import type { OrgCore } from '../../orgCore.ts';
import { contentsIn, flagIn, requiredText, textIn, textsIn } from '../../state/metadata/elements.ts';
import { MetadataProblem, notSupported } from '../../state/metadata/metadataProblem.ts';
import type { MetadataComponent } from '../../state/metadataStore.ts';
import { findRow, objectNamed, putRow } from '../../state/setUpRows.ts';
import type { MetadataEffect } from './effect.ts';

export const queueEffect: MetadataEffect = {
  kind: 'rows',
  what: 'Group, QueueSobject and, where queueMembers is given, GroupMember rows',
  apply(org, component) {
    const { content, fullName } = component;
    if (content['queueRoutingConfig'] !== undefined) throw notSupported('queueRoutingConfig of a queue');
    const objects = contentsIn(content, 'queueSobject').map((entry) =>
      ownedObject(org, requiredText(entry, 'sobjectType'))
    );
    const queueId = putRow(
      org,
      'Group',
      { DeveloperName: fullName, Type: 'Queue' },
      {
        Name: requiredText(content, 'name'),
        Email: textIn(content, 'email') ?? null,
        DoesSendEmailToMembers: flagIn(content, 'doesSendEmailToMembers') ? 1 : 0,
        OwnerId: org.organizationId
      }
    );
    fitLinks(org, 'QueueSobject', { QueueId: queueId }, 'SobjectType', objects);
    if (content['queueMembers'] !== undefined) {
      fitLinks(org, 'GroupMember', { GroupId: queueId }, 'UserOrGroupId', membersOf(org, component));
    }
  },
  remove(org, { fullName }) {
    const group = objectNamed(org, 'Group');
    const queue = findRow(org, group, { DeveloperName: fullName, Type: 'Queue' });
    if (!queue) return;
    const queueId = queue['Id'] as string;
    for (const object of org.schema.objects) {
      const owned =
        object.field('OwnerId') && object.name !== 'Group' ? org.rows.findBy(object, 'OwnerId', queueId) : [];
      if (owned.length > 0)
        throw new MetadataProblem(`Cannot delete the queue: it owns ${owned.length} ${object.labelPlural}`);
    }
    fitLinks(org, 'QueueSobject', { QueueId: queueId }, 'SobjectType', []);
    fitLinks(org, 'GroupMember', { GroupId: queueId }, 'UserOrGroupId', []);
    org.rows.remove(group, queueId);
  }
};

function ownedObject(org: OrgCore, name: string): string {
  const object = org.schema.object(name);
  if (!object?.field('OwnerId')?.referenceTo.includes('Group')) throw new MetadataProblem(`A queue cannot own ${name}`);
  return object.name;
}

function membersOf(org: OrgCore, { content }: MetadataComponent): string[] {
  const [members = {}] = contentsIn(content, 'queueMembers');
  const other = Object.keys(members).find((element) => element !== 'users');
  if (other) throw notSupported(`${other} as members of a queue`);
  return contentsIn(members, 'users').flatMap((users) =>
    textsIn(users, 'user').map((username) => {
      const user = findRow(org, objectNamed(org, 'User'), { Username: username });
      if (!user) throw new MetadataProblem(`In field: user - no User named ${username} found`);
      return user['Id'] as string;
    })
  );
}

/** Makes the links of one record to be these, neither more nor fewer. */
function fitLinks(
  org: OrgCore,
  objectName: string,
  from: Record<string, string>,
  field: string,
  targets: readonly string[]
): void {
  const object = objectNamed(org, objectName);
  const [[fromField, fromId] = ['', '']] = Object.entries(from);
  for (const row of org.rows.findBy(object, fromField, fromId)) {
    if (!targets.includes(String(row[field]))) org.rows.remove(object, row['Id'] as string);
  }
  for (const target of targets) putRow(org, objectName, { ...from, [field]: target });
}
