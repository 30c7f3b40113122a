import { LeadValueError } from './ruleErrors.ts';

/** A value of a field. Dates and datetimes are ISO strings, several values of a multi-select are joined by `;`. */
export type LeadValue = string | number | boolean | null | undefined;

/** A record keyed by API names in any case; a field that is missing is blank. */
export type LeadRecord = Readonly<Record<string, LeadValue>>;

/** A lead: a record, or a function from an API name (as the rule writes it) to the value. */
export type LeadValues = LeadRecord | ((field: string) => LeadValue);

/** What a decision depends on besides the lead. */
export interface RuleContext {
  /** The instant that NOW() and TODAY() mean. */
  readonly now: Date;
  /** Fields of the user who saves the lead, for criteria on `User.Field` and formulas on `$User.Field`. */
  readonly runningUser?: LeadRecord;
  /** IANA zone of the running user, in which TODAY() and DATEVALUE() find the day. Default `UTC`. */
  readonly timeZone?: string;
}

/** A field that a rule reads: `Country`, or of the running user `User.Country`. */
export interface FieldReference {
  readonly of: 'lead' | 'user';
  /** API name without the object, as the rule first writes it. */
  readonly name: string;
}

/** Key under which two spellings of the same field are one. */
export function fieldKey(reference: FieldReference): string {
  return `${reference.of}.${reference.name.toLowerCase()}`;
}

/** The name as FieldTypes is asked for it, and as messages show it. */
export function qualifiedName(reference: FieldReference): string {
  return reference.of === 'user' ? `User.${reference.name}` : reference.name;
}

/** @throws LeadValueError RUNNING_USER_MISSING rather than take a missing user for a blank one */
export function readField(reference: FieldReference, lead: LeadValues, context: RuleContext): LeadValue {
  if (reference.of === 'lead')
    return typeof lead === 'function' ? lead(reference.name) : recordValue(lead, reference.name);
  if (context.runningUser) return recordValue(context.runningUser, reference.name);
  throw runningUserMissing(qualifiedName(reference));
}

export function runningUserMissing(field: string): LeadValueError {
  return new LeadValueError(
    'RUNNING_USER_MISSING',
    field,
    `The rule reads ${field}, and the context has no running user.`
  );
}

/**
 * A record's value by a name in any case. The exact spelling costs one look-up. A missing key costs a walk over the
 * record's keys, kept short by remembering each spelling's lower case.
 */
function recordValue(record: LeadRecord, name: string): LeadValue {
  const exact = record[name];
  if (exact !== undefined || name in record) return exact;
  const wanted = lowerCase(name);
  for (const key in record) if (key.length === name.length && lowerCase(key) === wanted) return record[key];
  return undefined;
}

const lowerCaseOf = new Map<string, string>();

function lowerCase(name: string): string {
  let lower = lowerCaseOf.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    // API names are few; a caller that makes keys up must not make the map grow for ever.
    if (lowerCaseOf.size < 10_000) lowerCaseOf.set(name, lower);
  }
  return lower;
}
