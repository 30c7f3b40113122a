import type { Content } from './elements.ts';

/**
 * Whether two contents say the same. The order of different elements, a list of one, and a name that repeats the
 * component's say nothing.
 */
export function sameContent(one: Content, other: Content): boolean {
  return canonical(withoutName(one)) === canonical(withoutName(other));
}

function withoutName({ fullName: _name, ...rest }: Content): Content {
  return rest;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? canonical(value[0]) : `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
