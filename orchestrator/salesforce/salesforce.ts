/** Requests to Salesforce, each with a deadline, counted and timed. */
import type { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import { compositeBody, CompositeResults, queryPath, type Subrequest, type SubrequestResult } from './composite.ts';
import { fromThrown } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

export class Salesforce {
  private readonly connection: Connection;
  private readonly version: string;

  constructor(connection: Connection) {
    this.connection = connection;
    this.version = connection.version;
  }

  /** Address of the org, for links to records. */
  get instanceUrl(): string {
    return this.connection.instanceUrl;
  }

  /**
   * One call to /composite.
   * @param options.deadlineMs from now; the caller hears `salesforceTimeout` after it, though Salesforce may go on
   * @throws BatonError when the call as a whole failed; failed subrequests are in the results
   */
  async composite(
    subrequests: readonly Subrequest[],
    options: { allOrNone: boolean; deadlineMs: number; trace: Trace }
  ): Promise<CompositeResults> {
    const base = `/services/data/v${this.version}`;
    const reply = await this.request<{ compositeResponse?: SubrequestResult[] } | null>(
      {
        method: 'POST',
        url: `${base}/composite`,
        body: compositeBody(subrequests, base, options.allOrNone)
      },
      options
    );
    if (!Array.isArray(reply?.compositeResponse)) {
      throw new BatonError('salesforceUnavailable', 'Salesforce answered something that is no composite response.');
    }
    return new CompositeResults(reply.compositeResponse);
  }

  /** All records of a query, page by page. */
  async query<T>(soql: string, options: { deadlineMs: number; trace: Trace }): Promise<T[]> {
    const records: T[] = [];
    let url: string | undefined = `/services/data/v${this.version}${queryPath(soql)}`;
    while (url !== undefined) {
      const page: { records: T[]; done: boolean; nextRecordsUrl?: string } = await this.request(
        { method: 'GET', url },
        options
      );
      records.push(...page.records);
      url = page.done ? undefined : page.nextRecordsUrl;
    }
    return records;
  }

  async get<T>(path: string, options: { deadlineMs: number; trace: Trace }): Promise<T> {
    const url = path.startsWith('/services/') ? path : `/services/data/v${this.version}${path}`;
    return this.request<T>({ method: 'GET', url }, options);
  }

  private async request<T>(
    request: { method: 'GET' | 'POST'; url: string; body?: string },
    { deadlineMs, trace }: { deadlineMs: number; trace: Trace }
  ): Promise<T> {
    const startedAt = performance.now();
    trace.apiCalls += 1;
    let timer: NodeJS.Timeout | undefined;
    try {
      const deadline = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(Object.assign(new Error('deadline'), { name: 'TimeoutError' })),
          Math.max(1, deadlineMs)
        );
      });
      const reply = this.connection.request<T>(
        { ...request, headers: { 'Content-Type': 'application/json' } },
        {
          timeout: deadlineMs,
          retry: { maxRetries: 0 }
        }
      );
      return await Promise.race([reply, deadline]);
    } catch (error) {
      throw fromThrown(error);
    } finally {
      clearTimeout(timer);
      trace.salesforceMs += performance.now() - startedAt;
    }
  }
}
