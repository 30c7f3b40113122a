/**
 * Runs a list of subrequests and gathers their results, for /composite and for each graph of /composite/graph.
 */
import type { Org } from '../org.ts';
import { resolveReferences, resolveUrl, type Answers } from './compositeReferences.ts';
import type { Host } from './host.ts';
import type { ApiRequest } from './operation.ts';

export interface CompositeSubrequest {
  readonly referenceId: string;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface CompositeResult {
  body: unknown;
  httpHeaders: Readonly<Record<string, string>>;
  httpStatusCode: number;
  referenceId: string;
}

/** Source: documented, "Composite Subrequest Result", and public recordings. */
export const rolledBackText = 'The transaction was rolled back since another operation in the same transaction failed.';

/** Thrown to undo the transaction; it never leaves this file. */
class RolledBack extends Error {}

/**
 * Runs the subrequests in their order. With `allOrNone`, the first that fails undoes all, and every other reports
 * PROCESSING_HALTED; without, each stands for itself, and one that refers to a failed one reports PROCESSING_HALTED.
 * @param options.rolledBack message of those that did not fail themselves
 */
export function runSubrequests(
  org: Org,
  outer: ApiRequest,
  host: Host,
  subrequests: readonly CompositeSubrequest[],
  options: { allOrNone: boolean; rolledBack: string }
): { results: CompositeResult[]; successful: boolean } {
  const results: CompositeResult[] = [];
  const answers: Answers = new Map();
  const run = (subrequest: CompositeSubrequest): boolean => {
    const result = runOne(outer, host, subrequest, answers, options.allOrNone);
    results.push(result);
    const successful = result.httpStatusCode < 300 && !hasFailedRecords(options.allOrNone, subrequest, result);
    if (successful) answers.set(subrequest.referenceId, result.body);
    return successful;
  };

  if (!options.allOrNone) {
    const outcomes = subrequests.map(run);
    return { results, successful: outcomes.every(Boolean) };
  }
  try {
    org.transaction(() => {
      for (const subrequest of subrequests) if (!run(subrequest)) throw new RolledBack();
    });
    return { results, successful: true };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const culprit = results[results.length - 1];
    return {
      results: subrequests.map((subrequest) =>
        culprit?.referenceId === subrequest.referenceId ? culprit : halted(subrequest.referenceId, options.rolledBack)
      ),
      successful: false
    };
  }
}

function runOne(
  outer: ApiRequest,
  host: Host,
  { referenceId, method, url, headers, body }: CompositeSubrequest,
  answers: Answers,
  allOrNone: boolean
): CompositeResult {
  let resolved: { url: string; body: unknown };
  try {
    resolved = { url: resolveUrl(url, answers), body: resolveReferences(body, answers) };
  } catch (error) {
    return halted(referenceId, (error as Error).message);
  }
  // "If the Composite request has allOrNone set to true, then the all-or-none behavior also applies to each of the
  // sObject Collections subrequests, overriding the value in the subrequests" (documented).
  if (allOrNone && isCollection(url) && typeof resolved.body === 'object' && resolved.body !== null) {
    resolved.body = { ...resolved.body, allOrNone: true };
  }
  const response = host.dispatch(outer, { method, url: resolved.url, headers, body: resolved.body });
  return {
    body: response.body ?? null,
    httpHeaders: response.headers ?? {},
    httpStatusCode: response.status,
    referenceId
  };
}

function isCollection(url: string): boolean {
  return /^\/services\/data\/v[\d.]+\/composite\/sobjects(\/|\?|$)/.test(url);
}

/** With all-or-none a collection of which one record failed fails as a whole, though its own status is 200. */
function hasFailedRecords(allOrNone: boolean, { url }: CompositeSubrequest, { body }: CompositeResult): boolean {
  if (!allOrNone || !isCollection(url) || !Array.isArray(body)) return false;
  return body.some((record: unknown) => (record as { success?: boolean } | null)?.success === false);
}

function halted(referenceId: string, message: string): CompositeResult {
  return { body: [{ errorCode: 'PROCESSING_HALTED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId };
}
