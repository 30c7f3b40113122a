/**
 * What each metadata type may hold, by API version 66.0: read from the typings that Salesforce generates from the
 * Metadata API's WSDL (`@salesforce/types`, pinned to the release of that API version). They say for each type its
 * elements, nested types included, whether an element is a list and whether it must be there, and the values of an enumeration.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

export interface SchemaElement {
  /** `string`, `boolean`, `number`, `Date`, `any`, or the name of a type of the schema. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
}

interface SchemaType {
  readonly extends: string | undefined;
  readonly elements: ReadonlyMap<string, SchemaElement>;
}

export interface MetadataSchema {
  /** The elements that a type has, inherited ones included; undefined for a name that is no type with elements. */
  elementsOf(type: string): ReadonlyMap<string, SchemaElement> | undefined;
  /** The values of an enumeration; undefined for a name that is none. */
  valuesOf(type: string): readonly string[] | undefined;
  /** Whether components of this type have files of their own. */
  isComponent(type: string): boolean;
}

/** The typings that stand in node_modules. */
export function installedSchema(): MetadataSchema {
  const module = createRequire(import.meta.url).resolve('@salesforce/types/metadata');
  return parseSchema(readFileSync(module.replace(/\.js$/, '.d.ts'), 'utf8'));
}

/** @param declarations text of `metadata.d.ts` */
export function parseSchema(declarations: string): MetadataSchema {
  const types = new Map<string, SchemaType>();
  const enumerations = new Map<string, readonly string[]>();
  for (const statement of ts.createSourceFile('metadata.d.ts', declarations, ts.ScriptTarget.ESNext).statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const values = literalsOf(statement.type);
    if (values) enumerations.set(statement.name.text, values);
    else types.set(statement.name.text, typeFrom(statement.type));
  }
  const elementsOf = (name: string): ReadonlyMap<string, SchemaElement> | undefined => {
    const type = types.get(name);
    if (!type) return undefined;
    const inherited = type.extends === undefined ? [] : (elementsOf(type.extends) ?? []);
    return new Map([...inherited, ...type.elements]);
  };
  const isComponent = (name: string): boolean => {
    const parent = types.get(name)?.extends;
    return parent !== undefined && (parent === 'Metadata' || isComponent(parent));
  };
  return { elementsOf, valuesOf: (name) => enumerations.get(name), isComponent };
}

/** `'Small' | 'Large'`, or a single literal. */
function literalsOf(node: ts.TypeNode): string[] | undefined {
  const members = ts.isUnionTypeNode(node) ? node.types : [node];
  const values = members.flatMap((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? member.literal.text : []
  );
  return values.length === members.length ? values : undefined;
}

/** `{ … }`, or `Parent & { … }`. */
function typeFrom(node: ts.TypeNode): SchemaType {
  const parts = ts.isIntersectionTypeNode(node) ? [...node.types] : [node];
  const parent = parts.find(ts.isTypeReferenceNode);
  const elements = parts.filter(ts.isTypeLiteralNode).flatMap(({ members }) => members.flatMap(elementFrom));
  return { extends: parent && nameOf(parent), elements: new Map(elements) };
}

function elementFrom(member: ts.TypeElement): [string, SchemaElement][] {
  if (!ts.isPropertySignature(member) || !member.type) return [];
  const name = (member.name as ts.Identifier | ts.StringLiteral).text;
  const listed = ts.isArrayTypeNode(member.type) ? member.type.elementType : undefined;
  const isList = listed !== undefined;
  const type = nameOf(listed ?? member.type);
  // A list has no question mark in the typings, and may be empty.
  return [[name, { type, isList, isRequired: !isList && !member.questionToken }]];
}

function nameOf(node: ts.TypeNode): string {
  if (ts.isTypeReferenceNode(node)) return (node.typeName as ts.Identifier).text;
  const keywords: Partial<Record<ts.SyntaxKind, string>> = {
    [ts.SyntaxKind.StringKeyword]: 'string',
    [ts.SyntaxKind.BooleanKeyword]: 'boolean',
    [ts.SyntaxKind.NumberKeyword]: 'number'
  };
  return keywords[node.kind] ?? 'any';
}
