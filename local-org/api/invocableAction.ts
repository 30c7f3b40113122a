/**
 * The shape that every invocable action takes and answers with.
 * Source: documented REST API Developer Guide, "Invocable Actions Standard".
 */
import { SalesforceError } from '../errors.ts';
import { objectBody } from './requestBody.ts';

export interface ActionError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

export interface ActionResult {
  readonly actionName: string;
  readonly errors: readonly ActionError[] | null;
  readonly isSuccess: boolean;
  readonly outputValues: Record<string, unknown> | null;
}

/** The result of one input. */
export function actionResult(actionName: string, error?: ActionError): ActionResult {
  return { actionName, errors: error ? [error] : null, isSuccess: error === undefined, outputValues: null };
}

/** @throws SalesforceError JSON_PARSER_ERROR when the body holds no list of inputs */
export function readInputs(body: unknown): Record<string, unknown>[] {
  const { inputs, ...rest } = objectBody(body);
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${unknown}"`);
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new SalesforceError('JSON_PARSER_ERROR', 'inputs must be an array of inputs');
  return inputs.map(objectBody);
}
