/** Turns every shape of error that a component meets into messages that a rep can read. */
import networkLabel from '@salesforce/label/c.Errors_Network';
import noAccessLabel from '@salesforce/label/c.Errors_No_Access';
import unknownLabel from '@salesforce/label/c.Errors_Unknown';

/** Of a rule that an admin wrote, the admin's sentence is the whole message: the field before it adds nothing. */
const ADMINS_SENTENCE = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';

/** What is answered for a record that sharing hides, or that is not there: Salesforce does not say which. */
const HIDDEN = [
  'ENTITY_IS_DELETED',
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'NOT_FOUND'
];

/**
 * The messages of an error, each once, in the order in which they came; an empty list when there is no error.
 *
 * Understands what Lightning Data Service gives for a read (`body` is a list or an object) and for a write (`body.output` with
 * `errors` and `fieldErrors`), the `errors` of `lightning/graphql`, a lost network, a JavaScript error, a text, and lists of these.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
export function errorMessages(error) {
  return [...new Set(messagesOf(error))];
}

/**
 * Whether the error says that the record is hidden from the rep (or not there at all), so that a refusal must be shown and not a
 * failure.
 *
 * @param {unknown} error of a read
 * @returns {boolean}
 */
export function hidesRecord(error) {
  if (Array.isArray(error)) return error.some(hidesRecord);
  if (!isObject(error)) return false;
  return error.status === 403 || error.status === 404 || codesOf(error).some((code) => HIDDEN.includes(code));
}

/**
 * The codes that Salesforce gave, such as `DUPLICATE_VALUE`.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
export function errorCodes(error) {
  return [...new Set(codesOf(error))];
}

function messagesOf(error) {
  if (error === undefined || error === null || error === '') return [];
  if (typeof error === 'string') return [error];
  if (Array.isArray(error)) return error.flatMap(messagesOf);
  if (!isObject(error)) return [unknownLabel];
  if (isLostNetwork(error)) return [networkLabel];
  if (isObject(error.body) || typeof error.body === 'string') {
    const messages = messagesOfBody(error.body);
    return messages.length > 0 ? messages : [error.statusText || unknownLabel];
  }
  if (Array.isArray(error.errors) && error.errors.length > 0) return error.errors.flatMap(messagesOf);
  return [error.message || error.statusText || unknownLabel];
}

function messagesOfBody(body) {
  if (typeof body === 'string') return messagesOf(body);
  if (Array.isArray(body)) return body.flatMap(messagesOf);
  // The sentence of the whole ("An error occurred…") only when no error of its own says more.
  const details = detailsOf(body).map(detailMessage).filter(Boolean);
  return details.length > 0 ? details : messagesOf(body.message);
}

function detailMessage({ errorCode, fieldLabel, message }) {
  if (!message) return undefined;
  return fieldLabel && errorCode !== ADMINS_SENTENCE ? `${fieldLabel}: ${message}` : message;
}

function codesOf(error) {
  if (Array.isArray(error)) return error.flatMap(codesOf);
  if (!isObject(error)) return [];
  const body = isObject(error.body) ? error.body : {};
  return [
    error.errorCode,
    body.errorCode,
    ...(Array.isArray(body) ? body : detailsOf(body)).map((detail) => detail.errorCode),
    ...(Array.isArray(error.errors) ? error.errors.flatMap(codesOf) : [])
  ].filter(Boolean);
}

function detailsOf(body) {
  const { errors = [], fieldErrors = {} } = isObject(body.output) ? body.output : {};
  return [...errors, ...Object.values(fieldErrors).flat()];
}

/** What browsers say of a fetch that failed: Chromium, Firefox, Safari. */
const FAILED_FETCH = /^(failed to fetch|networkerror when attempting to fetch resource|load failed)/i;

/**
 * A browser's failed fetch is a TypeError without more, in words of its own, of which `lightning/graphql` passes on the words alone;
 * Lightning Data Service gives status -1 or 0.
 */
function isLostNetwork(error) {
  if (isObject(error.body)) return false;
  return FAILED_FETCH.test(error.message ?? '') || error.status === 0 || error.status === -1;
}

/**
 * @param {any} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}

export { noAccessLabel as NO_ACCESS };
