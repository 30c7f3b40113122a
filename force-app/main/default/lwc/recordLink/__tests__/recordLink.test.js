import { navigations } from 'lightning/navigation';
import RecordLink from 'c/recordLink';
import { expectAccessible, settled, show } from '../../../../../test/support/recordsInTests';

describe('a link to a record', () => {
  let link;

  beforeEach(async () => {
    navigations.length = 0;
    const properties = { recordId: 'a03000000000001AAA', objectApiName: 'Handoff__c', label: 'Jamie Rivera' };
    link = show('c-record-link', RecordLink, properties).shadowRoot.querySelector('a');
    await settled();
  });

  afterEach(() => document.body.replaceChildren());

  it('has an address, so that it opens in a tab of its own', async () => {
    expect(link.textContent).toBe('Jamie Rivera');
    expect(link.getAttribute('href')).toBe('/lightning/r/Handoff__c/a03000000000001AAA/view');
    await expectAccessible(document.body.firstChild);
  });

  it('stays within the app when it is clicked', () => {
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    link.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(navigations).toHaveLength(1);
    expect(navigations[0].attributes.recordId).toBe('a03000000000001AAA');
  });

  it('leaves a click with a key to the browser', () => {
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true });
    // jsdom has no navigation of its own.
    link.removeAttribute('href');
    link.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(false);
    expect(navigations).toHaveLength(0);
  });
});
