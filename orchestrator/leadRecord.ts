/** Fields of a lead as a person types them: checked against the org's, and put under the names that the org gives them. */
import { fieldLookup, type DescribedField, type LeadValue, type OrgDescription } from '../assignment-rules/index.ts';
import { nearestName } from './nearestName.ts';

export interface LeadRecordProblem {
  field: string;
  message: string;
}

export interface ReadLeadRecord {
  /** By API name. */
  values: Record<string, Exclude<LeadValue, undefined>>;
  /** What cannot be taken. */
  problems: LeadRecordProblem[];
  /** What can be taken and is most likely a mistake. */
  warnings: LeadRecordProblem[];
}

/** @param record API names in any case; several values of a multi-select as a list, or joined by a semicolon */
export function readLeadRecord(record: Readonly<Record<string, unknown>>, org: OrgDescription): ReadLeadRecord {
  const lookup = fieldLookup(org.fields ?? []);
  const leadFields = (org.fields ?? []).filter(({ object }) => object === 'Lead');
  const read: ReadLeadRecord = { values: {}, problems: [], warnings: [] };
  for (const [name, given] of Object.entries(record)) {
    const field = name.includes('.') ? undefined : lookup(name);
    if (!field) {
      read.problems.push({ field: name, message: unknownField(name, leadFields) });
    } else if (field.name in read.values) {
      read.problems.push({ field: name, message: `is ${field.name} once more: keep one of the two` });
    } else {
      readValue(field, given, read);
    }
  }
  return read;
}

function readValue(field: DescribedField, given: unknown, { values, problems, warnings }: ReadLeadRecord): void {
  const fault = (message: string): void => void problems.push({ field: field.name, message });
  if (Array.isArray(given)) {
    if (field.type !== 'multipicklist') {
      fault('takes one value, not a list');
    } else if (!given.every((item) => typeof item === 'string')) {
      fault('takes a list of texts');
    } else {
      given.forEach((item) => checkPicklist(field, item, { problems, warnings }));
      values[field.name] = given.join(';') || null;
    }
    return;
  }
  if (given !== null && !['string', 'number', 'boolean'].includes(typeof given)) {
    fault('must be a text, a number, true, false or null');
    return;
  }
  const value = given as string | number | boolean | null;
  const wanted = wantedType(field);
  const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
  if (!isBlank && wanted !== undefined && !wanted.takes(value)) {
    fault(`must be ${wanted.name}, not ${JSON.stringify(value)}`);
    return;
  }
  if (!isBlank && field.picklistValues) {
    const chosen = field.type === 'multipicklist' ? String(value).split(';') : [String(value)];
    chosen.forEach((item) => checkPicklist(field, item.trim(), { problems, warnings }));
  }
  values[field.name] = isBlank ? null : value;
}

function checkPicklist(
  { name, picklistValues, restricted }: DescribedField,
  item: string,
  { problems, warnings }: Pick<ReadLeadRecord, 'problems' | 'warnings'>
): void {
  if (!picklistValues || picklistValues.some(({ value }) => value.toLowerCase() === item.toLowerCase())) {
    return;
  }
  const near = nearestName(
    item,
    picklistValues.map(({ value }) => value)
  );
  const message = `has no value "${item}"${near ? `; the nearest is "${near}"` : ''}`;
  (restricted ? problems : warnings).push({ field: name, message });
}

interface WantedType {
  name: string;
  takes: (value: string | number | boolean) => boolean;
}

function wantedType({ type }: DescribedField): WantedType | undefined {
  switch (type) {
    case 'boolean':
      return { name: 'true or false', takes: (value) => /^(true|false)$/i.test(String(value)) };
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return { name: 'a number', takes: (value) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(String(value)) };
    case 'date':
      return { name: 'a date such as 2026-11-03', takes: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)) };
    case 'datetime':
      return {
        name: 'an instant such as 2026-11-03T08:00:00Z',
        takes: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)) && value.includes('T')
      };
    default:
      return undefined;
  }
}

function unknownField(name: string, fields: readonly DescribedField[]): string {
  const byLabel = fields.find(({ label }) => label.toLowerCase() === name.toLowerCase());
  const near =
    byLabel?.name ??
    nearestName(
      name,
      fields.map((field) => field.name)
    );
  return `is no field of Lead in this org${near ? `; the nearest is ${near}` : ''}`;
}
