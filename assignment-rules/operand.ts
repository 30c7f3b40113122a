import type { FieldFamily, FieldInfo } from './fieldTypes.ts';
import type { LeadValue } from './leadValues.ts';
import { LeadValueError } from './ruleErrors.ts';

/**
 * A field's value in the form in which criteria compare it; null is blank.
 *
 * - text and lookup: trimmed and in lower case (Salesforce Help: filtering is not case-sensitive; documented), a lookup
 *   by the name it points to
 * - number: the number; date: days since 1970-01-01; datetime: milliseconds since 1970-01-01 UTC
 * - boolean: never blank, since a checkbox is not
 * - multi: the chosen values, each as text
 */
export type Operand = string | number | boolean | readonly string[] | null;

/** Reads a raw value of one field. @throws LeadValueError LEAD_VALUE_NOT_READABLE for a value that the field's type cannot hold */
export type OperandReader = (value: LeadValue) => Operand;

const millisecondsOfDay = 86_400_000;

/** @param name how messages name the field */
export function operandReader(name: string, family: FieldFamily, info: FieldInfo): OperandReader {
  const notReadable = (wanted: string) =>
    new LeadValueError('LEAD_VALUE_NOT_READABLE', name, `The value of ${name} is not ${wanted}.`);
  switch (family) {
    case 'text':
      return textOperand;
    case 'lookup':
      return (value) => {
        if (isBlank(value)) return null;
        const pointedTo = info.nameOf?.(String(value));
        if (pointedTo === undefined) throw notReadable('an id that names a record');
        return textOperand(pointedTo);
      };
    case 'multi':
      return (value) => {
        if (isBlank(value)) return null;
        const chosen = String(value)
          .split(';')
          .map((item) => normalText(item))
          .filter((item) => item !== '');
        return chosen.length > 0 ? chosen : null;
      };
    case 'number':
      return (value) => {
        if (typeof value === 'number' && Number.isFinite(value)) return value;
        if (isBlank(value)) return null;
        const number = typeof value === 'string' ? parseDecimal(value.trim()) : undefined;
        if (number === undefined) throw notReadable('a number');
        return number;
      };
    case 'boolean':
      return (value) => {
        if (typeof value === 'boolean') return value;
        if (isBlank(value)) return false;
        const boolean = parseBoolean(String(value));
        if (boolean === undefined) throw notReadable('true or false');
        return boolean;
      };
    case 'date':
      return (value) => {
        if (isBlank(value)) return null;
        const day = parseDate(String(value).trim());
        if (day === undefined) throw notReadable('an ISO date');
        return day;
      };
    case 'datetime':
      return (value) => {
        if (isBlank(value)) return null;
        const instant = parseDatetime(String(value).trim());
        if (instant === undefined) throw notReadable('an ISO instant with its zone');
        return instant;
      };
    case 'uncomparable':
      throw new Error(`${name} has no operand`);
  }
}

function isBlank(value: LeadValue): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

function textOperand(value: LeadValue): string | null {
  if (value === null || value === undefined) return null;
  const text = normalText(typeof value === 'string' ? value : String(value));
  return text === '' ? null : text;
}

/** The form in which text is compared. */
export function normalText(text: string): string {
  return text.trim().toLowerCase();
}

/** A plain decimal; undefined for anything else, including separators, exponents and signs of currency or percent. */
export function parseDecimal(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** `True`, `False`, `1`, `0` in any case (1 and 0: assumed). */
export function parseBoolean(text: string): boolean | undefined {
  const lower = normalText(text);
  if (lower === 'true' || lower === '1') return true;
  if (lower === 'false' || lower === '0') return false;
  return undefined;
}

/** Days since 1970-01-01 for `2026-11-03`; undefined for another form or a day that does not exist. */
export function parseDate(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) return undefined;
  return instant / millisecondsOfDay;
}

/** Milliseconds since 1970-01-01 UTC for an ISO instant with `Z` or an offset (`+00:00` or `+0000`). */
export function parseDatetime(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)$/.exec(text);
  if (!parts || parseDate(parts[1]!) === undefined) return undefined;
  const zone = parts[3]!.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const instant = Date.parse(`${parts[1]}${parts[2]}${zone}`);
  return Number.isNaN(instant) ? undefined : instant;
}
