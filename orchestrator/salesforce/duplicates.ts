/** What the org's own duplicate rules answer when they hold a record back. */
import type { SubrequestError } from './composite.ts';

/** A record that the new one would double. */
export interface Duplicate {
  type: 'lead' | 'contact' | 'account';
  id: string;
}

const types: Readonly<Record<string, Duplicate['type']>> = { Lead: 'lead', Contact: 'contact', Account: 'account' };

interface DuplicateResult {
  matchResults?: {
    entityType?: string;
    matchRecords?: { record?: { Id?: string; attributes?: { type?: string } } | null }[];
  }[];
}

/**
 * The records that `DUPLICATES_DETECTED` names, each once, in Salesforce's order; empty for any other error. Records of other
 * objects are left out.
 *
 * Source: recorded in public repositories. The key is misspelt `duplicateResut` in replies of the REST API; some are
 * reported to spell it `duplicateResult`.
 */
export function duplicatesOf(error: SubrequestError): Duplicate[] {
  if (error.errorCode !== 'DUPLICATES_DETECTED') {
    return [];
  }
  const found = new Map<string, Duplicate>();
  for (const key of ['duplicateResut', 'duplicateResult']) {
    for (const { entityType, matchRecords } of (error[key] as DuplicateResult | undefined)?.matchResults ?? []) {
      for (const { record } of matchRecords ?? []) {
        const type = types[record?.attributes?.type ?? entityType ?? ''];
        if (type && record?.Id && !found.has(record.Id)) {
          found.set(record.Id, { type, id: record.Id });
        }
      }
    }
  }
  return [...found.values()];
}
