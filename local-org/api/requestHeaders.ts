/**
 * Request headers that change what Salesforce does. Each is honoured, has nothing to act on in this org, or is refused
 * by name; none is ignored without a reason.
 */
import { unsupported } from '../errors.ts';

/** Headers that a handler reads. */
export const honouredHeaders = ['sforce-auto-assign', 'sforce-duplicate-rule-header', 'sforce-query-options'] as const;

/** Headers that have nothing to act on here, each with the reason. */
export const harmlessHeaders: Readonly<Record<string, string>> = {
  'sforce-call-options': 'names the client; a defaultNamespace is refused, as the org has no namespaces',
  'sforce-mru': 'the org keeps no list of recently used records',
  'sforce-limit-info': 'asks for what each reply carries anyway'
};

/** Conditional headers of sObject Rows; none is served, see {@link refuseUnknownHeaders}. */
export const refusedConditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const;

/**
 * @param headers names in lower case
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for a `Sforce-` header that the org does not know, for a conditional
 *   header, for a package version and for a reply in XML
 */
export function refuseUnknownHeaders(headers: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (name.startsWith('sforce-') && !known(name)) throw unsupported(`the header ${name}`);
    if (name.startsWith('x-sfdc-packageversion')) throw unsupported(`the header ${name}`);
    if (name === 'sforce-call-options' && /defaultNamespace\s*=/i.test(value)) {
      throw unsupported('a defaultNamespace in Sforce-Call-Options');
    }
    if ((refusedConditions as readonly string[]).includes(name)) throw unsupported(`the conditional header ${name}`);
    if (name === 'accept' && /xml/i.test(value) && !/json|\*\/\*/i.test(value)) {
      throw unsupported(`replies in ${value}: the org answers in JSON`);
    }
  }
}

function known(name: string): boolean {
  return (honouredHeaders as readonly string[]).includes(name) || name in harmlessHeaders;
}
