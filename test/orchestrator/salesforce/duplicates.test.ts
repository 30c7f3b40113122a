import { describe, expect, it } from 'vitest';
import { duplicatesOf } from '../../../orchestrator/salesforce/duplicates.ts';

const record = (type: string, id: string) => ({
  additionalInformation: [],
  fieldDiffs: [],
  matchConfidence: 100,
  record: { attributes: { type, url: `/services/data/v66.0/sobjects/${type}/${id}` }, Id: id }
});

const result = {
  allowSave: false,
  duplicateRule: 'Standard_Lead_Duplicate_Rule',
  duplicateRuleEntityType: 'Lead',
  errorMessage: 'Use one of these records?',
  matchResults: [
    {
      entityType: 'Lead',
      errors: [],
      matchEngine: 'ExactMatchEngine',
      matchRecords: [record('Lead', '00Q1'), record('Lead', '00Q2')],
      rule: 'Standard_Lead_Match_Rule_v1_0',
      size: 2,
      success: true
    },
    { entityType: 'Contact', matchRecords: [record('Contact', '0031'), record('Lead', '00Q1')] },
    { entityType: 'Vendor__c', matchRecords: [record('Vendor__c', 'a001')] }
  ]
};

const error = { errorCode: 'DUPLICATES_DETECTED', message: 'Use one of these records?' };
const found = [
  { type: 'lead', id: '00Q1' },
  { type: 'lead', id: '00Q2' },
  { type: 'contact', id: '0031' }
];

describe('the duplicates that Salesforce names', () => {
  it.each(['duplicateResut', 'duplicateResult'])('are read under %s, each once, with their types', (key) => {
    expect(duplicatesOf({ ...error, [key]: result })).toEqual(found);
  });

  it('are the same when both spellings come', () => {
    expect(duplicatesOf({ ...error, duplicateResut: result, duplicateResult: result })).toEqual(found);
  });

  it('are of the type of the comparison where the record tells none', () => {
    const matchRecords = [{ record: { Id: '0011' } }, { record: null }, {}];
    const matchResults = [{ entityType: 'Account', matchRecords }];
    expect(duplicatesOf({ ...error, duplicateResut: { matchResults } })).toEqual([{ type: 'account', id: '0011' }]);
  });

  it('are none where nothing is named, and none of another error', () => {
    expect(duplicatesOf(error)).toEqual([]);
    expect(duplicatesOf({ ...error, duplicateResut: {} })).toEqual([]);
    expect(duplicatesOf({ ...error, errorCode: 'DUPLICATE_VALUE', duplicateResut: result })).toEqual([]);
  });
});
