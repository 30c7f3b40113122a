/** Navigation as tests see it: what is navigated to is kept, and an address is made from a record's page reference. */
import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** Every page reference that a component navigated to, the latest last. Empty it by `navigations.length = 0`. */
export const navigations = [];

/** The address that the mock gives for a page reference. */
export function addressOf({ type, attributes: { objectApiName, recordId, actionName, url } = {} }) {
  if (type === 'standard__recordPage') return `/lightning/r/${objectApiName}/${recordId}/${actionName}`;
  return url ?? `/lightning/${type}`;
}

export const CurrentPageReference = createTestWireAdapter(jest.fn());

export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](pageReference) {
      navigations.push(pageReference);
    }

    [GenerateUrl](pageReference) {
      return Promise.resolve(addressOf(pageReference));
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
