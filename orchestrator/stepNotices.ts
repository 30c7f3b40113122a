/** Which notices a step asks for, and for whom. */
import { openOffer } from './domain/handoffState.ts';
import type { NoticeChannel, NoticeKind } from './domain/notice.ts';
import type { PlannedStep } from './routeLead.ts';
import { Reference, type Subrequest } from './salesforce/composite.ts';
import { noticeSubrequests, type NoticeOrder } from './salesforce/noticeRecords.ts';

/** @param channels over which notices go; none writes none */
export function noticesForStep(planned: PlannedStep, channels: readonly NoticeChannel[], now: Date): Subrequest[] {
  return channels.length === 0 ? [] : noticeSubrequests(orders(planned), channels, now);
}

function orders({ call, write, before }: PlannedStep): NoticeOrder[] {
  const { opens, event, changes, phase } = write;
  const open = before && openOffer(before);
  const about = `${call.callId}:${write.step}`;
  const handoffId = write.handoffId ?? new Reference('handoff.id');
  const order = (kind: NoticeKind, repId: string, offerId: NoticeOrder['offerId']): NoticeOrder => ({
    kind,
    repId,
    handoffId,
    offerId,
    about: `${about}:${kind === 'offered' || kind === 'booked' ? 'new' : 'old'}`
  });
  const list: NoticeOrder[] = [];
  if (open?.id && changes.some(({ id, status }) => id === open.id && status === 'lapsed')) {
    list.push(order('callbackLapsed', open.repId, open.id));
  }
  if (event?.kind === 'cancel' && open?.id) {
    list.push(order('cancelled', open.repId, open.id));
  } else if (event?.kind === 'move' && open?.id && open.repId !== write.repId) {
    list.push(order('cancelled', open.repId, open.id));
  }
  if (phase === 'booked' && write.repId !== null) {
    const kind = event?.kind === 'move' && open?.repId === write.repId ? 'moved' : 'booked';
    list.push(order(kind, write.repId, opens ? new Reference('offer.id') : (open?.id ?? null)));
  } else if (opens && opens.kind !== 'meeting' && event?.kind !== 'cancel') {
    list.push(order('offered', opens.repId, new Reference('offer.id')));
  }
  return list;
}
