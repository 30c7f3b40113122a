/**
 * What the service does to each object and field of Salesforce, read off its sources: the addresses it requests, the
 * bodies it sends, and the queries it makes. So nobody keeps a second list that the permission set could agree with
 * while the service does something else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { fieldsOf } from './metadataFiles.js';

const orchestrator = join(__dirname, '..', '..', '..', 'orchestrator');

const sources = readdirSync(orchestrator, { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .map((path) =>
    ts.createSourceFile(path, readFileSync(join(orchestrator, path), 'utf8'), ts.ScriptTarget.Latest, true)
  );

const keysOfLead = 'Object.keys(leadFields)';

/** Expressions whose text is known before the service runs. */
const isText = [
  ts.isStringLiteralLike,
  ts.isTemplateExpression,
  ts.isArrayLiteralExpression,
  ts.isAsExpression,
  ts.isBinaryExpression
];

/** Constants by name: those of the file come before those that other files export. */
const constants = new Map(sources.map((source) => [source, constantsIn(source)]));
const exported = new Map(sources.flatMap((source) => [...constants.get(source)]));

const accesses = { create: new Set(), edit: new Set(), read: new Set(), query: new Set() };
const fields = { written: new Set(), read: new Set() };

for (const source of sources) {
  visit(source, (node) => {
    if (ts.isObjectLiteralExpression(node)) takeSubrequest(node, source);
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
      takeText(textOf(node, source));
    }
  });
}

/**
 * Objects that the service creates, edits, reads by address and queries; `Object.Field` that it writes and reads.
 * @type {{ create: Set<string>, edit: Set<string>, read: Set<string>, query: Set<string>,
 *   fields: { written: Set<string>, read: Set<string> } }}
 */
export const serviceAccess = { ...accesses, fields };

/** Takes `{ method, path, body }`, in whatever list it stands. */
function takeSubrequest(node, source) {
  const method = property(node, 'method');
  const body = property(node, 'body');
  const object = /^\/sobjects\/(\w+)/.exec(textOf(property(node, 'path'), source))?.[1];
  if (!object || !method || !body) return;
  accesses[textOf(method, source) === 'POST' ? 'create' : 'edit'].add(object);
  const names = fieldNames(body, source);
  if (names.length === 0) throw new Error(`The fields that are written to ${object} cannot be read off the source.`);
  names.forEach((name) => fields.written.add(`${object}.${name}`));
}

/** Takes `/sobjects/X…?fields=A,B` and `SELECT A, B FROM X WHERE C = …`; other texts say nothing. */
function takeText(text) {
  const [, object, list] = /^\/sobjects\/(\w*)\/[^?]*\?fields=(.*)$/.exec(text) ?? [];
  if (list !== undefined && isWhole(text, object, list)) {
    accesses.read.add(object);
    list.split(',').forEach((name) => takeRead(object, name));
    // The field that the record is found by.
    const key = /^\/sobjects\/\w+\/(\w+__c)\//.exec(text)?.[1];
    if (key) takeRead(object, key);
  }
  const query = text.replace(/\(SELECT [^)]*\)/g, '');
  const [, selected, queried, conditions] = /^SELECT (.*) FROM (\w*)(.*)/.exec(query) ?? [];
  if (selected !== undefined && isWhole(text, queried, selected)) {
    accesses.query.add(queried);
    const tested = conditions.match(/\b\w+__(c|r\.\w+)/g) ?? [];
    [...selected.split(','), ...tested].forEach((name) => takeRead(queried, name));
  }
}

/** Refuses a reading of which half is known. One that names neither goes over lists that stand elsewhere. */
function isWhole(text, object, list) {
  if ((object === '') !== (list === '')) throw new Error(`What is read cannot be read off the source of: ${text}`);
  return object !== '';
}

/** @param name a field, or one of the record that it refers to: `Rep__r.Daily_Cap__c` */
function takeRead(object, name) {
  const [field, ofParent] = name.trim().replace('__r.', '__c.').split('.');
  fields.read.add(`${object}.${field}`);
  if (ofParent) fields.read.add(`${parentOf(object, field)}.${ofParent}`);
}

function parentOf(object, field) {
  const lookup = fieldsOf('force-app').find((each) => each.object === object && each.name === field);
  return lookup.content.referenceTo;
}

/** Names of the properties of an object, spread ones too; of `leadFromCall(…)` those of the list that it goes by. */
function fieldNames(node, source) {
  if (ts.isCallExpression(node) && node.expression.getText(source) === 'leadFromCall') {
    return fieldNames(exported.get('leadFields'), source);
  }
  const names = [];
  visit(node, (part) => {
    const isField = ts.isPropertyAssignment(part) && ts.isObjectLiteralExpression(part.parent);
    if (isField && /^[A-Z]\w*$/.test(part.name.getText())) names.push(part.name.getText());
  });
  return names;
}

/** The text of an expression; what is known only when the service runs is left out. */
function textOf(node, source) {
  if (!node) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isAsExpression(node)) return textOf(node.expression, source);
  if (ts.isIdentifier(node)) {
    const initializer = constants.get(source).get(node.text) ?? exported.get(node.text);
    return initializer ? textOf(initializer, source) : '';
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => textOf(expression, source) + literal.text);
    return node.head.text + spans.join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return textOf(node.left, source) + textOf(node.right, source);
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => textOf(element, source)).join(',');
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return '';
  const { expression, name } = node.expression;
  if (node.getText() === keysOfLead) return fieldNames(exported.get('leadFields'), source).join(',');
  return name.text === 'join' ? textOf(expression, source) : '';
}

function constantsIn(source) {
  const found = new Map();
  visit(source, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const isFieldList = node.initializer.getText() === keysOfLead || node.name.text === 'leadFields';
      if (isFieldList || isText.some((is) => is(node.initializer))) found.set(node.name.text, node.initializer);
    }
  });
  return found;
}

function property(node, name) {
  const found = node.properties.find((each) => each.name?.getText() === name);
  return found?.initializer ?? found?.name;
}

function visit(node, take) {
  take(node);
  ts.forEachChild(node, (child) => visit(child, take));
}
