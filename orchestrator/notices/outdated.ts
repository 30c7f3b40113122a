/** Whether a notice is still worth telling by the time it can be. */
import type { QueuedNotice } from '../domain/noticeQueue.ts';

/**
 * Why the notice would mislead its reader now, or undefined while it is true. A meeting that was called off and a callback
 * that lapsed have happened: they stay true.
 */
export function whyOutdated(notice: QueuedNotice, now: Date): string | undefined {
  const { kind, offer, phase } = notice;
  const isOver = Date.parse(notice.at) <= now.getTime();
  switch (kind) {
    case 'offered':
      if (offer?.kind === 'live') {
        return offer.status !== 'ringing' || isOver ? 'The call no longer rings.' : undefined;
      }
      return offer && offer.status !== 'assigned' ? 'The offer has ended.' : undefined;
    case 'booked':
    case 'moved':
      if (offer && offer.status !== 'booked') {
        return 'The meeting no longer stands.';
      }
      return isOver ? 'The meeting has begun.' : undefined;
    case 'callbackDue':
      return phase !== 'callback' || (offer && offer.status !== 'assigned') ? 'The callback is settled.' : undefined;
    case 'cancelled':
      // A calendar knows the meeting of a handoff by one name: this would take the new one out again.
      return notice.channel === 'invitation' && phase === 'booked' ? 'Another time has been booked.' : undefined;
    case 'callbackLapsed':
      return undefined;
  }
}
