/** What one step of a handoff writes: everything in one transaction. */
import type { QualifiedCall } from '../domain/call.ts';
import type { Phase } from '../domain/handoffState.ts';
import type { OfferKind, OfferStatus } from '../domain/offer.ts';
import type { Because, PassedOver } from '../domain/reason.ts';
import type { TurnRecord } from '../domain/turn.ts';
import type { Subrequest } from './composite.ts';

/** An offer that begins with this step. */
export interface NewOffer {
  repId: string;
  /** The team whose rotation gave it, or null. */
  teamId: string | null;
  kind: OfferKind;
  status: OfferStatus;
  offeredAt: string;
  expiresAt: string | null;
  startsAt: string | null;
  endsAt: string | null;
  turn: TurnRecord | null;
  /** Number of this booking in the rep's calendar; null when nothing is booked. */
  slotNumber: number | null;
  because: readonly Because[];
  /** Who was not asked, and why. */
  passedOver: readonly PassedOver[];
  /** Of a phone that rang, or a talk that began, before this write: it may be over, and the rep on another call. */
  withoutLiveKey?: boolean;
}

export interface StepWrite {
  leadId: string;
  /** Null for the first step, which makes the handoff. */
  handoffId: string | null;
  /** Number of the step that this write makes. */
  step: number;
  phase: Phase;
  nextStepAt: string;
  repId: string | null;
  because: readonly Because[];
  passedOver: readonly PassedOver[];
  /** Further fields of the handoff that change, by our names. */
  firstContactAt?: string;
  firstContactDueAt?: string;
  endedAt?: string;
  /** The first step's. */
  first?: {
    call: QualifiedCall;
    team: { id: string; name: string } | undefined;
    predicted: boolean;
  };
  /** Offers that this step changes: the one that was open, and lapsed ones that hold a live key. */
  changes: readonly OfferChange[];
  opens: NewOffer | undefined;
  /** Offers that were made and ended before this write, while Salesforce was down. */
  earlier?: readonly NewOffer[];
  /** Who shall own the lead; undefined to leave its owner alone. */
  leadOwnerId: string | undefined;
  task: TaskWrite | undefined;
  event: EventWrite | undefined;
  /** Notices to be sent, as subrequests that may refer to `handoff.id` and `offer.id`. */
  notices: readonly Subrequest[];
}

export interface OfferChange {
  id: string;
  status?: OfferStatus;
  releasesLiveKey: boolean;
  startsAt?: string;
  endsAt?: string;
  slot?: { repId: string; number: number };
}

export type TaskWrite =
  | { kind: 'create'; ownerId: string; subject: string; description: string; dueDate: string; remindAt: string }
  | { kind: 'reassign'; id: string; ownerId: string; dueDate: string; remindAt: string }
  /** `Completed` when the call was made; `Deferred` when it need not be made any more. */
  | { kind: 'close'; id: string; status: 'Completed' | 'Deferred' };

export type EventWrite =
  | { kind: 'create'; ownerId: string; subject: string; description: string; startsAt: string; endsAt: string }
  | { kind: 'move'; id: string; ownerId: string; startsAt: string; endsAt: string }
  | { kind: 'cancel'; id: string; subject: string };
