/** SOAP endpoints that the local org refuses by name, with a fault that SOAP clients can read. */
import { unsupported } from '../errors.ts';
import type { Operation } from './operation.ts';
import { soapFault } from './soapEnvelope.ts';

function refused(path: string, summary: string, what: string, namespace: string): Operation {
  return {
    method: 'POST',
    at: 'root',
    path,
    summary,
    support: 'refused',
    source: 'assumed: a fault in the form of the other SOAP APIs, so that a client shows the message',
    auth: 'none',
    handle: () => soapFault(unsupported(what), namespace)
  };
}

export const operations: readonly Operation[] = [
  refused('/services/Soap/u/*', 'Partner SOAP API', 'the Partner SOAP API', 'urn:fault.partner.soap.sforce.com'),
  refused(
    '/services/Soap/c/*',
    'Enterprise SOAP API',
    'the Enterprise SOAP API',
    'urn:fault.enterprise.soap.sforce.com'
  ),
  refused(
    '/services/Soap/s/*',
    'Apex SOAP API: executeAnonymous, runTests, compile',
    'Apex',
    'http://soap.sforce.com/2006/08/apex'
  ),
  refused('/services/Soap/T/*', 'Tooling SOAP API', 'the Tooling SOAP API', 'urn:fault.tooling.soap.sforce.com')
];
