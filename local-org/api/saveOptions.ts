/**
 * What the headers of a request say of how records are saved.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { SaveOptions } from '../org.ts';
import { parseAutoAssign } from './autoAssign.ts';
import type { ApiRequest } from './operation.ts';

/** @throws SalesforceError INVALID_INPUT, LOCAL_ORG_UNSUPPORTED for headers that cannot be honoured */
export function saveOptionsOf({ headers }: Pick<ApiRequest, 'headers'>): SaveOptions {
  return {
    autoAssign: parseAutoAssign(headers['sforce-auto-assign']),
    allowDuplicates: parseAllowSave(headers['sforce-duplicate-rule-header'])
  };
}

/**
 * `allowSave=true` saves a record although an alert was due. Source: documented, REST API Developer Guide, "Duplicate Rule
 * Header"; that parts are separated by commas or semicolons is assumed.
 */
export function parseAllowSave(header: string | undefined): boolean {
  let allowSave = false;
  for (const part of (header ?? '').split(/[,;]/)) {
    if (part.trim() === '') continue;
    const [, name = '', value = ''] = /^\s*(\w+)\s*=\s*(true|false)\s*$/i.exec(part) ?? [];
    const isTrue = value.toLowerCase() === 'true';
    if (/^allowSave$/i.test(name)) allowSave = isTrue;
    else if (/^(includeRecordDetails|runAsCurrentUser)$/i.test(name)) {
      if (isTrue) throw unsupported(`${name} in Sforce-Duplicate-Rule-Header`);
    } else throw new SalesforceError('INVALID_INPUT', `((Sforce-Duplicate-Rule-Header cannot be read at '${part}'))`);
  }
  return allowSave;
}
