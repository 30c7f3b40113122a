/**
 * One row of the declared surface: a method and a path of the API, how well it is supported and how we know, and the
 * function that answers. The rows of all api files together are the routes, the refusals and FIDELITY.md.
 */
import type { Org, Session } from '../org.ts';
import type { Host } from './host.ts';

export interface ApiRequest {
  readonly method: string;
  /** Path below the API's root, decoded parameters apart: for `data` below `/services/data/vNN.N`. */
  readonly path: string;
  /** Named parts of the path, URL-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON or form body; undefined when there is none. */
  readonly body: unknown;
  /** Body as received; multipart, XML. Absent for composite subrequests. */
  readonly rawBody?: Buffer;
  /** Version in the path, e.g. `66.0`; the newest for paths without one. */
  readonly apiVersion: string;
  /** Undefined only where `auth` is `none`. */
  readonly session: Session | undefined;
}

export interface ApiResponse {
  readonly status: number;
  /** An object is sent as JSON; a string or Buffer as it is, with `contentType`. Undefined for an empty reply. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
  /**
   * Where the path hangs: `data` = `/services/data/vNN.N`, `root` = the host, `control` = `/_local`.
   */
  readonly at: 'data' | 'root' | 'control';
  /** Path in find-my-way's syntax: `/sobjects/:object/:id`. */
  readonly path: string;
  readonly summary: string;
  /** `partial` and `refused` say in `note` what is missing. A refused row needs no handler. */
  readonly support: 'supported' | 'partial' | 'refused';
  readonly note?: string;
  /** How we know what Salesforce does here: `documented <address or guide>`, `recorded <date>`, `assumed <why>`. */
  readonly source: string;
  /** Default `session`: a valid access token is needed. */
  readonly auth?: 'session' | 'none';
  /** Whether it may be a subrequest of /composite, /composite/batch and /composite/graph; such a handler is synchronous. Default false. */
  readonly inComposite?: boolean;
  /**
   * Whether a request counts towards the daily API limit and carries `Sforce-Limit-Info`. Default: every operation at
   * `data` counts; the UI API, GraphQL and control do not.
   */
  readonly counted?: boolean;
  /** Absent where the path is refused, or served outside the pipeline (CometD). */
  readonly handle?: (org: Org, request: ApiRequest, host: Host) => ApiResponse | Promise<ApiResponse>;
}
