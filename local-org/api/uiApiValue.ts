/**
 * Field values as the UI API and GraphQL give them: the value itself, and how this user would read it on a page.
 */
import type { Org, Session } from '../org.ts';
import type { Field } from '../state/schema.ts';

/** How a user reads dates and numbers. */
export interface UserFormat {
  /** BCP 47, e.g. `en-US`; from the user's `LocaleSidKey`. */
  readonly locale: string;
  /** IANA name; from the user's `TimeZoneSidKey`. */
  readonly timeZone: string;
}

export interface UiValue {
  readonly value: unknown;
  readonly displayValue: string | null;
}

/** The user's locale and time zone; `en-US` and UTC where the user record has none. */
export function userFormat(org: Org, session: Session): UserFormat {
  const user = org.schema.object('User');
  const known = (name: string): boolean => user?.field(name) !== undefined;
  const read = (name: string): string | undefined => {
    if (!known(name)) return undefined;
    const row = org.db.prepare(`SELECT "${name}" AS value FROM "User" WHERE Id = ?`).get(session.userId);
    return (row as { value: string | null } | undefined)?.value ?? undefined;
  };
  return { locale: read('LocaleSidKey')?.replace('_', '-') ?? 'en-US', timeZone: read('TimeZoneSidKey') ?? 'UTC' };
}

/**
 * A value from a query result (REST JSON) as the UI API shows it. Datetimes end in `Z` here. `displayValue` is null
 * for text, ids and checkboxes, the label for picklists, and formatted for dates and numbers.
 * Source: recorded by Salesforce in the fixtures of lwc-recipes and of Lightning Data Service; how numbers of each
 * type are formatted is assumed.
 */
export function uiValue(field: Field, value: unknown, format: UserFormat): UiValue {
  if (value === null || value === undefined) return { value: null, displayValue: null };
  const plain = field.type === 'datetime' ? (value as string).replace(/\+0000$/, 'Z') : value;
  return { value: plain, displayValue: displayValue(field, plain, format) };
}

function displayValue(field: Field, value: unknown, format: UserFormat): string | null {
  const { locale, timeZone } = format;
  const number = (options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: field.scale ?? 0,
      maximumFractionDigits: field.scale ?? 3,
      ...options
    }).format(Number(value));
  switch (field.type) {
    case 'picklist':
      return label(field, String(value));
    case 'multipicklist':
      return String(value)
        .split(';')
        .map((part) => label(field, part))
        .join(';');
    case 'datetime':
      return instant(String(value), locale, { ...dateParts, hour: 'numeric', minute: '2-digit', timeZone });
    case 'date':
      return instant(`${String(value)}T00:00:00Z`, locale, { ...dateParts, timeZone: 'UTC' });
    case 'time':
      return instant(`1970-01-01T${String(value)}`, locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
    case 'int':
    case 'double':
      return number();
    case 'percent':
      return `${number()}%`;
    case 'currency':
      return number({ style: 'currency', currency: 'USD' });
    default:
      return null;
  }
}

const dateParts: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric' };

/** Newer ICU data puts a narrow no-break space before AM and PM; Salesforce a plain one. */
function instant(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(new Date(iso)).replaceAll('\u202f', ' ');
}

function label(field: Field, value: string): string {
  return field.picklistValues?.find((entry) => entry.value === value)?.label ?? value;
}
