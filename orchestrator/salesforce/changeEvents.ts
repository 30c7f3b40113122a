/**
 * News from the org as it happens, in our words: steps that other processes wrote, and what people did in Salesforce.
 * Source: documented, Change Data Capture Developer Guide, "Change Event Message Structure": an update carries only the
 * fields that changed.
 */
import { ChangeStream, type ChangeStreamOptions } from './changeStream.ts';
import { offerStatusFromSalesforce } from './fieldMap.ts';

export type OrgChange =
  /** Somebody, perhaps this process, moved a handoff on. */
  | { kind: 'handoffMoved'; handoffId: string }
  /** An offer's status was set by hand, or by another program. */
  | { kind: 'offerAnswered'; offerId: string; answer: 'accepted' | 'declined'; byUserId: string }
  | { kind: 'taskChanged'; taskId: string; leadId: string | undefined }
  | { kind: 'eventChanged'; eventId: string; leadId: string | undefined; ownerId: string | undefined; byUserId: string }
  | { kind: 'userChanged'; userId: string };

export interface ChangeEventsOptions extends Omit<ChangeStreamOptions, 'channels' | 'onEvent'> {
  onChange: (change: OrgChange) => void;
}

interface ChangeHeader {
  changeType: string;
  /** One change may have been made to several records at once. */
  recordIds: readonly string[];
  commitUser: string;
}

type Payload = Readonly<Record<string, unknown>>;

const offerChanges = '/data/Handoff_Offer__ChangeEvent';

/** Each channel, and what its events tell. A gap event, which says only that something was missed, is the sweep's. */
const channels: Readonly<Record<string, (payload: Payload) => OrgChange[]>> = {
  '/event/Handoff_Event__e': ({ Handoff_Id__c: handoffId }) =>
    typeof handoffId === 'string' ? [{ kind: 'handoffMoved', handoffId }] : [],
  [offerChanges]: (payload) => {
    const { changeType, recordIds, commitUser } = headerOf(payload);
    const status =
      typeof payload['Status__c'] === 'string' ? offerStatusFromSalesforce(payload['Status__c']) : undefined;
    return changeType === 'UPDATE' && (status === 'accepted' || status === 'declined')
      ? recordIds.map((offerId) => ({ kind: 'offerAnswered', offerId, answer: status, byUserId: commitUser }))
      : [];
  },
  '/data/TaskChangeEvent': (payload) =>
    headerOf(payload).recordIds.map((taskId) => ({ kind: 'taskChanged', taskId, leadId: idIn(payload, 'WhoId') })),
  '/data/EventChangeEvent': (payload) => {
    const { recordIds, commitUser } = headerOf(payload);
    const leadId = idIn(payload, 'WhoId');
    const ownerId = idIn(payload, 'OwnerId');
    return recordIds.map((eventId) => ({ kind: 'eventChanged', eventId, leadId, ownerId, byUserId: commitUser }));
  },
  '/data/UserChangeEvent': (payload) => headerOf(payload).recordIds.map((userId) => ({ kind: 'userChanged', userId }))
};

/** Starts nothing by itself: see {@link ChangeStream.start}. */
export function changeEvents({ onChange, ...options }: ChangeEventsOptions): ChangeStream {
  return new ChangeStream({
    ...options,
    channels: Object.keys(channels),
    onEvent: (channel, payload) => channels[channel]?.(payload).forEach(onChange)
  });
}

function headerOf(payload: Payload): ChangeHeader {
  return payload['ChangeEventHeader'] as ChangeHeader;
}

function idIn(payload: Payload, field: string): string | undefined {
  const value = payload[field];
  return typeof value === 'string' ? value : undefined;
}
