/** What may be asked of a handoff, wherever it stands: in Salesforce, or in the journal while Salesforce is down. */
import type { HandoffAnswer } from './domain/handoff.ts';
import type { Outcome } from './domain/outcome.ts';
import type { OfferedSlots } from './meetingDesk.ts';
import type { Routed } from './routeLead.ts';
import type { HandoffRef } from './salesforce/readHandoff.ts';

export interface HandoffDesk {
  read: (ref: HandoffRef) => Promise<HandoffAnswer>;
  outcome: (ref: HandoffRef, report: { outcome: Outcome; repId?: string }) => Promise<Routed>;
  slots: (ref: HandoffRef, wish: { timeZone?: string; from?: string; limit?: number }) => Promise<OfferedSlots>;
  book: (ref: HandoffRef, wish: { startsAt: string; repId?: string }) => Promise<Routed>;
  cancel: (ref: HandoffRef) => Promise<Routed>;
}
