/** Key prefixes of custom objects: given out once, the same ever after. */
import type { Statements } from './database.ts';
import { inBase62 } from './ids.ts';

const firstCharacter: Readonly<Record<string, string>> = { c: 'a', e: 'e', mdt: 'm' };

/** `a00`, `a01`, … for custom objects, `e00`, … for platform events, `m00`, … for custom metadata types. */
export function keyPrefixOf(statements: Statements, objectName: string): string {
  const known = statements.get('SELECT keyPrefix FROM _keyPrefixes WHERE objectName = ?', objectName);
  if (known) return known['keyPrefix'] as string;
  const kind = objectName.slice(objectName.lastIndexOf('__') + 2);
  const first = firstCharacter[kind] ?? 'a';
  const taken = statements.get('SELECT count(*) AS taken FROM _keyPrefixes WHERE substr(keyPrefix, 1, 1) = ?', first)?.[
    'taken'
  ] as number;
  // An event's published id begins with e01 (documented: Platform Events Developer Guide, sample replies).
  const keyPrefix = first + inBase62(taken + (kind === 'e' ? 1 : 0), 2);
  statements.run('INSERT INTO _keyPrefixes (objectName, keyPrefix) VALUES (?, ?)', objectName, keyPrefix);
  return keyPrefix;
}
