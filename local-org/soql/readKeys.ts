/**
 * Reads a node of the parser's tree and refuses it when it holds anything else, so that no clause that the parser may
 * learn to read is ever passed over.
 */
import { unsupported } from '../errors.ts';

/**
 * @param what names the node in a refusal
 * @param keys the keys that the caller reads
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for any other key that has a value
 */
export function readKeys<K extends string>(
  node: unknown,
  what: string,
  keys: readonly K[]
): Partial<Record<K, unknown>> {
  for (const [key, value] of Object.entries(node as object)) {
    if (value !== undefined && !(keys as readonly string[]).includes(key)) {
      throw unsupported(`SOQL ${key} in a ${what}`);
    }
  }
  return node as Partial<Record<K, unknown>>;
}
