/**
 * A label with its places filled: `{0}` is the first value. A place without a value stays as it is, so that it is seen.
 *
 * @param {string} label
 * @param {...(string | number)} values
 * @returns {string}
 */
export function fill(label, ...values) {
  return label.replace(/\{(\d+)\}/g, (place, index) => (values[index] === undefined ? place : String(values[index])));
}
