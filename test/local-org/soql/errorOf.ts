import { expect } from 'vitest';
import { SalesforceError } from '../../../local-org/errors.ts';

/** The code and message of the error that `work` throws; undefined when it throws none. */
export function errorOf(work: () => unknown): { errorCode: string; message: string } | undefined {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return { errorCode: error.errorCode, message: error.message };
  }
  return undefined;
}

/** An error with this code whose message has this text in it. */
export function error(errorCode: string, text = ''): unknown {
  return { errorCode, message: expect.stringContaining(text) as unknown };
}
