import { describe, expect, it } from 'vitest';
import { compositeBody, CompositeResults, Reference } from '../../../orchestrator/salesforce/composite.ts';

describe('the body of a composite call', () => {
  const bodyOf = (body: Record<string, unknown>): unknown => {
    const subrequest = { method: 'POST' as const, path: '/sobjects/Lead', referenceId: 'lead', body };
    const { compositeRequest } = JSON.parse(compositeBody([subrequest], '/services/data/v66.0', true)) as {
      compositeRequest: { body: unknown; url: string }[];
    };
    expect(compositeRequest[0]!.url).toBe('/services/data/v66.0/sobjects/Lead');
    return compositeRequest[0]!.body;
  };

  it('holds a reference where one is meant', () => {
    expect(bodyOf({ Handoff__c: new Reference('handoff.id') })).toEqual({ Handoff__c: '@{handoff.id}' });
  });

  it('holds no reference where a text only looks like one', () => {
    expect(bodyOf({ LastName: '@{handoff.id}', Score__c: 1, Rep__c: null })).toEqual({
      LastName: '@ {handoff.id}',
      Score__c: 1,
      Rep__c: null
    });
  });
});

describe('the results of a composite call', () => {
  it('name the cause of a failure, not what was halted because of it', () => {
    const failed = (referenceId: string, errorCode: string) => ({
      referenceId,
      httpStatusCode: 400,
      body: [{ errorCode, message: errorCode }]
    });
    const results = new CompositeResults([failed('a', 'PROCESSING_HALTED'), failed('b', 'DUPLICATE_VALUE')]);
    expect(results.causes().map(({ errorCode }) => errorCode)).toEqual(['DUPLICATE_VALUE']);
    expect(results.body('a')).toBeUndefined();
  });
});
