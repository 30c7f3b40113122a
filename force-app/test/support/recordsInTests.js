/** Records and query answers in the shapes that Lightning Data Service and GraphQL give them. */
import { createElement } from 'lwc';

export { find, expectAccessible, me, settled, textOf } from './repInTests';

/** Puts a component on the screen. */
export function show(tag, component, properties = {}) {
  const element = createElement(tag, { is: component });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

/**
 * A record as `getRecord` gives it. What is left out is what the rep may not see, or what was not asked for.
 * @param {string} apiName
 * @param {Record<string, unknown>} fields a nested object is a looked-up record
 */
export function uiRecord(apiName, fields) {
  const asField = ([name, value]) => {
    const isParent = typeof value === 'object' && value !== null;
    return [name, { value: isParent ? uiRecord(name, value) : value, displayValue: null }];
  };
  return { apiName, id: 'a03000000000001AAA', fields: Object.fromEntries(Object.entries(fields).map(asField)) };
}

/**
 * A query's answer: lists of records by object.
 * @param {Record<string, Record<string, unknown>[]>} lists fields of a record by name; `Id` and nested records stay as they are
 */
export function queryAnswer(lists) {
  const connections = Object.entries(lists).map(([object, records]) => [
    object,
    { edges: records.map((record) => ({ node: node(record) })) }
  ]);
  return { uiapi: { query: Object.fromEntries(connections) } };
}

function node(fields) {
  const asField = ([name, value]) => {
    if (name === 'Id') return [name, value];
    const isParent = typeof value === 'object' && value !== null;
    return [name, isParent ? node(value) : { value, displayValue: null }];
  };
  return Object.fromEntries(Object.entries(fields).map(asField));
}

export const hiddenRecord = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
export const NO_ACCESS = 'You may not see this record. Ask your Salesforce admin for access to it.';
