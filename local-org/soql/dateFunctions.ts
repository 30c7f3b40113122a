/**
 * SOQL's date functions as SQL over a stored date or datetime. They count in UTC, also for datetimes.
 * Source: documented, SOQL and SOSL Reference, "Date Functions". The fiscal ones depend on a setting that the local
 * org does not have, and convertTimezone() is refused.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { FieldType } from '../state/schema.ts';
import type { ColumnField } from './column.ts';

interface DateFunction {
  readonly sql: (value: string) => string;
  readonly type: FieldType;
  /** Default both. */
  readonly datetimeOnly?: true;
}

const part = (format: string) => (value: string) => `CAST(strftime('${format}', ${value}) AS INTEGER)`;

const functions: Readonly<Record<string, DateFunction>> = {
  CALENDAR_YEAR: { sql: part('%Y'), type: 'int' },
  CALENDAR_QUARTER: { sql: (value) => `((${part('%m')(value)} + 2) / 3)`, type: 'int' },
  CALENDAR_MONTH: { sql: part('%m'), type: 'int' },
  DAY_IN_MONTH: { sql: part('%d'), type: 'int' },
  DAY_IN_WEEK: { sql: (value) => `(${part('%w')(value)} + 1)`, type: 'int' },
  DAY_IN_YEAR: { sql: part('%j'), type: 'int' },
  DAY_ONLY: { sql: (value) => `date(${value})`, type: 'date', datetimeOnly: true },
  HOUR_IN_DAY: { sql: part('%H'), type: 'int', datetimeOnly: true },
  WEEK_IN_MONTH: { sql: (value) => `((${part('%d')(value)} + 6) / 7)`, type: 'int' },
  WEEK_IN_YEAR: { sql: (value) => `((${part('%j')(value)} + 6) / 7)`, type: 'int' }
};

/** The function of this name in capitals; undefined when it is none of them. */
export function isDateFunction(name: string): boolean {
  return name in functions;
}

/** @throws SalesforceError when the function does not take a field of this type */
export function applyDateFunction(name: string, sql: string, field: ColumnField): { sql: string; type: FieldType } {
  const found = functions[name];
  if (!found) throw unsupported(`SOQL function ${name}`);
  if (field.type !== 'datetime' && (field.type !== 'date' || found.datetimeOnly)) {
    throw new SalesforceError(
      'MALFORMED_QUERY',
      `function ${name} can only be used with ${found.datetimeOnly ? 'datetime' : 'date or datetime'} fields: ${field.name}`
    );
  }
  return { sql: found.sql(sql), type: found.type };
}
