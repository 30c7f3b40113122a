import { describe, expect, it } from 'vitest';
import {
  harmlessHeaders,
  honouredHeaders,
  refusedConditions,
  refuseUnknownHeaders
} from '../../../local-org/api/requestHeaders.ts';

const refused = expect.objectContaining({ errorCode: 'LOCAL_ORG_UNSUPPORTED' }) as Error;

describe('Request headers', () => {
  it('that a handler reads, or that have nothing to act on, pass', () => {
    for (const name of [...honouredHeaders, ...Object.keys(harmlessHeaders), 'user-agent', 'content-type']) {
      expect(() => refuseUnknownHeaders({ [name]: 'x' })).not.toThrow();
    }
  });

  it('of Salesforce that the org does not know are refused by name', () => {
    expect(() => refuseUnknownHeaders({ 'sforce-locale-options': 'de' })).toThrow(/sforce-locale-options/);
    expect(() => refuseUnknownHeaders({ 'x-sfdc-packageversion-acme': '1.0' })).toThrow(refused);
  });

  it.each(refusedConditions)('that set a condition are refused: %s', (name) => {
    expect(() => refuseUnknownHeaders({ [name]: 'Tue, 03 Nov 2026 14:20:05 GMT' })).toThrow(refused);
  });

  it('may name a client but no namespace', () => {
    expect(() => refuseUnknownHeaders({ 'sforce-call-options': 'client=sfdx toolbelt:' })).not.toThrow();
    expect(() => refuseUnknownHeaders({ 'sforce-call-options': 'client=x, defaultNamespace=acme' })).toThrow(refused);
  });

  it('may ask for JSON beside XML, but not for XML alone', () => {
    expect(() => refuseUnknownHeaders({ accept: 'application/xml;q=0.9, */*' })).not.toThrow();
    expect(() => refuseUnknownHeaders({ accept: 'application/xml' })).toThrow(refused);
  });
});
