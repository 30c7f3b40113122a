/** A handoff that was answered without Salesforce, as the journal keeps it. Plain JSON. */
import type { Phase } from './domain/handoffState.ts';
import type { OfferKind, OfferStatus } from './domain/offer.ts';
import type { Because, PassedOver } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import type { TurnRecord } from './domain/turn.ts';

export interface PredictedHandoff {
  version: 1;
  /** Id of the queue or user that the rules were predicted to choose; null when nobody could tell. */
  assignedTo: string | null;
  phase: Exclude<Phase, 'proposed' | 'booked'>;
  step: number;
  nextStepAt: string;
  /** Who owes the next step; null when a team as a whole does, or nobody is known. */
  rep: Rep | null;
  team: { id: string; name: string } | null;
  /** The rep whom the rules were predicted to choose. */
  owner: Rep | null;
  ringSeconds: number;
  offers: PredictedOffer[];
  firstContactAt: string | null;
  endedAt: string | null;
  because: Because[];
  passedOver: PassedOver[];
}

export interface PredictedOffer {
  repId: string;
  kind: Exclude<OfferKind, 'meeting'>;
  status: OfferStatus;
  offeredAt: string;
  expiresAt: string | null;
  turn: TurnRecord | null;
  turnOf: { id: string; name: string } | null;
  because: Because[];
  passedOver: PassedOver[];
}
