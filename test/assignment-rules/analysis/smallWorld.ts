/** A world so small that every lead in it can be written down. */
import type { DescribedField, LeadValue } from '../../../assignment-rules/index.ts';

export interface SmallField {
  readonly field: DescribedField;
  /** Every value that a lead can have here, as far as a rule over the field's vocabulary can tell them apart. */
  readonly values: readonly LeadValue[];
}

const lead = { object: 'Lead' as const, label: 'Label' };
const picks = (...values: string[]) => values.map((value) => ({ value, label: value, active: true }));

/**
 * All texts of up to three letters. Rules here write `a` and `b` only, so that any other letter is like `x`, and a text that is
 * longer does not fit the field.
 */
const threeLetters = ['a', 'b', 'x'].flatMap((one) => [
  one,
  ...['a', 'b', 'x'].flatMap((two) => [one + two, ...['a', 'b', 'x'].map((three) => one + two + three)])
]);
const upTo = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, at) => least + at);

export const smallFields: readonly SmallField[] = [
  {
    field: {
      ...lead,
      name: 'Industry',
      type: 'picklist',
      restricted: true,
      nillable: true,
      picklistValues: picks('A', 'B', 'AB')
    },
    values: [null, 'A', 'B', 'AB']
  },
  {
    field: { ...lead, name: 'Company', type: 'string', length: 3, nillable: false },
    values: threeLetters
  },
  {
    field: { ...lead, name: 'City', type: 'string', length: 3, nillable: true },
    values: [null, ...threeLetters]
  },
  // Room for anything: rules ask this one for `a`, `b` and `ab` within, and for two letters at the start, which four letters show.
  {
    field: {
      ...lead,
      name: 'LeadSource',
      type: 'picklist',
      length: 255,
      nillable: true,
      picklistValues: picks('a', 'b', 'c')
    },
    values: [
      null,
      ...threeLetters,
      ...threeLetters.filter((text) => text.length === 3).flatMap((text) => [`${text}a`, `${text}b`, `${text}x`])
    ]
  },
  {
    field: { ...lead, name: 'NumberOfEmployees', type: 'int', precision: 1, scale: 0, nillable: true },
    values: [null, ...upTo(-9, 9)]
  },
  {
    field: { ...lead, name: 'Score__c', type: 'double', precision: 2, scale: 1, nillable: false },
    values: upTo(-99, 99).map((tenths) => tenths / 10)
  },
  {
    field: {
      ...lead,
      name: 'Products__c',
      type: 'multipicklist',
      restricted: true,
      nillable: true,
      picklistValues: picks('A', 'B', 'C')
    },
    values: [null, 'A', 'B', 'C', 'A;B', 'A;C', 'B;C', 'A;B;C']
  },
  {
    field: { ...lead, name: 'Tags__c', type: 'multipicklist', nillable: false, picklistValues: picks('A', 'B') },
    values: ['A', 'B', 'A;B', 'Z', 'A;Z', 'B;Z', 'A;B;Z', 'C', 'A;C', 'B;C', 'A;B;C']
  },
  { field: { ...lead, name: 'Keep_Owner__c', type: 'boolean', nillable: false }, values: [true, false] },
  {
    field: { ...lead, name: 'Demo_On__c', type: 'date', nillable: true },
    values: [null, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-06-01', '2025-12-31', '1999-01-01']
  },
  {
    field: {
      ...lead,
      name: 'RecordTypeId',
      type: 'reference',
      nillable: true,
      names: [
        { id: '012A', name: 'Partner' },
        { id: '012B', name: 'Inbound' }
      ]
    },
    values: [null, '012A', '012B']
  },
  {
    field: { ...lead, object: 'User', name: 'Department', type: 'string', length: 2, nillable: true },
    values: [null, 'a', 'b', 'x', 'aa', 'ab', 'ax', 'ba', 'bb', 'bx', 'xa', 'xb', 'xx']
  }
];
