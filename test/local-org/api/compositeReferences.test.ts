import { describe, expect, it } from 'vitest';
import { referencedIds, resolveReferences, resolveUrl } from '../../../local-org/api/compositeReferences.ts';

const answers = new Map<string, unknown>([
  ['newLead', { id: '00Q000000000001AAA', success: true }],
  ['found', { totalSize: 2, records: [{ Name: "O'Brien & Sons", Score__c: 86, Blank__c: null }, { Name: 'Second' }] }],
  ['list', [{ id: 'first' }, { id: 'second' }]]
]);

describe('A reference to an earlier answer', () => {
  it('takes a field', () => {
    expect(resolveReferences({ Lead__c: '@{newLead.id}' }, answers)).toEqual({ Lead__c: '00Q000000000001AAA' });
  });

  it('takes an item of a list, and of a list that is the whole answer', () => {
    expect(resolveReferences('@{found.records[1].Name}', answers)).toBe('Second');
    expect(resolveReferences('@{list[1].id}', answers)).toBe('second');
  });

  it('keeps a number a number when it is the whole value, and writes it out inside a text', () => {
    expect(resolveReferences(['@{found.records[0].Score__c}', 'score @{found.records[0].Score__c}'], answers)).toEqual([
      86,
      'score 86'
    ]);
  });

  it('stands in nested values', () => {
    expect(resolveReferences({ a: [{ b: '@{newLead.id}' }], c: 1, d: null }, answers)).toEqual({
      a: [{ b: '00Q000000000001AAA' }],
      c: 1,
      d: null
    });
  });

  it('cannot change the structure of the address that it stands in', () => {
    const url = resolveUrl('/services/data/v66.0/query?q=@{found.records[0].Name}&x=1', answers);
    expect(new URL(url, 'http://org').searchParams.get('q')).toBe("O'Brien & Sons");
    expect(new URL(url, 'http://org').searchParams.get('x')).toBe('1');
  });

  it.each(['gone.id', 'newLead.missing', 'found.records[2].Name', 'found.records[0].Blank__c', 'newLead'])(
    'to %s, which has no value, is refused in the words of Salesforce',
    (path) => {
      const message = `Invalid reference specified. No value for ${path} found in ${path.split('.')[0]}.`;
      expect(() => resolveReferences(`@{${path}}`, answers)).toThrow(message);
      expect(() => resolveUrl(`/x/@{${path}}`, answers)).toThrow(message);
    }
  );

  it('is found in address and body, for the order of a graph', () => {
    expect([...referencedIds('/x/@{one.id}', { a: '@{two.records[0].Id}', b: ['@{one.id}'] })]).toEqual(['one', 'two']);
  });
});
