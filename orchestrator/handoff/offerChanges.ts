/** What a step does to the offers that there are, and what the next decision must know of them. */
import { isOpen, type HandoffState, type OfferState } from '../domain/handoffState.ts';
import type { OfferStatus } from '../domain/offer.ts';
import type { Asked } from '../routing/snapshot.ts';
import type { Row } from './machine.ts';

/** A change of an offer; without a status only the rep's one live call is given back. */
export interface OfferEnd {
  id: string;
  status?: OfferStatus;
  releasesLiveKey: boolean;
}

/** What becomes of the open offer. One that its rep has ended already only gives back the rep's one live call. */
export function changesOf(offer: OfferState | undefined, { move, offerBecomes }: Row): OfferEnd[] {
  if (!offer?.id) {
    return [];
  }
  const changes = offerBecomes !== undefined && isOpen(offer) && offer.status !== offerBecomes;
  if (move === 'connect') {
    return changes ? [{ id: offer.id, status: offerBecomes, releasesLiveKey: false }] : [];
  }
  return [{ id: offer.id, ...(changes ? { status: offerBecomes } : {}), releasesLiveKey: offer.kind === 'live' }];
}

/** Who has been asked for this call, in order, as of after the changes. */
export function askedOf({ offers }: HandoffState, changes: readonly OfferEnd[]): Asked[] {
  return offers.map(({ id, repId, turn, status }) => ({
    repId,
    tookTurn: turn !== null,
    lapsed: status === 'lapsed' || changes.some((change) => change.id === id && change.status === 'lapsed')
  }));
}

/** How many phones have rung for this call. */
export function rungOf({ offers }: HandoffState): number {
  return offers.filter(({ kind }) => kind === 'live').length;
}
