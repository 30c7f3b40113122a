/**
 * The channels of the streaming API: which exist, who may subscribe, and what a subscriber gets to see of an event.
 */
import { createHash } from 'node:crypto';
import type { BusEvent, Org, Session } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';

/** Carries the change events of every object that the subscriber has View All on. */
const allChanges = '/data/ChangeEvents';

/** A subscription that was refused; `error` is the Bayeux error text, `<code>:<args>:<message>`. */
export interface ChannelRefusal {
  readonly error: string;
}

export interface Channel {
  /** As the client wrote it; events are delivered under this name. */
  readonly name: string;
  /** Channels of the event bus that feed it. */
  readonly sources: readonly string[];
}

/**
 * Finds a channel, whose name is case-sensitive, and checks the subscriber's rights.
 *
 * Platform events need Read on the event. Change events of one object need View All on it, and ignore sharing; for
 * `/data/ChangeEvents` that is checked at delivery instead. Source: documented, Change Data Capture Developer Guide,
 * "Required Permissions for Change Event Subscribers". Error texts: documented, Streaming API Developer Guide,
 * "Streaming API Error Codes"; that a missing right answers as a 403 is assumed from the same table.
 */
export function openChannel(org: Org, session: Session, name: string): Channel | ChannelRefusal {
  if (!name.startsWith('/')) return { error: "400::Channel subscriptions must start with a leading '/'" };

  const platformEvent = /^\/event\/(\w+)$/.exec(name)?.[1];
  if (platformEvent?.endsWith('__chn')) return unsupportedChannel(name, 'custom channels');
  if (platformEvent) {
    const event = org.schema.object(platformEvent);
    if (event?.kind !== 'platformEvent' || event.name !== platformEvent) return noSuchChannel(name);
    if (!org.access(session).can(event.name, 'read')) return restricted(name);
    return { name, sources: [name] };
  }

  if (name === allChanges)
    return { name, sources: org.schema.objects.filter((object) => object.changeEvents).map(changeChannel) };

  const changeEvent = /^\/data\/(\w+)$/.exec(name)?.[1];
  if (changeEvent?.endsWith('__chn')) return unsupportedChannel(name, 'custom channels');
  if (changeEvent) {
    const object = org.schema.objects.find((candidate) => changeChannel(candidate) === name);
    if (!object?.changeEvents) return noSuchChannel(name);
    if (!org.access(session).can(object.name, 'viewAll')) return restricted(name);
    return { name, sources: [changeChannel(object)] };
  }

  if (/^\/(topic|u|systemTopic)\//.test(name)) {
    return unsupportedChannel(name, 'PushTopic, generic and system channels');
  }
  return noSuchChannel(name);
}

/**
 * An event as one subscriber receives it, or undefined when it may not see it.
 *
 * Platform events go out whole to everyone with Read. Change events lose the fields that the subscriber cannot read.
 * Source: documented, Platform Events Developer Guide, "Considerations"; Change Data Capture Developer Guide,
 * "Field-Level Security".
 */
export function eventFor(org: Org, session: Session, event: BusEvent): Record<string, unknown> | undefined {
  const access = org.access(session);
  const identity = { replayId: event.replayId, EventUuid: event.eventUuid };
  const object = org.schema.objects.find((candidate) => changeChannel(candidate) === event.channel);
  if (!object) {
    const eventObject = org.schema.object(event.channel.slice('/event/'.length));
    if (!eventObject || !access.can(eventObject.name, 'read')) return undefined;
    return { schema: schemaId(eventObject), payload: event.payload, event: identity };
  }
  if (!access.can(object.name, 'viewAll')) return undefined;
  return { schema: schemaId(object), payload: readableChanges(event.payload, object, access), event: identity };
}

/** `/data/LeadChangeEvent`, `/data/Handoff__ChangeEvent`. */
function changeChannel(object: SObjectType): string {
  return `/data/${object.name.replace(/__c$/, '__')}ChangeEvent`;
}

function readableChanges(
  payload: Readonly<Record<string, unknown>>,
  object: SObjectType,
  access: ReturnType<Org['access']>
): Record<string, unknown> {
  const readable = (name: string): boolean => !object.field(name) || access.canReadField(object.name, name);
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(payload)) {
    if (key === 'ChangeEventHeader') kept[key] = readableHeader(value as Record<string, unknown>, readable);
    else if (readable(key)) kept[key] = value;
  }
  return kept;
}

function readableHeader(header: Record<string, unknown>, readable: (name: string) => boolean): Record<string, unknown> {
  const kept = { ...header };
  for (const key of ['changedFields', 'nulledFields', 'diffFields']) {
    const names = header[key];
    if (Array.isArray(names)) kept[key] = names.filter((name) => readable(String(name)));
  }
  return kept;
}

/** Changes whenever the fields of the event do, as Salesforce's does; its form is Salesforce's, its value is our own. */
function schemaId(object: SObjectType): string {
  const fields = object.fields.map((field) => `${field.name}:${field.type}`).join();
  return createHash('sha256').update(`${object.name} ${fields}`).digest('base64url').slice(0, 22);
}

function noSuchChannel(name: string): ChannelRefusal {
  return { error: `400::The channel you requested to subscribe to does not exist {${name}}` };
}

function restricted(name: string): ChannelRefusal {
  return { error: `403::User not allowed to subscribe to the channel {${name}}` };
}

function unsupportedChannel(name: string, kind: string): ChannelRefusal {
  return { error: `400::((The local org does not support ${kind}, such as ${name}. See local-org/FIDELITY.md.))` };
}
