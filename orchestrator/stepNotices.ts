/** Which notices a step asks for, and for whom. */
import { openOffer } from './domain/handoffState.ts';
import type { NoticeChannel, NoticeKind } from './domain/notice.ts';
import type { PlannedStep } from './routeLead.ts';
import { Reference, type Subrequest } from './salesforce/composite.ts';
import { noticeSubrequests, type NoticeOrder } from './salesforce/noticeRecords.ts';

/** @param channels over which notices go; none writes none */
export function noticesForStep(planned: PlannedStep, channels: readonly NoticeChannel[], now: Date): Subrequest[] {
  return channels.length === 0
    ? []
    : noticeSubrequests([...repOrders(planned), ...callerOrders(planned)], channels, now);
}

function repOrders(planned: PlannedStep): NoticeOrder[] {
  const { write, before } = planned;
  const { opens, changes, phase } = write;
  const open = before && openOffer(before);
  const list: NoticeOrder[] = [];
  if (open?.id && changes.some(({ id, status }) => id === open.id && status === 'lapsed')) {
    list.push(order(planned, 'callbackLapsed', open.repId, open.id));
  }
  const isGivenAway = phase === 'booked' && open?.repId !== write.repId;
  if (before?.phase === 'booked' && open?.id && (isCalledOff(planned) || isGivenAway)) {
    list.push(order(planned, 'cancelled', open.repId, open.id));
  }
  if (phase === 'booked' && write.repId !== null) {
    const kind = before?.phase === 'booked' && !isGivenAway ? 'moved' : 'booked';
    list.push(order(planned, kind, write.repId, meetingOffer(planned)));
  } else if (opens && opens.kind !== 'meeting' && !(isCalledOff(planned) && opens.repId === open?.repId)) {
    // Whose meeting is called off hears with that that a call is owed.
    list.push(order(planned, 'offered', opens.repId, new Reference('offer.id')));
  }
  return list;
}

/** The caller hears of meetings alone, and of one that is passed to another rep as the same one, moved. */
function callerOrders(planned: PlannedStep): NoticeOrder[] {
  const { call, write, before } = planned;
  const open = before && openOffer(before);
  if (call.caller.email === null) {
    return [];
  }
  if (write.phase === 'booked' && write.repId !== null) {
    const kind = before?.phase === 'booked' ? 'moved' : 'booked';
    return [{ ...order(planned, kind, write.repId, meetingOffer(planned)), forCaller: true }];
  }
  return isCalledOff(planned) && open?.id
    ? [{ ...order(planned, 'cancelled', open.repId, open.id), forCaller: true }]
    : [];
}

/** A meeting that is over has not been called off. */
function isCalledOff({ write, before }: PlannedStep): boolean {
  return before?.phase === 'booked' && write.phase !== 'booked' && write.phase !== 'completed';
}

function meetingOffer({ write, before }: PlannedStep): NoticeOrder['offerId'] {
  return write.opens ? new Reference('offer.id') : ((before && openOffer(before)?.id) ?? null);
}

function order(
  { call, write }: PlannedStep,
  kind: NoticeKind,
  repId: string,
  offerId: NoticeOrder['offerId']
): NoticeOrder {
  return {
    kind,
    repId,
    handoffId: write.handoffId ?? new Reference('handoff.id'),
    offerId,
    about: `${call.callId}:${write.step}:${kind === 'offered' || kind === 'booked' ? 'new' : 'old'}`
  };
}
