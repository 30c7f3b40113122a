/**
 * Reads what the service keeps as JSON on handoffs and offers. It may be cut, edited or missing: then that is said, and nothing
 * breaks.
 */

/** One turn, in the unit of balances. */
const ONE_TURN = 1_000_000;
/** Standings nearer than this are a tie: what they differ by is the rounding of shares. */
const TIE = 0.001;

/**
 * @typedef {object} Reason
 * @property {string} rule
 * @property {string} text a sentence
 * @property {Record<string, string | number>} [figures]
 */

/**
 * A list of reasons, or of who was passed over.
 * @param {string | null | undefined} json
 * @returns {{ items: object[], isUnreadable: boolean }} blank is an empty list, since nothing was to be said
 */
export function readList(json) {
  if (!json) return { items: [], isUnreadable: false };
  try {
    const list = JSON.parse(json);
    return Array.isArray(list)
      ? { items: list.filter((item) => typeof item === 'object' && item !== null), isUnreadable: false }
      : { items: [], isUnreadable: true };
  } catch {
    return { items: [], isUnreadable: true };
  }
}

/**
 * The entry of the assignment rule that matched; undefined where no reason tells it.
 * @param {Reason[]} reasons
 * @returns {{ rule: string, entry: number } | undefined}
 */
export function matchedEntry(reasons) {
  const figures = reasons.map((reason) => reason.figures).find((each) => each?.entry !== undefined);
  return figures && { rule: String(figures.ruleName ?? ''), entry: Number(figures.entry) };
}

/**
 * Where each member of the team stood when the turn came, in turns short of a fair share; more than 0 is owed work.
 *
 * The ledger keeps the balances after the turn: whoever took it has paid one turn, so that it is added again. Who is not in
 * `change` earned nothing, and so could not take it.
 *
 * @param {string | null | undefined} json `Ledger__c`
 * @param {string} repId who took the turn
 * @returns {{ repId: string, standing: number, couldTake: boolean, isChosen: boolean }[] | undefined} highest first;
 *   undefined when there is no ledger, or none that can be read
 */
export function standings(json, repId) {
  const ledger = parsed(json);
  if (!isFigures(ledger?.balances) || !isFigures(ledger.change)) return undefined;
  const { balances, change } = ledger;
  return Object.keys({ ...balances, ...change })
    .map((id) => ({
      repId: id,
      standing: ((balances[id] ?? 0) + (id === repId ? ONE_TURN : 0)) / ONE_TURN,
      couldTake: id in change,
      isChosen: id === repId
    }))
    .sort(inOrder);
}

/** Those who could take it first, then the highest; of a tie the one who took it. */
function inOrder(a, b) {
  const apart = Math.abs(a.standing - b.standing) < TIE ? 0 : b.standing - a.standing;
  return Number(b.couldTake) - Number(a.couldTake) || apart || Number(b.isChosen) - Number(a.isChosen);
}

function parsed(json) {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return undefined;
  }
}

function isFigures(value) {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite);
}
