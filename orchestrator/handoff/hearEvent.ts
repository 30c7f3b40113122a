/** What an event means for a handoff as it stands: the row of the table, after what its rep did in Salesforce unheard. */
import { openOffer, type HandoffState, type OfferState } from '../domain/handoffState.ts';
import { isOutdated } from './clockEvent.ts';
import { rowFor, type HandoffEvent, type Row } from './machine.ts';

/** What happened, and to whom. */
export interface Report {
  event: HandoffEvent;
  /** The rep it tells of; undefined for events that tell of none. */
  repId?: string;
  /** The offer it tells of, where that is known; wins over the rep. */
  offerId?: string;
}

export interface Hearing {
  /** The handoff with what its rep did in Salesforce. */
  state: HandoffState;
  /** The offer that the row changes. */
  offer: OfferState | undefined;
  row: Row;
  /** Whether the row only catches up with the rep: the report is then to be heard again, in the state after it. */
  isCatchingUp: boolean;
}

/** @param nowMs milliseconds of the epoch */
export function hearEvent(state: HandoffState, report: Report, nowMs: number): Hearing {
  const declined = unheardDecline(state);
  if (declined) {
    return { state, offer: declined, row: { move: 'nextRung' }, isCatchingUp: report.event !== 'repDeclined' };
  }
  const heard = withUnheardAccept(state);
  const offer = currentOffer(heard);
  const row = isOutdated(heard, report.event, nowMs)
    ? ({ move: 'stay' } as const)
    : rowFor(heard.phase, report.event, isAbout(report, offer));
  return row.move === 'stay' && heard !== state
    ? { state: heard, offer, row: { move: 'connect' }, isCatchingUp: true }
    : { state: heard, offer, row, isCatchingUp: false };
}

/** A live offer that its rep has declined in Salesforce, which the handoff has not heard of. */
function unheardDecline({ phase, offers }: HandoffState): OfferState | undefined {
  const last = offers.at(-1);
  return phase === 'ringing' && last?.status === 'declined' ? last : undefined;
}

/** A rep who has pressed Accept has accepted, whether or not the handoff has heard of it. */
function withUnheardAccept(state: HandoffState): HandoffState {
  return state.phase === 'ringing' && openOffer(state)?.status === 'accepted' ? { ...state, phase: 'accepted' } : state;
}

/** The open offer; in a talk also one that its rep has declined after accepting: the phone decides, and tells of it. */
export function currentOffer(state: HandoffState): OfferState | undefined {
  return openOffer(state) ?? (state.phase === 'accepted' ? state.offers.at(-1) : undefined);
}

function isAbout({ offerId, repId }: Report, offer: OfferState | undefined): boolean {
  if (offerId !== undefined) {
    return offer?.id?.slice(0, 15) === offerId.slice(0, 15);
  }
  return repId === undefined || offer?.repId.slice(0, 15) === repId.slice(0, 15);
}
