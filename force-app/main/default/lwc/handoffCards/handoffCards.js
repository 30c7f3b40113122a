/**
 * Which cards the screen pop shows: pure, from the cards shown so far and what was just read or heard.
 *
 * An offer that has ended never opens again, which a validation rule in the org sees to. So a reading that was begun
 * before an answer was saved cannot bring its card back.
 */

/**
 * @typedef {object} Card
 * @property {string} id of the offer
 * @property {'ringing' | 'accepted' | 'ended'} state
 * @property {import('c/handoffOffers').Offer} offer
 * @property {'accepted' | 'declined' | null} said what the rep answered in this window, once it is saved
 * @property {'accept' | 'decline' | null} saving the answer that is being saved
 * @property {unknown} error why the last answer was not saved, in whatever shape it came
 * @property {boolean} tooLate whether the rep pressed Accept and the offer had ended
 * @property {{ repId: string, phase: string } | null} taker another rep who has the caller, as the last event said
 * @property {number | null} endedAt
 */

/** How long the word why stays, unless it is dismissed. */
export const endedStaysMs = 60_000;

/** A call that was over longer ago than this is not asked about. */
const feedbackWithinMs = 4 * 60 * 60_000;

const endings = { accepted: 'Completed', declined: 'Declined' };

/**
 * @param {Card[]} cards
 * @param {{ open: import('c/handoffOffers').Offer[], recent: import('c/handoffOffers').Offer[] }} reading
 * @param {number} now
 * @returns {Card[]} those that ring first, soonest to lapse first of them
 */
export function afterReading(cards, { open, recent }, now) {
  const known = new Map(cards.map((card) => [card.id, card]));
  const opened = open
    .filter(({ id }) => !known.has(id))
    .map((offer) => ({
      id: offer.id,
      state: stateOf(offer),
      offer,
      said: null,
      saving: null,
      error: undefined,
      tooLate: false,
      taker: null,
      endedAt: null
    }));
  const kept = cards.map((card) => {
    if (card.state === 'ended') return withLatest(card, recent);
    const offer = open.find(({ id }) => id === card.id);
    if (offer) return { ...card, offer, state: card.said === 'accepted' ? 'accepted' : stateOf(offer) };
    return ended(withLatest(card, recent), now);
  });
  return sorted([...kept, ...opened].filter(isWorthShowing));
}

/**
 * @param {Card[]} cards
 * @param {{ handoffId: string, repId: string | null, phase: string }} event
 * @param {string} me
 * @returns {Card[]}
 */
export function afterEvent(cards, { handoffId, repId, phase }, me) {
  const taker = repId && !isSame(repId, me) ? { repId, phase } : null;
  return cards.map((card) => (isSame(card.offer.handoffId, handoffId) ? { ...card, taker } : card));
}

/**
 * @param {Card[]} cards
 * @param {string} id
 * @param {Partial<Card>} changes
 * @returns {Card[]}
 */
export function withCard(cards, id, changes) {
  return sorted(cards.map((card) => (card.id === id ? { ...card, ...changes } : card)));
}

/**
 * The card after the rep's answer was saved.
 * @param {Card[]} cards
 * @param {string} id
 * @param {'accepted' | 'declined'} said
 * @param {number} now
 */
export function afterAnswer(cards, id, said, now) {
  const state = said === 'accepted' ? { state: 'accepted' } : { state: 'ended', endedAt: now };
  return sorted(
    cards.map((card) => {
      if (card.id !== id) return card;
      const status = said === 'accepted' ? 'Accepted' : endings.declined;
      return { ...card, ...state, said, saving: null, error: undefined, offer: { ...card.offer, status } };
    })
  );
}

/** Without the card that the rep has dismissed. */
export function withoutCard(cards, id) {
  return cards.filter((card) => card.id !== id);
}

/** Without what ended long enough ago. */
export function withoutOld(cards, now) {
  const kept = cards.filter(({ endedAt }) => endedAt === null || now - endedAt < endedStaysMs);
  return kept.length === cards.length ? cards : kept;
}

/**
 * The call that is over and of which the rep has not said how it was: the latest.
 * @param {{ recent: import('c/handoffOffers').Offer[], feedbackGiven: Set<string> }} reading
 * @param {ReadonlySet<string>} asked handoffs that this browser has asked about
 * @param {number} now
 * @returns {import('c/handoffOffers').Offer | undefined}
 */
export function feedbackDue({ recent, feedbackGiven }, asked, now) {
  return recent.find(
    ({ status, handoffId, offeredAt }) =>
      status === endings.accepted &&
      handoffId !== null &&
      !feedbackGiven.has(handoffId) &&
      !asked.has(handoffId) &&
      now - Date.parse(offeredAt) < feedbackWithinMs
  );
}

/** Ids of 15 and of 18 characters may name one record. */
export function isSame(id, other) {
  return Boolean(id && other) && id.slice(0, 15) === other.slice(0, 15);
}

function stateOf({ status }) {
  return status === 'Accepted' ? 'accepted' : 'ringing';
}

function withLatest(card, recent) {
  const latest = recent.find(({ id }) => id === card.id);
  if (!latest) return card;
  // A reading that was begun before the answer was saved knows less than the card.
  const status = card.state === 'ended' && isOpen(latest) ? card.offer.status : latest.status;
  const { repId, phase, nextStep, nextStepAt } = latest;
  return { ...card, offer: { ...card.offer, status, repId, phase, nextStep, nextStepAt } };
}

function isOpen({ status }) {
  return status === 'Ringing' || status === 'Accepted';
}

function ended(card, now) {
  return { ...card, state: 'ended', saving: null, error: undefined, tooLate: card.saving === 'accept', endedAt: now };
}

/** A call that was taken and is over needs no word why: the feedback form follows. */
function isWorthShowing({ state, offer }) {
  return state !== 'ended' || offer.status !== endings.accepted;
}

const order = { ringing: 0, accepted: 1, ended: 2 };

function sorted(cards) {
  return [...cards].sort(
    (one, other) =>
      order[one.state] - order[other.state] ||
      (one.state === 'ended'
        ? other.endedAt - one.endedAt
        : Date.parse(one.offer.expiresAt) - Date.parse(other.offer.expiresAt))
  );
}
