/** A lead as Salesforce will hold it when the rules run: what was sent, and what the org adds. */
import type { LeadValue } from '../../assignment-rules/index.ts';
import type { LeadDescription, LeadField } from './orgSnapshot.ts';

/** Asked for a value that only the org can work out. */
export class UnknowableValue extends Error {
  readonly field: string;

  constructor(field: string, why: string) {
    super(`${field} ${why}`);
    this.field = field;
  }
}

/**
 * Values of the lead by API name, in any case. A field that was not sent has its default, or is blank.
 * What a flow or trigger changes before the rules run is not seen.
 * Source: documented, Apex Developer Guide, "Triggers and Order of Execution": defaults come first, rules in step 9.
 * @throws UnknowableValue from the function returned, rather than take an unknown value for a blank one
 */
export function leadAsSaved(
  sent: Readonly<Record<string, unknown>>,
  { fields, recordTypes }: LeadDescription,
  runningUserId: string
): (field: string) => LeadValue {
  const given = new Map(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value as LeadValue]));
  const described = byName(fields);
  const names = ['firstname', 'middlename', 'lastname', 'suffix'];
  return (name) => {
    const key = name.toLowerCase();
    const field = described.get(key);
    // A blank that was sent stays blank, except a checkbox, which cannot be.
    const value = given.get(key);
    if (value !== undefined && !(value === null && field?.type === 'boolean')) {
      return value;
    }
    switch (key) {
      case 'name':
        return names.flatMap((part) => given.get(part) ?? []).join(' ');
      case 'ownerid':
        return runningUserId;
      case 'recordtypeid':
        return recordTypes.find(({ isDefault }) => isDefault)?.id ?? null;
      default:
        return field ? added(field) : null;
    }
  };
}

const named = new WeakMap<readonly LeadField[], ReadonlyMap<string, LeadField>>();

/** Fields by name in lower case. Each call asks, and the description stays the same for minutes. */
function byName(fields: readonly LeadField[]): ReadonlyMap<string, LeadField> {
  const known = named.get(fields) ?? new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  named.set(fields, known);
  return known;
}

const literal = /^\s*(?:"([^"\\]*)"|'([^'\\]*)'|(-?\d+(?:\.\d+)?)|(true|false))\s*$/i;

/** What the org puts into a field that was not sent. */
function added({ name, type, createable, calculated, defaultValue, defaultFormula }: LeadField): LeadValue {
  if (calculated) {
    throw new UnknowableValue(name, 'is a formula field, which only the org can work out');
  }
  if (defaultFormula !== null) {
    const [isLiteral, double, single, number, truth] = literal.exec(defaultFormula) ?? [];
    if (isLiteral === undefined) {
      throw new UnknowableValue(name, 'has a default that only the org can work out');
    }
    return double ?? single ?? (number === undefined ? truth!.toLowerCase() === 'true' : Number(number));
  }
  if (defaultValue !== null) {
    return type === 'boolean' ? String(defaultValue) === 'true' : defaultValue;
  }
  if (type === 'boolean') {
    return false;
  }
  if (!createable) {
    throw new UnknowableValue(name, 'is set by the org itself');
  }
  return null;
}
