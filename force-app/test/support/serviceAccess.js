/**
 * What the service does to each object and field of Salesforce, read off the sources that it loads: the addresses it
 * requests, the bodies it sends, and the queries it makes. So nobody keeps a second list that the permission set could
 * agree with while the service does something else. An admin's commands read as the admin, and are not the service's.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { fieldsOf } from './metadataFiles.js';

const orchestrator = join(__dirname, '..', '..', '..', 'orchestrator');

const sources = sourcesLoadedBy(join(orchestrator, 'cli', 'startService.ts'));

const keysOfLead = 'Object.keys(leadFields)';

/** Expressions whose text is known before the service runs. */
const isText = [
  ts.isStringLiteralLike,
  ts.isTemplateExpression,
  ts.isArrayLiteralExpression,
  ts.isAsExpression,
  ts.isBinaryExpression,
  isJoin
];

/** Constants by name: those of the file come before those that other files export. */
const constants = new Map(sources.map((source) => [source, constantsIn(source)]));
const exported = new Map(sources.flatMap((source) => [...constants.get(source)]));

/** Functions by name, whose answer may be part of a body. */
const functions = new Map(sources.flatMap((source) => [...functionsIn(source)]));

/** Standard relationships that are not named as the object at their other end. Source: Object Reference. */
const standardParents = { CreatedBy: 'User', LastModifiedBy: 'User', Owner: 'User' };

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
  queriesIn(text).forEach(takeQuery);
}

function takeQuery(query) {
  const [, selected, queried, conditions] = /^SELECT (.*) FROM (\w*)(.*)/s.exec(query) ?? [];
  if (selected === undefined || !isWhole(query, queried, selected)) return;
  accesses.query.add(queried);
  [...selected.split(','), ...fieldsTested(conditions)].forEach((name) => takeRead(queried, name));
}

/** The query of a text, and each that a condition of it holds: `Id IN (SELECT …)`. */
function queriesIn(text) {
  const at = text.indexOf('(SELECT ');
  if (at < 0) return text.startsWith('SELECT ') ? [text] : [];
  const end = closingParenthesis(text, at);
  return [...queriesIn(`${text.slice(0, at)}()${text.slice(end + 1)}`), ...queriesIn(text.slice(at + 1, end))];
}

function closingParenthesis(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** Fields that a query goes by: neither values, nor words of the language, which are written in capitals. */
function fieldsTested(conditions) {
  const words = conditions.replace(/'[^']*'/g, '').match(/[A-Za-z_][\w.]*/g) ?? [];
  return words.filter((word) => /^[A-Z]/.test(word) && /[a-z]/.test(word));
}

/** Refuses a reading of which half is known. One that names neither goes over lists that stand elsewhere. */
function isWhole(text, object, list) {
  if ((object === '') !== (list === '')) throw new Error(`What is read cannot be read off the source of: ${text}`);
  return object !== '';
}

/** @param name a field, or one of the record that it refers to: `Rep__r.Daily_Cap__c`, `Account.Owner.IsActive` */
function takeRead(object, name) {
  const [first, ...rest] = name.trim().split('.');
  if (first === '') return;
  if (rest.length === 0) {
    fields.read.add(`${object}.${first}`);
    return;
  }
  const lookup = first.endsWith('__r') ? first.replace(/__r$/, '__c') : `${first}Id`;
  fields.read.add(`${object}.${lookup}`);
  takeRead(parentOf(object, first, lookup), rest.join('.'));
}

function parentOf(object, relationship, lookup) {
  if (!relationship.endsWith('__r')) return standardParents[relationship] ?? relationship;
  const field = fieldsOf('force-app').find((each) => each.object === object && each.name === lookup);
  if (!field) throw new Error(`Nobody knows what ${object}.${relationship} refers to.`);
  return field.content.referenceTo;
}

/**
 * Names of the properties of an object: those spread into it, those that its function adds to it by `Object.assign`, and
 * those of functions that it calls; of `leadFromCall(…)` those of the list that it goes by.
 */
function fieldNames(node, source) {
  const names = [];
  visit(node, (part) => {
    const isField = ts.isPropertyAssignment(part) && ts.isObjectLiteralExpression(part.parent);
    if (isField && /^[A-Z]\w*$/.test(part.name.getText())) names.push(part.name.getText());
    if (ts.isCallExpression(part) && ts.isIdentifier(part.expression)) {
      const called = part.expression.text;
      if (called === 'leadFromCall') names.push(...fieldNames(exported.get('leadFields'), source));
      else if (functions.has(called)) names.push(...fieldNames(functions.get(called).body, source));
    }
  });
  if (ts.isIdentifier(node)) filledInto(node).forEach((part) => names.push(...fieldNames(part, source)));
  return names;
}

/** What the function around a variable puts into it: where it is declared, and in each `Object.assign(it, …)`. */
function filledInto(variable) {
  const found = [];
  visit(ts.findAncestor(variable, ts.isFunctionLike), (node) => {
    const isDeclared = ts.isVariableDeclaration(node) && node.name.getText() === variable.text;
    if (isDeclared && node.initializer) found.push(node.initializer);
    if (ts.isCallExpression(node) && node.expression.getText() === 'Object.assign') {
      const [target, ...rest] = node.arguments;
      if (target.getText() === variable.text) found.push(...rest);
    }
  });
  return found;
}

/** `fields.join(', ')` */
function isJoin(node) {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'join'
  );
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
  if (ts.isSpreadElement(node)) return textOf(node.expression, source);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => textOf(element, source)).join(',');
  if (node.getText() === keysOfLead) return fieldNames(exported.get('leadFields'), source).join(',');
  return isJoin(node) ? textOf(node.expression.expression, source) : '';
}

/** A source and those that it and they import, as values, statically or when needed. */
function sourcesLoadedBy(path, loaded = new Map()) {
  if (loaded.has(path)) return [];
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  loaded.set(path, source);
  visit(source, (node) => {
    const imported = importedBy(node);
    if (imported?.startsWith('.')) sourcesLoadedBy(join(dirname(path), imported), loaded);
  });
  return [...loaded.values()];
}

function importedBy(node) {
  if (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) return node.moduleSpecifier.text;
  if (ts.isExportDeclaration(node) && !node.isTypeOnly) return node.moduleSpecifier?.text;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? node.arguments[0].text : undefined;
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

function functionsIn(source) {
  const found = new Map();
  visit(source, (node) => {
    if (ts.isFunctionDeclaration(node) && node.name && node.body) found.set(node.name.text, node);
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
