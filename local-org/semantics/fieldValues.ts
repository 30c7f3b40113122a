/** JSON values as fields store them: the types, and then lengths and ranges. */
import { SalesforceError } from '../errors.ts';
import type { StoredValue } from '../org.ts';
import { toTheSecond } from '../state/clock.ts';
import { normalizeId } from '../state/idChecksum.ts';
import type { Field } from '../state/schema.ts';

/**
 * One value of a field, converted and checked. Blank and whitespace text is null.
 * @throws SalesforceError JSON_PARSER_ERROR for a value of another type; STRING_TOO_LONG, INVALID_EMAIL_ADDRESS,
 *   NUMBER_OUTSIDE_VALID_RANGE, MALFORMED_ID for a value that the field cannot hold
 */
export function storedValue(field: Field, value: unknown): StoredValue {
  if (value === null || value === undefined) return field.type === 'boolean' ? notNullable(field) : null;
  switch (field.type) {
    case 'boolean':
      return booleanValue(field, value);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return numberValue(field, value);
    case 'date':
    case 'datetime':
    case 'time': {
      const text = textOf(field, value);
      return text === null ? null : moment(field, text);
    }
    case 'id':
    case 'reference':
      return idValue(field, textOf(field, value));
    case 'multipicklist':
      return multiValue(field, textOf(field, value));
    case 'email':
      return emailValue(field, lengthChecked(field, textOf(field, value)));
    case 'base64':
      return base64Value(field, value);
    default:
      return lengthChecked(field, textOf(field, value));
  }
}

function base64Value(field: Field, value: unknown): string | null {
  if (value === '') return null;
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value)) throw wrongType(field, 'base64', value);
  return value.replace(/\s/g, '');
}

/** The words are those of Salesforce's JSON parser; the place in the text is not known here. */
function wrongType(field: Field, wanted: string, value: unknown): SalesforceError {
  const kind = Array.isArray(value)
    ? 'START_ARRAY'
    : typeof value === 'object'
      ? 'START_OBJECT'
      : typeof value === 'string'
        ? 'VALUE_STRING'
        : typeof value === 'boolean'
          ? `VALUE_${String(value).toUpperCase()}`
          : 'VALUE_NUMBER';
  const shown = typeof value === 'string' ? ` value ${value.slice(0, 80)}` : '';
  return new SalesforceError(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${wanted} from ${kind}${shown} or request may be missing a required field at [field ${field.name}]`
  );
}

function notNullable(field: Field): never {
  throw new SalesforceError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.name}: value not of required type: null`, {
    fields: [field.name]
  });
}

/** A number or boolean sent for a text is taken as its text, as Salesforce's JSON parser does (assumed). */
function textOf(field: Field, value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (field.type === 'string' || field.type === 'textarea' || field.type === 'picklist' || field.type === 'phone')
      return String(value);
    throw wrongType(field, field.type === 'reference' ? 'reference' : field.type, value);
  }
  if (typeof value !== 'string')
    throw wrongType(field, field.type === 'multipicklist' ? 'multipicklist' : 'string', value);
  // Leading and trailing white space is not kept (assumed, from what saved records show).
  const text = value.trim();
  return text === '' ? null : text;
}

function lengthChecked(field: Field, text: string | null): string | null {
  if (text === null || field.length === undefined || text.length <= field.length) return text;
  throw new SalesforceError(
    'STRING_TOO_LONG',
    `${field.label}: data value too large: ${text} (max length=${field.length})`,
    { fields: [field.name] }
  );
}

function booleanValue(field: Field, value: unknown): 0 | 1 {
  if (value === true || value === 'true') return 1;
  if (value === false || value === 'false') return 0;
  throw wrongType(field, 'boolean', value);
}

function numberValue(field: Field, value: unknown): number | null {
  const wanted = field.type === 'int' ? 'int' : field.type === 'double' ? 'double' : field.type;
  if (value === '') return null;
  const number =
    typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(field, wanted, value);
  if (field.type === 'int' && !Number.isInteger(number)) throw wrongType(field, wanted, value);
  const rounded = roundTo(number, field.scale ?? 0);
  if (field.precision !== undefined && Math.abs(rounded) >= 10 ** (field.precision - (field.scale ?? 0))) {
    throw new SalesforceError(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${number}`,
      { fields: [field.name] }
    );
  }
  return rounded;
}

/** Half away from zero, in decimal: 1.005 with two places is 1.01 (assumed). */
export function roundTo(number: number, places: number): number {
  if (Number.isInteger(number)) return number;
  const [digits = '0', exponent = '0'] = Math.abs(number).toString().split('e');
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  return Math.sign(number) * Number(`${shifted}e-${places}`);
}

/** Source: REST API Developer Guide, "Valid Date and DateTime Formats" (documented). */
function moment(field: Field, text: string): string {
  if (field.type === 'date') {
    const day = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(text)?.[1];
    if (day !== undefined && isDay(day) && (day === text || isDateTime(text))) return day;
  } else if (field.type === 'time') {
    const time = /^(([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,3})?Z?$/.exec(text);
    if (time) return `${time[1]}${(time[3] ?? '.000').padEnd(4, '0')}Z`;
  } else {
    if (isDateTime(text)) return toTheSecond(new Date(normalizedOffset(text)));
    if (isDay(text)) return `${text}T00:00:00.000Z`;
  }
  throw wrongType(field, field.type, text);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const parts =
    /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/.exec(text);
  return parts !== null && isDay(parts[1] ?? '');
}

function normalizedOffset(text: string): string {
  return text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

function idValue(field: Field, text: string | null): string | null {
  if (text === null) return null;
  const id = normalizeId(text);
  if (id !== undefined) return id;
  throw new SalesforceError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${text}`, {
    fields: [field.name]
  });
}

function emailValue(field: Field, text: string | null): string | null {
  if (text === null || isEmail(text)) return text;
  throw new SalesforceError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, {
    fields: [field.name]
  });
}

/** Source: Salesforce Help, "Invalid Email Address" rules (documented in part; the set of characters is assumed). */
function isEmail(text: string): boolean {
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}$/.test(
    text
  );
}

/** Values in the order of the field's definition, those it does not define after them; each once. */
function multiValue(field: Field, text: string | null): string | null {
  if (text === null) return null;
  const defined = (field.picklistValues ?? []).map(({ value }) => value);
  const chosen: string[] = [];
  for (const part of text
    .split(';')
    .map((item) => item.trim())
    .filter(Boolean)) {
    const value = defined.find((one) => one.toLowerCase() === part.toLowerCase()) ?? part;
    if (!chosen.includes(value)) chosen.push(value);
  }
  const rank = (value: string): number => (defined.includes(value) ? defined.indexOf(value) : defined.length);
  chosen.sort((one, other) => rank(one) - rank(other));
  return chosen.length === 0 ? null : lengthChecked(field, chosen.join(';'));
}
