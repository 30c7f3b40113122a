/** Reads single elements of a component's content. */
import { listOf, textOf } from './metadataXml.ts';
import { MetadataProblem } from './metadataProblem.ts';

export type Content = Readonly<Record<string, unknown>>;

/** The text of an element; undefined when it is absent or empty. */
export function textIn(content: Content, element: string): string | undefined {
  return textOf(content[element]) || undefined;
}

/** @throws MetadataProblem when the element is absent */
export function requiredText(content: Content, element: string): string {
  const value = textIn(content, element);
  if (value === undefined) throw new MetadataProblem(`Required field is missing: ${element}`);
  return value;
}

/** @throws MetadataProblem when the element is neither `true` nor `false` */
export function flagIn(content: Content, element: string): boolean {
  const value = textIn(content, element);
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new MetadataProblem(`${element}: '${value}' is not a valid value for the type xsd:boolean`);
}

/** @throws MetadataProblem when the element is not a whole number */
export function numberIn(content: Content, element: string): number | undefined {
  const value = textIn(content, element);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value))
    throw new MetadataProblem(`${element}: '${value}' is not a valid value for the type xsd:int`);
  return Number(value);
}

/** The elements of a name, each with its own content. */
export function contentsIn(content: Content, element: string): Content[] {
  return listOf(content[element]).map((item) => (typeof item === 'object' && item !== null ? (item as Content) : {}));
}

export function textsIn(content: Content, element: string): string[] {
  return listOf(content[element]).flatMap((item) => textOf(item) || []);
}
