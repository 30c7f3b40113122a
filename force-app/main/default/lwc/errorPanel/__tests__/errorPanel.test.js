import { createElement } from 'lwc';
import ErrorPanel from 'c/errorPanel';

function panel(properties) {
  const element = createElement('c-error-panel', { is: ErrorPanel });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

function byId(element, id) {
  return element.shadowRoot.querySelector(`[data-id="${id}"]`);
}

describe('the error panel', () => {
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('shows nothing while there is no error', async () => {
    const element = panel({});
    expect(element.shadowRoot.children).toHaveLength(0);
    await expect(element).toBeAccessible();
  });

  it('tells each message of a failure, and announces it', async () => {
    const element = panel({ title: 'Not saved', errors: [new Error('One'), new Error('Two')] });
    const failure = byId(element, 'failure');
    expect(failure.getAttribute('role')).toBe('alert');
    expect(failure.querySelector('p').textContent).toBe('Not saved');
    expect([...failure.querySelectorAll('li')].map((item) => item.textContent)).toEqual(['One', 'Two']);
    await expect(element).toBeAccessible();
  });

  it('says of a hidden record that the rep may not see it, and not what the server said', async () => {
    const element = panel({ errors: { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'does not exist' }] } });
    expect(byId(element, 'no-access').textContent).toBe(
      'You may not see this record. Ask your Salesforce admin for access to it.'
    );
    expect(byId(element, 'failure')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('goes when the error is gone', async () => {
    const element = panel({ errors: new Error('One') });
    element.errors = undefined;
    await Promise.resolve();
    expect(element.shadowRoot.children).toHaveLength(0);
  });
});
