/** Word about a handoff over one channel: to its rep, or about a meeting to the caller. Sent once; the org keeps which were. */
export type NoticeKind = 'offered' | 'booked' | 'moved' | 'cancelled' | 'callbackDue' | 'callbackLapsed';
/** `invitation` is the mail to the caller that holds a meeting for their calendar; the others reach the rep. */
export type NoticeChannel = 'slack' | 'email' | 'invitation';

export interface Notice {
  kind: NoticeKind;
  /** Whom it is for; of an invitation, with whom the meeting is. */
  rep: { id: string; name: string; email: string | null; timeZone: string };
  handoffId: string;
  /** Null when the handoff has no offer, e.g. a callback that the team owes. */
  offerId: string | null;
  lead: { id: string; url: string };
  caller: { name: string; company: string; title: string | null };
  summary: string | null;
  score: number | null;
  /** When the phone stops ringing, the meeting begins or the callback is due. ISO 8601 UTC. */
  at: string;
  /** When the meeting ends; null for all else. ISO 8601 UTC. */
  endsAt: string | null;
}
