/**
 * The `Sforce-Auto-Assign` header.
 */
import { SalesforceError } from '../errors.ts';
import type { AutoAssign } from '../org.ts';

/**
 * What the header asks for: TRUE (also when it is missing, on create and update alike), FALSE, or the id of one
 * assignment rule, active or not.
 *
 * Source: documented, REST API Developer Guide, "Assignment Rule Header": the default is TRUE, values are not case
 * sensitive. What a real org answers to any other value is not documented: 400 here is assumed.
 * @throws SalesforceError INVALID_INPUT when the value is none of these
 */
export function parseAutoAssign(header: string | undefined): AutoAssign {
  const value = header?.trim();
  if (value === undefined || /^true$/i.test(value)) return { kind: 'active' };
  if (/^false$/i.test(value)) return { kind: 'off' };
  if (/^01Q[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(value)) return { kind: 'rule', ruleId: value };
  throw new SalesforceError(
    'INVALID_INPUT',
    `((Sforce-Auto-Assign must be TRUE, FALSE or the id of an assignment rule, not '${value}'))`
  );
}
