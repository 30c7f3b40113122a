import { graphql } from 'lightning/graphql';
import { createRecord, getRecord, updateRecord } from 'lightning/uiRecordApi';
import HandoffFeedback from 'c/handoffFeedback';
import {
  expectAccessible,
  find,
  hiddenRecord,
  me,
  NO_ACCESS,
  queryAnswer,
  settled,
  show,
  textOf,
  uiRecord
} from '../../../../../test/support/recordsInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });

const handoffId = 'a03000000000001AAA';
const key = `${handoffId}:${me}`;
const feedbackId = 'a01000000000001AAA';
const given = {
  Id: feedbackId,
  CreatedDate: '2026-12-01T16:00:00.000Z',
  Quality__c: 4,
  Completeness__c: 'Incomplete',
  Missing__c: 'Budget;Role',
  Misrouted__c: true,
  Should_Have_Gone_To__c: 'EMEA',
  Notes__c: 'Knew our product.'
};
const duplicate = {
  status: 400,
  body: { errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found', output: { errors: [], fieldErrors: {} } }
};

let refresh;

function answer(records) {
  graphql.emit(queryAnswer({ Handoff_Feedback__c: records }), undefined, refresh);
}

async function feedback(records = [], properties = { recordId: handoffId }) {
  const element = show('c-handoff-feedback', HandoffFeedback, properties);
  element.done = jest.fn();
  element.addEventListener('done', ({ detail }) => element.done(detail));
  getRecord.emit(uiRecord('Handoff__c', { Name: 'H-00001' }));
  if (records) answer(records);
  await settled();
  return element;
}

const part = (element, id) => find(element, `[data-id="${id}"]`);

async function choose(element, id, value) {
  part(element, id).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settled();
}

async function press(element, id) {
  part(element, id).click();
  await settled();
}

describe('the feedback form', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-12-01T17:00:00Z') });
    refresh = jest.fn(async () => {});
    createRecord.mockReset().mockResolvedValue({ id: feedbackId });
    updateRecord.mockReset().mockResolvedValue({});
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('says that it loads', async () => {
    const element = await feedback(null);
    expect(part(element, 'loading')).not.toBeNull();
    await expectAccessible(element);
  });

  it('is empty before anything was said, its optional part closed', async () => {
    const element = await feedback();
    expect(part(element, 'quality').options.map(({ value }) => value)).toEqual(['1', '2', '3', '4', '5']);
    expect(part(element, 'quality').value).toBe('');
    expect(element.shadowRoot.querySelector('details').open).toBe(false);
    expect(graphql.getLastConfig().variables).toEqual({ key });
    await expectAccessible(element);
  });

  it('needs no more than a number and Save', async () => {
    const element = await feedback();
    await choose(element, 'quality', '4');
    await press(element, 'save');
    expect(createRecord).toHaveBeenCalledTimes(1);
    expect(createRecord).toHaveBeenCalledWith({
      apiName: 'Handoff_Feedback__c',
      fields: {
        Handoff__c: handoffId,
        Rep__c: me,
        Feedback_Key__c: key,
        Quality__c: 4,
        Completeness__c: null,
        Missing__c: null,
        Misrouted__c: false,
        Should_Have_Gone_To__c: null,
        Notes__c: null
      }
    });
    expect(element.done).toHaveBeenCalledWith({ saved: true });
    expect(part(element, 'saved-quality').textContent).toBe('4 of 5');
    await expectAccessible(element);
  });

  it('takes all that there is to say', async () => {
    const element = await feedback([], { handoffId });
    await choose(element, 'quality', '2');
    await choose(element, 'completeness', 'Incomplete');
    await choose(element, 'missing', ['Budget', 'Role']);
    expect(part(element, 'should-have-gone')).toBeNull();
    part(element, 'misrouted').checked = true;
    part(element, 'misrouted').dispatchEvent(new CustomEvent('change', { detail: { checked: true } }));
    await settled();
    await choose(element, 'should-have-gone', 'EMEA');
    await choose(element, 'notes', 'Speaks German.');
    await press(element, 'save');
    expect(createRecord.mock.calls[0][0].fields).toMatchObject({
      Quality__c: 2,
      Completeness__c: 'Incomplete',
      Missing__c: 'Budget;Role',
      Misrouted__c: true,
      Should_Have_Gone_To__c: 'EMEA',
      Notes__c: 'Speaks German.'
    });
  });

  it('is a group of its own beside another form on the same page', async () => {
    const onPage = await feedback();
    const inPop = await feedback([], { handoffId });
    expect(part(onPage, 'quality').name).not.toBe(part(inPop, 'quality').name);
  });

  it('asks for a number, and saves nothing without one', async () => {
    const element = await feedback();
    await press(element, 'save');
    expect(part(element, 'choose').textContent).toBe('Choose a number from 1 to 5 first.');
    expect(createRecord).not.toHaveBeenCalled();
    await expectAccessible(element);
  });

  it('does not save twice when Save is pressed twice', async () => {
    let finish;
    createRecord.mockReturnValue(new Promise((resolve) => (finish = () => resolve({ id: feedbackId }))));
    const element = await feedback();
    await choose(element, 'quality', '4');
    await press(element, 'save');
    await press(element, 'save');
    expect(part(element, 'save').disabled).toBe(true);
    finish();
    await settled();
    expect(createRecord).toHaveBeenCalledTimes(1);
  });

  it('tells an error and keeps what was typed', async () => {
    createRecord.mockRejectedValueOnce({ status: 500, body: { message: 'Something broke' } });
    const element = await feedback();
    await choose(element, 'quality', '5');
    await choose(element, 'notes', 'A great talk.');
    await press(element, 'save');
    expect(textOf(element)).toContain('Not saved. What you entered is still here');
    expect(textOf(element)).toContain('Something broke');
    expect(part(element, 'quality').value).toBe('5');
    expect(part(element, 'notes').value).toBe('A great talk.');
    expect(element.done).not.toHaveBeenCalled();
    await press(element, 'save');
    expect(part(element, 'saved')).not.toBeNull();
    await expectAccessible(element);
  });

  it('updates what was given in another window meanwhile, instead of a second one', async () => {
    createRecord.mockRejectedValueOnce(duplicate);
    refresh.mockImplementation(async () => answer([given]));
    const element = await feedback();
    await choose(element, 'quality', '5');
    await press(element, 'save');
    expect(updateRecord.mock.calls[0][0].fields).toMatchObject({ Id: feedbackId, Quality__c: 5 });
    expect(element.done).toHaveBeenCalledWith({ saved: true });
    expect(part(element, 'saved-quality').textContent).toBe('5 of 5');
  });

  it('tells of a duplicate that cannot be found, and keeps what was typed', async () => {
    createRecord.mockRejectedValueOnce(duplicate);
    const element = await feedback();
    await choose(element, 'quality', '5');
    await press(element, 'save');
    expect(updateRecord).not.toHaveBeenCalled();
    expect(textOf(element)).toContain('duplicate value found');
    expect(part(element, 'quality').value).toBe('5');
  });

  describe('when feedback was given', () => {
    it('shows what was saved', async () => {
      const element = await feedback([given]);
      const text = textOf(element);
      expect(part(element, 'saved-quality').textContent).toBe('4 of 5');
      expect(text).toContain('Incomplete');
      expect(text).toContain('Budget, Role');
      expect(text).toContain('EMEA');
      expect(text).toContain('Knew our product.');
      await expectAccessible(element);
    });

    it('can be changed, and only what changes is another', async () => {
      const element = await feedback([given]);
      await press(element, 'change');
      expect(part(element, 'quality').value).toBe('4');
      expect(element.shadowRoot.querySelector('details').open).toBe(true);
      await choose(element, 'quality', '3');
      await press(element, 'save');
      expect(createRecord).not.toHaveBeenCalled();
      expect(updateRecord.mock.calls[0][0].fields).toMatchObject({
        Id: feedbackId,
        Quality__c: 3,
        Missing__c: 'Budget;Role',
        Notes__c: 'Knew our product.'
      });
      expect(part(element, 'saved-quality').textContent).toBe('3 of 5');
    });

    it('stays as it was when the change is cancelled', async () => {
      const element = await feedback([given]);
      await press(element, 'change');
      await choose(element, 'quality', '1');
      await press(element, 'cancel');
      expect(part(element, 'saved-quality').textContent).toBe('4 of 5');
      expect(updateRecord).not.toHaveBeenCalled();
    });

    it('cannot be changed when the days for that are over, and says so', async () => {
      const element = await feedback([{ ...given, CreatedDate: '2026-11-24T16:59:00.000Z' }]);
      expect(part(element, 'change')).toBeNull();
      expect(part(element, 'read-only').textContent).toBe(
        'It can be changed for 7 days after it was given. Those are over.'
      );
      await expectAccessible(element);
    });

    it('can be changed to the last minute of those days', async () => {
      const element = await feedback([{ ...given, CreatedDate: '2026-11-24T17:01:00.000Z' }]);
      expect(part(element, 'change')).not.toBeNull();
    });
  });

  it('refuses in words a handoff that the rep may not see', async () => {
    const element = await feedback(null);
    getRecord.error(hiddenRecord, 404);
    await settled();
    expect(textOf(element)).toContain(NO_ACCESS);
    expect(part(element, 'form')).toBeNull();
    await expectAccessible(element);
  });

  it('tells an error of reading', async () => {
    const element = await feedback(null);
    graphql.emitErrors([{ message: 'Something broke' }]);
    await settled();
    expect(textOf(element)).toContain('The feedback could not be read');
    await expectAccessible(element);
  });
});
