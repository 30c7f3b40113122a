/** Baton as a library: log in, route calls, move handoffs on. */
import { Baton, type BatonOptions } from './baton.ts';
import { logIn, type SalesforceLogin } from './salesforce/login.ts';
import { Salesforce } from './salesforce/salesforce.ts';

export { BatonError, errorCatalogue, type BatonErrorCode, type FieldProblem } from './domain/errors.ts';
export type { QualifiedCall } from './domain/call.ts';
export type { HandoffAnswer, NextStep, Briefing } from './domain/handoff.ts';
export { readQualifiedCall } from './voice/qualifiedCall.ts';
export { Baton, type BatonOptions } from './baton.ts';
export type { Routed } from './routeLead.ts';
export type { SalesforceLogin } from './salesforce/login.ts';

/**
 * Baton logged in, with what it needs read. `start()` begins the work in the background, which `baton serve` does by itself.
 * @param options.apiVersion default `66.0`
 * @throws BatonError when the org refuses, is out of reach, or is not set up
 */
export async function connect(
  login: SalesforceLogin,
  options: Omit<BatonOptions, 'salesforce'> & { apiVersion?: string } = {}
): Promise<Baton> {
  const { apiVersion = '66.0', ...rest } = options;
  const baton = new Baton({ ...rest, salesforce: new Salesforce(await logIn(login, apiVersion)) });
  await baton.warmUp();
  return baton;
}
