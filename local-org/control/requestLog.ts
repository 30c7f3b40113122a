/**
 * The last requests that the local org saw, for tests and for whoever wonders what a client really sends.
 */

/** How many requests are kept; older ones are forgotten. */
const requestLogSize = 10_000;

export interface LoggedRequest {
  /** When it arrived, by the machine's clock; UTC. */
  readonly at: string;
  readonly method: string;
  /** Path without the query string, `//` at the start collapsed. */
  readonly path: string;
  /** As {@link shownQuery} gives it. */
  readonly query: string;
  /** HTTP status answered; null when the connection was dropped. */
  readonly status: number | null;
  readonly ms: number;
  /** Whose session it was; null without one. GET /_local/requests adds the username, as `user`. */
  readonly userId: string | null;
  /** API requests it counted towards the daily limit: 1 or 0. */
  readonly apiUsage: number;
  /** Kinds of the faults that it met. */
  readonly faults: readonly string[];
  /** Method, address and status of each subrequest of a composite request. */
  readonly subrequests: readonly { method: string; url: string; status: number }[];
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  /** Oldest first. */
  list(): readonly LoggedRequest[];
  clear(): void;
}

export function createRequestLog(size: number = requestLogSize): RequestLog {
  let kept: LoggedRequest[] = [];
  return {
    add(request) {
      kept.push(request);
      // Cut in blocks: shifting one element of a long array for each request would cost more than the request.
      if (kept.length >= 2 * size) kept = kept.slice(-size);
    },
    list: () => kept.slice(-size),
    clear() {
      kept = [];
    }
  };
}

/**
 * A query string as sent, without `?`; tokens replaced by `***`.
 * @param search as `URL.search` has it
 */
export function shownQuery(search: string): string {
  return search.slice(1).replace(/((?:oauth_|access_|refresh_)?token=)[^&]*/gi, '$1***');
}
