/** The /composite resource: several requests in one call. jsforce has no helper for it. */

export interface Subrequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vNN.N`, e.g. `/sobjects/Lead`. */
  path: string;
  referenceId: string;
  body?: Record<string, unknown>;
  /** Not inherited from the outer request: `Sforce-Auto-Assign` must stand on each Lead subrequest. */
  httpHeaders?: Record<string, string>;
}

export interface SubrequestError {
  errorCode: string;
  message: string;
  fields?: string[];
  [key: string]: unknown;
}

export interface SubrequestResult {
  referenceId: string;
  httpStatusCode: number;
  body: unknown;
}

/** The results of one composite call, by reference id. */
export class CompositeResults {
  private readonly byReference: ReadonlyMap<string, SubrequestResult>;

  constructor(results: readonly SubrequestResult[]) {
    this.byReference = new Map(results.map((result) => [result.referenceId, result]));
  }

  /** The body of a subrequest that succeeded; undefined when it failed or was not made. */
  body<T>(referenceId: string): T | undefined {
    const result = this.byReference.get(referenceId);
    return result && result.httpStatusCode < 400 ? (result.body as T) : undefined;
  }

  /** Records of a query subrequest; empty when it failed. */
  records<T>(referenceId: string): T[] {
    return this.body<{ records: T[] }>(referenceId)?.records ?? [];
  }

  /** The errors of a subrequest; empty when it succeeded. */
  errors(referenceId: string): SubrequestError[] {
    const result = this.byReference.get(referenceId);
    if (!result || result.httpStatusCode < 400) {
      return [];
    }
    return Array.isArray(result.body) ? (result.body as SubrequestError[]) : [];
  }

  /** The errors that caused a failure: not those that only report that another subrequest failed. */
  causes(): SubrequestError[] {
    return [...this.byReference.keys()]
      .flatMap((referenceId) => this.errors(referenceId))
      .filter(({ errorCode }) => errorCode !== 'PROCESSING_HALTED');
  }
}

export function queryPath(soql: string): string {
  return `/query/?q=${encodeURIComponent(soql)}`;
}
