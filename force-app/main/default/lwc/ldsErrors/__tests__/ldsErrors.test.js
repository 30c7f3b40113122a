import { errorCodes, errorMessages, hidesRecord } from 'c/ldsErrors';

const readError = {
  status: 400,
  statusText: 'Bad Request',
  body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'Nope' on entity 'Lead'." }]
};
const hiddenRecord = {
  status: 404,
  body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]
};

function writeError({ errors = [], fieldErrors = {}, errorCode = 'FIELD_INTEGRITY_EXCEPTION' }) {
  const message = 'An error occurred while trying to update the record. Please try again.';
  return { status: 400, body: { message, statusCode: 400, errorCode, output: { errors, fieldErrors } } };
}

describe('the messages of an error', () => {
  it.each([undefined, null, '', [], [undefined]])('are none for %p', (error) => {
    expect(errorMessages(error)).toEqual([]);
  });

  it('are those of a read', () => {
    expect(errorMessages(readError)).toEqual(["No such column 'Nope' on entity 'Lead'."]);
  });

  it('are that of a read whose body is one error', () => {
    expect(errorMessages({ status: 500, body: { message: 'Something broke' } })).toEqual(['Something broke']);
    expect(errorMessages({ status: 500, body: 'Plain words' })).toEqual(['Plain words']);
  });

  it('are those of a write, with the field before a message of the platform', () => {
    const error = writeError({
      errors: [{ errorCode: 'ENTITY_IS_LOCKED', message: 'The record is locked.' }],
      fieldErrors: {
        Notes__c: [
          { errorCode: 'STRING_TOO_LONG', field: 'Notes__c', fieldLabel: 'Notes', message: 'data value too large' }
        ]
      }
    });
    expect(errorMessages(error)).toEqual(['The record is locked.', 'Notes: data value too large']);
  });

  it('are the sentence alone where a validation rule refuses', () => {
    const refusal = {
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      fieldLabel: 'Status',
      message: 'This offer has ended.'
    };
    expect(errorMessages(writeError({ fieldErrors: { Status__c: [refusal] } }))).toEqual(['This offer has ended.']);
  });

  it('are the sentence of the whole where a write names nothing more', () => {
    expect(errorMessages(writeError({}))).toEqual([
      'An error occurred while trying to update the record. Please try again.'
    ]);
  });

  it('are those of GraphQL, as a list or on the result', () => {
    const errors = [{ message: "Validation error: field 'X' is undefined" }, { message: 'Second' }];
    expect(errorMessages(errors)).toEqual(["Validation error: field 'X' is undefined", 'Second']);
    expect(errorMessages({ data: undefined, errors })).toEqual(errorMessages(errors));
  });

  it.each([
    new TypeError('Failed to fetch'),
    new TypeError('NetworkError when attempting to fetch resource.'),
    new TypeError('Load failed'),
    [{ message: 'Failed to fetch' }],
    { status: 0 },
    { status: -1 }
  ])('say for %p that the connection is lost, and what to do', (error) => {
    expect(errorMessages(error)).toEqual(['Salesforce cannot be reached. Check your connection, then try again.']);
  });

  it('are those of a JavaScript error, also of one that speaks of fetching and is no lost network', () => {
    expect(errorMessages([{ message: 'The record failed to fetch its owner' }])).toEqual([
      'The record failed to fetch its owner'
    ]);
    expect(errorMessages(new Error('Nope'))).toEqual(['Nope']);
    expect(errorMessages(new TypeError('x is not a function'))).toEqual(['x is not a function']);
  });

  it('are the status where there is no body, and a plain sentence where there is nothing at all', () => {
    expect(errorMessages({ status: 503, statusText: 'Service Unavailable' })).toEqual(['Service Unavailable']);
    expect(errorMessages({ status: 503, statusText: 'Service Unavailable', body: {} })).toEqual([
      'Service Unavailable'
    ]);
    const unknown = ['Something went wrong. Reload the page; if it stays so, tell your Salesforce admin.'];
    expect(errorMessages({})).toEqual(unknown);
    expect(errorMessages(42)).toEqual(unknown);
  });

  it('come once each from a list of errors', () => {
    expect(errorMessages([readError, readError, 'Other', undefined])).toEqual([
      "No such column 'Nope' on entity 'Lead'.",
      'Other'
    ]);
  });
});

describe('a hidden record', () => {
  it.each([
    [hiddenRecord],
    [{ status: 403, body: {} }],
    [{ status: 400, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'No' }] }],
    [[undefined, hiddenRecord]]
  ])('is told by %j', (error) => {
    expect(hidesRecord(error)).toBe(true);
  });

  it.each([[undefined], [readError], [new Error('404')], [{ status: 500, body: [] }], ['NOT_FOUND']])(
    'is not told by %p',
    (error) => {
      expect(hidesRecord(error)).toBe(false);
    }
  );
});

describe('the codes of an error', () => {
  it('are found on a read, on a write and on its details, each once', () => {
    expect(errorCodes(readError)).toEqual(['INVALID_FIELD']);
    const detail = { errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found' };
    expect(errorCodes(writeError({ errorCode: 'DUPLICATE_VALUE', errors: [detail] }))).toEqual(['DUPLICATE_VALUE']);
    expect(errorCodes(writeError({ errorCode: null, fieldErrors: { K__c: [detail] } }))).toEqual(['DUPLICATE_VALUE']);
  });

  it('are none where there is no error', () => {
    expect(errorCodes(undefined)).toEqual([]);
    expect(errorCodes(new Error('x'))).toEqual([]);
  });
});
