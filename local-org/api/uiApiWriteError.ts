/**
 * Why a save through the UI API failed, in the shape that Lightning Data Service hands to components as `error.body`.
 */
import type { SalesforceError } from '../errors.ts';
import type { SObjectType } from '../state/schema.ts';
import type { ApiResponse } from './operation.ts';

/**
 * Errors that name a field stand under `fieldErrors`, all others under `errors`.
 * Source: recorded, the keys that lwc-recipes' `ldsUtils.reduceErrors` reads; the details of a field error are assumed.
 */
export function writeError(error: SalesforceError, object: SObjectType | undefined): ApiResponse {
  const detail = {
    constituentField: null,
    duplicateRecordError: null,
    errorCode: error.errorCode,
    message: error.message
  };
  const fieldErrors: Record<string, unknown[]> = {};
  for (const name of error.fields ?? []) {
    fieldErrors[name] = [{ ...detail, field: name, fieldLabel: object?.field(name)?.label ?? name }];
  }
  const errors = Object.keys(fieldErrors).length > 0 ? [] : [{ ...detail, field: null, fieldLabel: null }];
  return {
    status: error.status,
    body: {
      enhancedErrorType: 'RecordError',
      message: 'An error occurred while trying to update the record. Please try again.',
      statusCode: error.status,
      errorCode: error.errorCode,
      output: { errors, fieldErrors }
    }
  };
}
