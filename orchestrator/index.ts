/** Baton as a library: log in, make a router, route calls. */
import { Router, type RouterOptions } from './routeLead.ts';
import { logIn, type SalesforceLogin } from './salesforce/login.ts';
import { Salesforce } from './salesforce/salesforce.ts';

export { BatonError, errorCatalogue, type BatonErrorCode, type FieldProblem } from './domain/errors.ts';
export type { QualifiedCall } from './domain/call.ts';
export type { HandoffAnswer, NextStep, Briefing } from './domain/handoff.ts';
export { readQualifiedCall } from './voice/qualifiedCall.ts';
export { Router, type Routed, type RouterOptions } from './routeLead.ts';
export type { SalesforceLogin } from './salesforce/login.ts';

/**
 * A router that is logged in and has read what it needs.
 * @param options.apiVersion default `66.0`
 * @throws BatonError when the org refuses, is out of reach, or is not set up
 */
export async function connect(
  login: SalesforceLogin,
  options: Omit<RouterOptions, 'salesforce'> & { apiVersion?: string } = {}
): Promise<Router> {
  const { apiVersion = '66.0', ...rest } = options;
  const router = new Router({ ...rest, salesforce: new Salesforce(await logIn(login, apiVersion)) });
  await router.warmUp();
  return router;
}
