/**
 * References from one subrequest to the answer of an earlier one: `@{newLead.id}`, `@{found.records[0].OwnerId}`.
 * Source: documented REST API Developer Guide, "Composite"; the messages are recorded in public repositories.
 */

/** Body of each answered subrequest, by its referenceId. */
export type Answers = Map<string, unknown>;

const pattern = /@\{([^}]*)\}/g;

/**
 * The address with each reference replaced. The value is percent-encoded, so that it cannot change the address's
 * structure (assumed; ids, which are what references carry, are the same either way).
 * @throws Error `Invalid reference specified. …` when there is no value
 */
export function resolveUrl(url: string, answers: Answers): string {
  return url.replace(pattern, (_whole, path: string) => encodeURIComponent(String(lookUp(path, answers))));
}

/**
 * The body with each reference in its strings replaced: a string that is nothing but a reference takes the value as it
 * is, a number stays a number; within a longer string the value is written out.
 * @throws Error `Invalid reference specified. …` when there is no value
 */
export function resolveReferences(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') {
    const whole = /^@\{([^}]*)\}$/.exec(value);
    if (whole) return lookUp(whole[1] ?? '', answers);
    return value.replace(pattern, (_whole, path: string) => String(lookUp(path, answers)));
  }
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, answers));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, answers)]));
  }
  return value;
}

/** The referenceIds that a subrequest refers to, in its url and its body. */
export function referencedIds(url: string, body: unknown): Set<string> {
  const text = url + (body === undefined ? '' : JSON.stringify(body));
  return new Set([...text.matchAll(pattern)].map((match) => splitPath(match[1] ?? '')[0] ?? ''));
}

function splitPath(path: string): string[] {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '');
}

/** A blank field has no value to refer to (assumed from a public recording that names a field of a found record). */
function lookUp(path: string, answers: Answers): string | number | boolean {
  const [referenceId = '', ...steps] = splitPath(path);
  let value: unknown = answers.get(referenceId);
  for (const step of steps) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new Error(`Invalid reference specified. No value for ${path} found in ${referenceId}.`);
  }
  return value;
}
