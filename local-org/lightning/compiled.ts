/**
 * LWC's own compiler, which keeps what it made of a file until the file changes: most of a build is files that did not, and
 * several orgs of one process have the same ones.
 */
import type { Plugin } from 'rolldown';

type Transform = (this: unknown, code: string, id: string) => unknown;

/** What was made of each file, by its id; of an older text nothing is kept. */
const kept = new Map<string, { readonly code: string; readonly result: unknown }>();

/** @param plugin LWC's plugin for Rollup; what it makes of a file depends on its id and its text alone */
export function keepingCompiled(plugin: Plugin): Plugin {
  const transform = plugin.transform as unknown as Transform;
  return {
    ...plugin,
    transform(code, id) {
      const before = kept.get(id);
      if (before?.code === code) return before.result as never;
      const result = transform.call(this, code, id);
      kept.set(id, { code, result });
      return result as never;
    }
  };
}
