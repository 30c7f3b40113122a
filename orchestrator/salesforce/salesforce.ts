/** Requests to Salesforce, each with a deadline, counted and timed. */
import type { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import type { Circuit } from './circuit.ts';
import { compositeBody, CompositeResults, queryPath, type Subrequest, type SubrequestResult } from './composite.ts';
import { exchange, type HttpReply } from './httpExchange.ts';
import { renewToken } from './login.ts';
import { fromThrown } from './salesforceErrors.ts';
import { apiUsageOf, isSessionRefused, resultOf, type ApiUsage } from './restReply.ts';
import {
  listMetadataEnvelope,
  metadataElements,
  namesOfReply,
  readMetadataEnvelope,
  recordOfReply,
  refuseFault
} from './soapMetadata.ts';
import type { Trace } from './trace.ts';

export interface RequestOptions {
  /** From now; the caller hears `salesforceTimeout` after it, though Salesforce may go on. */
  deadlineMs: number;
  trace: Trace;
}

/** What a look at a Salesforce that has failed may take. */
const probeDeadlineMs = 3_000;

export class Salesforce {
  private readonly connection: Connection;
  private readonly version: string;
  private readonly circuit: Circuit | undefined;
  private usage: ApiUsage | undefined;

  /** @param options.circuit spares callers the wait for a Salesforce that is down; without one each waits */
  constructor(connection: Connection, options: { circuit?: Circuit } = {}) {
    this.connection = connection;
    this.version = connection.version;
    this.circuit = options.circuit;
    this.circuit?.watch(() => this.probe());
  }

  /** Address of the org, for links to records. Before the first login, that of the login page. */
  get instanceUrl(): string {
    return this.connection.instanceUrl;
  }

  /** Undefined until the org has told. */
  get apiUsage(): ApiUsage | undefined {
    return this.usage;
  }

  /** Whether it is left in peace since it failed: nothing that can wait should ask it anything. */
  get isSpared(): boolean {
    return this.circuit?.status.state === 'open';
  }

  /**
   * One call to /composite.
   * @throws BatonError when the call as a whole failed; failed subrequests are in the results
   */
  async composite(
    subrequests: readonly Subrequest[],
    options: { allOrNone: boolean } & RequestOptions
  ): Promise<CompositeResults> {
    return compositeResults(await this.request(this.compositeRequest(subrequests, options.allOrNone), options));
  }

  /** All records of a query. */
  async query<T>(soql: string, options: RequestOptions): Promise<T[]> {
    const records: T[] = [];
    const endsAtMs = performance.now() + options.deadlineMs;
    let url: string | undefined = `/services/data/v${this.version}${queryPath(soql)}`;
    while (url !== undefined) {
      const page: { records: T[]; done: boolean; nextRecordsUrl?: string } = await this.request(
        { method: 'GET', url },
        { ...options, deadlineMs: endsAtMs - performance.now() }
      );
      records.push(...page.records);
      url = page.done ? undefined : page.nextRecordsUrl;
    }
    return records;
  }

  /**
   * The same page by page, so that nobody has to hold all of them; the next page is on its way while one is worked on.
   * @param options.deadlineMs of each page
   */
  async *pages<T>(soql: string, options: RequestOptions): AsyncGenerator<{ records: T[]; totalSize: number }> {
    type Page = { records: T[]; totalSize: number; done: boolean; nextRecordsUrl?: string };
    const read = (url: string): Promise<Page> => this.request<Page>({ method: 'GET', url }, options);
    let next: Promise<Page> | undefined = read(`/services/data/v${this.version}${queryPath(soql)}`);
    while (next !== undefined) {
      const { records, totalSize, done, nextRecordsUrl }: Page = await next;
      next = done || nextRecordsUrl === undefined ? undefined : read(nextRecordsUrl);
      // Whoever reads on hears of a failure; whoever stops does not care.
      next?.catch(() => undefined);
      yield { records, totalSize };
    }
  }

  async get<T>(path: string, options: RequestOptions): Promise<T> {
    return this.send<T>('GET', path, undefined, options);
  }

  /**
   * Any other request of the REST API.
   * @param path below `/services/data/vNN.N`, or from `/services/` on
   * @param body sent as JSON
   */
  async send<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    options: RequestOptions
  ): Promise<T> {
    const url = path.startsWith('/services/') ? path : `/services/data/v${this.version}${path}`;
    return this.request<T>({ method, url, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, options);
  }

  /** As {@link send}. @param path below `/services/data/vNN.N`, or from `/services/` on */
  async post<T>(path: string, body: unknown, options: RequestOptions): Promise<T> {
    return this.send<T>('POST', path, body, options);
  }

  /**
   * One component through the Metadata API.
   * @returns its elements as XML; empty when the org has none of this name
   * @throws BatonError `salesforcePermission` when the user may not read metadata
   */
  async readMetadata(type: string, fullName: string, options: RequestOptions): Promise<string> {
    return recordOfReply(await this.askMetadata((token) => readMetadataEnvelope(type, fullName, token), options));
  }

  /**
   * Names of the org's components of one type.
   * @throws BatonError `salesforcePermission` when the user may not read metadata
   */
  async listMetadata(type: string, options: RequestOptions): Promise<string[]> {
    return namesOfReply(await this.askMetadata((token) => listMetadataEnvelope(type, this.version, token), options));
  }

  /**
   * Settings of the org, such as `BusinessHours`, through the Metadata API. All values are texts.
   * @param options.lists elements that may be repeated, and so are always arrays
   * @returns undefined when the org has none of this name
   * @throws BatonError `salesforcePermission` when the user may not read metadata
   */
  async readSettings<T>(name: string, options: { lists?: readonly string[] } & RequestOptions): Promise<T | undefined> {
    const { lists = ['holidays', 'businessHours'] } = options;
    return metadataElements<T>(await this.readMetadata(`${name}Settings`, name, options), lists);
  }

  /**
   * Where the streaming API is, and the token for it; a new one when the present one is `refused`.
   * @throws BatonError when the org issues none
   */
  async streamingLogin(refused: string | undefined, deadlineMs: number): Promise<{ url: string; accessToken: string }> {
    const token = this.connection.accessToken ?? undefined;
    if (token === undefined || token === refused) {
      await within(deadlineMs, renewToken(this.connection, token));
    }
    return { url: `${this.origin}/cometd/${this.version}`, accessToken: this.connection.accessToken ?? '' };
  }

  private async askMetadata(envelope: (token: string) => string, options: RequestOptions): Promise<HttpReply> {
    const askOnce = async (token: string, deadlineMs: number): Promise<HttpReply> => {
      const reply = await exchange(
        {
          method: 'POST',
          url: `${this.origin}/services/Soap/m/${this.version}`,
          headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' },
          body: envelope(token)
        },
        deadlineMs
      );
      refuseFault(reply);
      return reply;
    };
    return this.guarded(options, (deadlineMs) => this.withToken(deadlineMs, askOnce));
  }

  private async request<T>(request: RestRequest, options: RequestOptions): Promise<T> {
    return this.guarded(options, (deadlineMs) => this.rest<T>(request, deadlineMs));
  }

  /** Counts and times the work, maps what it throws, and lets the circuit learn from it. */
  private async guarded<T>(
    { deadlineMs, trace }: RequestOptions,
    work: (deadlineMs: number) => Promise<T>
  ): Promise<T> {
    this.circuit?.expectClosed();
    const startedAt = performance.now();
    trace.apiCalls += 1;
    const told = async (): Promise<T> => {
      try {
        return await work(deadlineMs);
      } catch (error) {
        throw fromThrown(error);
      }
    };
    try {
      return await (this.circuit ? this.circuit.run(told, deadlineMs) : told());
    } finally {
      trace.salesforceMs += performance.now() - startedAt;
    }
  }

  /** Sends it with the connection's token, and once more with a new one if that is refused. */
  private async rest<T>(request: RestRequest, deadlineMs: number): Promise<T> {
    if (isProxied) {
      return this.throughJsforce<T>(request, deadlineMs);
    }
    return this.withToken(deadlineMs, async (token, leftMs) => {
      const reply = await exchange(
        {
          ...request,
          url: `${this.origin}${request.url}`,
          headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: `Bearer ${token}` }
        },
        leftMs
      );
      this.usage = apiUsageOf(reply) ?? this.usage;
      return resultOf<T>(reply);
    });
  }

  /**
   * The token may have expired: then it is renewed, and the work done once more. What was refused for its token was not
   * done, so this is safe for writes too.
   */
  private async withToken<T>(deadlineMs: number, work: (token: string, leftMs: number) => Promise<T>): Promise<T> {
    const endsAtMs = performance.now() + deadlineMs;
    const token = this.connection.accessToken ?? undefined;
    if (token !== undefined) {
      try {
        return await work(token, deadlineMs);
      } catch (error) {
        if (!isSessionRefused(error)) {
          throw error;
        }
      }
    }
    await within(endsAtMs - performance.now(), renewToken(this.connection, token));
    return work(this.connection.accessToken ?? '', endsAtMs - performance.now());
  }

  /** jsforce knows how to go through a proxy. It renews the token by itself. */
  private async throughJsforce<T>(request: RestRequest, deadlineMs: number): Promise<T> {
    if (!this.connection.accessToken) {
      await within(deadlineMs, renewToken(this.connection, undefined));
    }
    const reply = this.connection.request<T>(
      { ...request, headers: { 'Content-Type': 'application/json' } },
      { timeout: deadlineMs, retry: { maxRetries: 0 } }
    );
    return within(deadlineMs, reply);
  }

  private get origin(): string {
    return this.connection.instanceUrl.replace(/\/+$/, '');
  }

  private compositeRequest(subrequests: readonly Subrequest[], allOrNone: boolean): RestRequest {
    const base = `/services/data/v${this.version}`;
    return { method: 'POST', url: `${base}/composite`, body: compositeBody(subrequests, base, allOrNone) };
  }

  /** Goes the way of a call: the composite resource and the database behind it. Changes nothing. */
  private async probe(): Promise<void> {
    const look: Subrequest = {
      method: 'GET',
      referenceId: 'org',
      path: queryPath('SELECT Id FROM Organization LIMIT 1')
    };
    try {
      compositeResults(await this.rest(this.compositeRequest([look], false), probeDeadlineMs));
    } catch (error) {
      throw fromThrown(error);
    }
  }
}

interface RestRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  body?: string;
}

/** As jsforce reads it. */
const { env } = process;
const isProxied = Boolean(env['https_proxy'] ?? env['http_proxy'] ?? env['HTTPS_PROXY'] ?? env['HTTP_PROXY']);

function compositeResults(reply: unknown): CompositeResults {
  const { compositeResponse } = (reply ?? {}) as { compositeResponse?: SubrequestResult[] };
  if (!Array.isArray(compositeResponse)) {
    throw new BatonError('salesforceUnavailable', 'Salesforce answered something that is no composite response.');
  }
  return new CompositeResults(compositeResponse);
}

/** @throws BatonError `salesforceTimeout` when the work takes longer; the work itself cannot be stopped */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new BatonError('salesforceTimeout', 'Salesforce did not answer in time.')),
      Math.max(1, ms)
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
