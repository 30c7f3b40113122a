/** What an org would refuse in the metadata files, as far as the schema tells. */
import type { MetadataElement } from './metadataElement.ts';
import type { MetadataSchema, SchemaElement } from './metadataSchema.ts';
import { attributesOf, lightningTargets, schemaAdditions } from './schemaAdditions.ts';

/**
 * The faults of one file, each a sentence that begins with the place: `CustomField.valueSet: ...`. None means that the
 * schema has nothing against it.
 */
export function metadataFaults(root: MetadataElement, schema: MetadataSchema): string[] {
  return schema.isComponent(root.name)
    ? faultsInside(root, root.name, root.name, schema)
    : [`${root.name}: is no metadata type`];
}

function elementsOf(type: string, schema: MetadataSchema): ReadonlyMap<string, SchemaElement> | undefined {
  const known = schema.elementsOf(type);
  const added = schemaAdditions.filter(({ of }) => of === type);
  if (!known && added.length === 0 && !(type in attributesOf)) return undefined;
  return new Map([
    ...(known ?? []),
    ...added.map(({ element, type: elementType, isList = false, isRequired = false }): [string, SchemaElement] => [
      element,
      { type: elementType, isList, isRequired }
    ])
  ]);
}

function faultsInside(parent: MetadataElement, type: string, path: string, schema: MetadataSchema): string[] {
  const elements = elementsOf(type, schema);
  const faults = attributeFaults(parent, type, path);
  if (!elements || (elements.size === 0 && schema.elementsOf(type))) {
    return [...faults, ...valueFaults(parent, type, path, schema)];
  }
  if (parent.text !== '') faults.push(`${path}: ${type} holds elements, not the text "${parent.text}"`);
  const finished = new Set<string>();
  let previous: string | undefined;
  for (const child of parent.children) {
    const element = elements.get(child.name);
    const place = `${path}.${child.name}`;
    if (!element) {
      faults.push(`${place}: ${type} has no such element${suggestion(child.name, [...elements.keys()])}`);
      continue;
    }
    if (child.name === previous ? !element.isList : finished.has(child.name)) {
      faults.push(
        element.isList
          ? `${place}: stands apart from the others of its name; an org takes that for a duplicate`
          : `${place}: stands there twice, and ${type} has one`
      );
    }
    finished.add(child.name);
    previous = child.name;
    faults.push(...faultsInside(child, child.attributes['xsi:type'] ?? element.type, place, schema));
  }
  for (const [name, { isRequired }] of elements) {
    if (isRequired && !finished.has(name)) faults.push(`${path}.${name}: is missing, and ${type} must have it`);
  }
  return faults;
}

function valueFaults(element: MetadataElement, type: string, path: string, schema: MetadataSchema): string[] {
  if (type === 'any' || type.startsWith('xsd:')) return [];
  if (element.children.length > 0) {
    return element.children.map(({ name }) => `${path}.${name}: stands where a value belongs (${type})`);
  }
  const values = schema.valuesOf(type);
  if (values && !values.includes(element.text)) {
    return [`${path}: "${element.text}" is no ${type}${suggestion(element.text, values)}`];
  }
  if (type === 'boolean' && !['true', 'false'].includes(element.text)) {
    return [`${path}: "${element.text}" is neither true nor false`];
  }
  if (type === 'number' && (element.text === '' || !Number.isFinite(Number(element.text)))) {
    return [`${path}: "${element.text}" is no number`];
  }
  if (path.endsWith('LightningComponentBundle.targets.target') && !lightningTargets.has(element.text)) {
    return [`${path}: "${element.text}" is no place for a component${suggestion(element.text, [...lightningTargets])}`];
  }
  return [];
}

function attributeFaults(element: MetadataElement, type: string, path: string): string[] {
  const allowed = attributesOf[type] ?? [];
  return Object.keys(element.attributes)
    .filter((name) => !name.startsWith('xmlns') && !name.startsWith('xsi:') && !allowed.includes(name))
    .map((name) => `${path}: ${type} has no attribute ${name}${suggestion(name, allowed)}`);
}

/** `; did you mean label?` for a name that differs in case, or in two letters at most. */
function suggestion(name: string, known: readonly string[]): string {
  const near =
    known.find((each) => each.toLowerCase() === name.toLowerCase()) ?? known.find((each) => differ(each, name) <= 2);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** How many letters must change, come or go to make one name of the other (Levenshtein 1965). */
function differ(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
