/**
 * What this browser remembers: whether to ring aloud, and about which handoffs it has asked. Record ids and a yes or no,
 * nothing personal. A browser that keeps nothing is served as one that is new.
 */
const soundKey = 'baton.ringAloud';
const askedKey = 'baton.feedbackAsked';

/** The oldest are forgotten: calls of long ago are not asked about anyway. */
const askedAtMost = 50;

/** @returns {boolean} */
export function mayRing() {
  return read(soundKey) === true;
}

/** @param {boolean} allowed */
export function allowRinging(allowed) {
  write(soundKey, allowed === true);
}

/** @returns {Set<string>} ids of handoffs */
export function askedAbout() {
  const ids = read(askedKey);
  return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []);
}

/** @param {string} handoffId */
export function rememberAsking(handoffId) {
  const ids = [...askedAbout()].filter((id) => id !== handoffId);
  write(askedKey, [...ids, handoffId].slice(-askedAtMost));
}

function read(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or a closed storage costs a preference, not a call.
  }
}
