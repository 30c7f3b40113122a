import { fieldsOf, metadataOf } from './support/metadataFiles.js';
import { standardFields, systemFields } from './support/standardFields.js';

const customFields = fieldsOf('force-app');

function fieldsKnownOn(object) {
  const own = customFields.filter((field) => field.object === object).map(({ name }) => name);
  return new Set([...own, ...(standardFields[object] ?? []), ...systemFields]);
}

describe.each(metadataOf('force-app', '.layout').map(({ name, content }) => [name, content]))(
  'the layout %s',
  (name, content) => {
    const object = name.split('-')[0];
    const items = content.layoutSections
      .flatMap(({ layoutColumns }) => layoutColumns)
      .flatMap(({ layoutItems }) => layoutItems);
    const shown = items.map(({ field }) => field);

    it('shows only fields that exist, each once', () => {
      expect(shown.filter((field) => !fieldsKnownOn(object).has(field))).toEqual([]);
      expect(new Set(shown).size).toBe(shown.length);
    });

    it('shows every custom field of the object', () => {
      const own = customFields.filter((field) => field.object === object).map((field) => field.name);
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter((field) => !shown.includes(field))).toEqual([]);
    });

    it('marks as required what the field requires, and no other custom field', () => {
      const marked = items.filter(({ behavior, field }) => behavior === 'Required' && field.endsWith('__c'));
      const required = customFields.filter((field) => field.object === object && field.content.required === 'true');
      expect(marked.map(({ field }) => field).sort()).toEqual(required.map((field) => field.name).sort());
    });

    it('lists only related records that point here', () => {
      for (const { relatedList, fields = [] } of content.relatedLists ?? []) {
        if (relatedList === 'RelatedEntityHistoryList') continue;
        const [child, lookup] = relatedList.split('.');
        const field = customFields.find((candidate) => candidate.object === child && candidate.name === lookup);
        expect(field?.content.referenceTo).toBe(object);
        expect(fields.filter((column) => !fieldsKnownOn(child).has(column))).toEqual([]);
      }
    });
  }
);

describe.each(
  metadataOf('force-app', '.listView').map(({ path, name, content }) => [`${path.split('/').at(-3)}.${name}`, content])
)('the list view %s', (name, content) => {
  const known = fieldsKnownOn(name.split('.')[0]);

  it('shows and filters by fields that exist', () => {
    const named = [...content.columns, ...(content.filters ?? []).map(({ field }) => field)];
    expect(named.filter((field) => !known.has(field))).toEqual([]);
  });

  it('has a label that fits', () => {
    expect(content.label.length).toBeLessThanOrEqual(40);
  });
});

describe('the objects that a rep opens', () => {
  const objects = metadataOf('force-app', '.object').filter(({ name }) => name.endsWith('__c'));
  const tabs = metadataOf('force-app', '.tab').map(({ name }) => name);
  const compactLayouts = metadataOf('force-app', '.compactLayout');

  it.each(objects.map(({ name, content }) => [name, content]))(
    '%s has a tab and a compact layout of fields that exist',
    (name, content) => {
      const compact = compactLayouts.find(({ path }) => path.split('/').at(-3) === name);
      expect(tabs).toContain(name);
      expect(content.compactLayoutAssignment).toBe(compact.name);
      expect(compact.content.fields.filter((field) => !fieldsKnownOn(name).has(field))).toEqual([]);
    }
  );
});
