/** What the rep's components read and write is what the rep's permission set grants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { fieldsOf, filesOf, metadataOf } from './support/metadataFiles.js';

const repository = join(__dirname, '..', '..');
const sources = filesOf('force-app/main')
  .filter((path) => /\/lwc\/.*\.js$/.test(path) && !path.includes('__tests__'))
  .map((path) => readFileSync(join(repository, path), 'utf8'));
const customFields = fieldsOf('force-app');
const required = new Set(
  customFields.filter(({ content }) => content.required === 'true').map(({ object, name }) => `${object}.${name}`)
);
/** Everyone who sees the record sees these: no permission set can grant or withhold them. */
const ungrantable = /\.(Id|Name|CreatedDate|Company|IsActive)$/;

/** `Handoff__c.Lead__r.Name` is the lookup, and the field of what it refers to. */
function fieldsOfPath(path) {
  const [object, first, ...rest] = path.split('.');
  if (rest.length === 0) return [`${object}.${first}`];
  return [`${object}.${first.replace(/__r$/, '__c')}`, ...fieldsOfPath([parentOf(object, first), ...rest].join('.'))];
}

function parentOf(object, relationship) {
  const lookup = customFields.find(
    (field) => field.object === object && `${field.name.slice(0, -1)}r` === relationship
  );
  if (!lookup) throw new Error(`Nobody knows what ${object}.${relationship} refers to.`);
  return lookup.content.referenceTo;
}

/** Fields that a query selects of an object, those of looked-up records included. */
function selected(object, { selections }) {
  return selections.flatMap(({ name, selectionSet }) => {
    if (!name.value.endsWith('__r')) return [`${object}.${name.value}`];
    return [`${object}.${name.value.slice(0, -1)}c`, ...selected(parentOf(object, name.value), selectionSet)];
  });
}

function fieldsOfQuery(text) {
  const [operation] = parse(text).definitions;
  const within = (node, name) => node.selectionSet.selections.find((each) => each.name.value === name);
  const lists = within(within(operation, 'uiapi'), 'query').selectionSet.selections;
  return lists.flatMap((list) => {
    const filter = list.arguments.find(({ name }) => name.value === 'where')?.value;
    const filtered =
      filter?.kind === Kind.OBJECT ? filter.fields.map(({ name }) => `${list.name.value}.${name.value}`) : [];
    return [...filtered, ...selected(list.name.value, within(within(list, 'edges'), 'node').selectionSet)];
  });
}

const read = new Set(
  sources.flatMap((source) => [
    ...[...source.matchAll(/'@salesforce\/schema\/([\w.]+\.\w+)'/g)].flatMap(([, path]) => fieldsOfPath(path)),
    ...[...source.matchAll(/gql`([^`]*)`/g)].flatMap(([, text]) => fieldsOfQuery(text))
  ])
);
const { content: rights } = metadataOf('force-app', '.permissionset').find(({ name }) => name === 'Baton_Rep');
const readable = rights.fieldPermissions.filter((each) => each.readable === 'true').map(({ field }) => field);

describe("the rep's components", () => {
  it('read only fields that the permission set lets a rep see', () => {
    const needed = [...read].filter((field) => !required.has(field) && !ungrantable.test(field));
    expect(needed.filter((field) => !readable.includes(field))).toEqual([]);
  });

  it('read only objects that a rep may read', () => {
    const objects = rights.objectPermissions
      .filter(({ allowRead }) => allowRead === 'true')
      .map(({ object }) => object);
    const named = [...new Set([...read].map((field) => field.split('.')[0]))].filter((object) => object !== 'User');
    expect(named.filter((object) => !objects.includes(object))).toEqual([]);
  });

  it('are read off their sources: imports, queries, filters and lookups', () => {
    for (const field of [
      'Lead.Budget__c',
      'Handoff_Offer__c.Ledger__c',
      'Handoff_Feedback__c.Feedback_Key__c',
      'Handoff__c.Lead__c',
      'User.Name'
    ]) {
      expect([...read]).toContain(field);
    }
  });
});
