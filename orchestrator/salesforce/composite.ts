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

/**
 * A value that an earlier subrequest of the same call answers with, e.g. `new Reference('handoff.id')`. Only this makes
 * a reference: in any other text of a body `@{` is kept apart by a space, since Salesforce would put another
 * subrequest's result in its place, and a caller may say what they like.
 */
export class Reference {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** The body of a composite call, as JSON. */
export function compositeBody(subrequests: readonly Subrequest[], base: string, allOrNone: boolean): string {
  const compositeRequest = subrequests.map(({ path, body, ...rest }) => ({
    ...rest,
    url: `${base}${path}`,
    ...(body ? { body: Object.fromEntries(Object.entries(body).map(([field, value]) => [field, literal(value)])) } : {})
  }));
  return JSON.stringify({ allOrNone, compositeRequest });
}

function literal(value: unknown): unknown {
  if (value instanceof Reference) {
    return `@{${value.path}}`;
  }
  return typeof value === 'string' ? value.replaceAll('@{', '@ {') : value;
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

  /** The errors that caused a failure, of one subrequest or of all: not those that only report that another failed. */
  causes(referenceId?: string): SubrequestError[] {
    return (referenceId === undefined ? [...this.byReference.keys()] : [referenceId])
      .flatMap((id) => this.errors(id))
      .filter(({ errorCode }) => errorCode !== 'PROCESSING_HALTED');
  }
}

export function queryPath(soql: string): string {
  return `/query/?q=${encodeURIComponent(soql)}`;
}
