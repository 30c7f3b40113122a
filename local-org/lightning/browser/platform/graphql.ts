/**
 * `lightning/graphql` over the org's real GraphQL endpoint. What it does not do: keep or normalise results, send several
 * queries in one request, or change records (no executeMutation).
 */
import { request } from '../session.ts';
import { deepFreeze, type DataCallback, type WireAdapter } from '../wire.ts';

/** A query as `gql` has read it. */
interface Query {
  readonly text: string;
}

interface Config {
  readonly query?: Query;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

interface Emitted {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string }[] | undefined;
  readonly refresh?: () => Promise<void>;
}

/** Text put into a query from outside would be a way to inject into it: pass it as a variable. */
export function gql(parts: TemplateStringsArray, ...fragments: readonly Query[]): Query {
  const text = parts.reduce((all, part, index) => {
    const fragment = fragments[index - 1];
    if (typeof fragment?.text !== 'string') {
      throw new Error('gql: only other gql queries may stand in a query; pass values as variables');
    }
    return all + fragment.text + part;
  });
  return Object.freeze({ text });
}

export class graphql implements WireAdapter<Config> {
  readonly #emit: DataCallback<Emitted>;
  #config: Config | undefined;
  #wanted = '';
  #connected = false;
  #turn = 0;

  constructor(emit: DataCallback<Emitted>) {
    this.#emit = emit;
    emit({ data: undefined, errors: undefined });
  }

  connect(): void {
    this.#connected = true;
    void this.#run();
  }

  update(config: Config): void {
    const wanted = JSON.stringify(config);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#config = config;
    void this.#run();
  }

  disconnect(): void {
    this.#connected = false;
  }

  async #run(): Promise<void> {
    if (!this.#connected || !this.#config?.query) return;
    const { query, variables, operationName } = this.#config;
    const mine = (this.#turn += 1);
    const { data, errors } = await ask({ query: query.text, variables: variables ?? {}, operationName });
    if (mine !== this.#turn || !this.#connected) return;
    this.#emit({ data: deepFreeze(data), errors: deepFreeze(errors), refresh: () => this.#run() });
  }
}

async function ask(body: unknown): Promise<{ data: unknown; errors: Emitted['errors'] }> {
  try {
    const { data, errors } = (await request('POST', '/graphql', body)) as {
      data: object | null;
      errors: { message: string }[];
    };
    const failed = data === null || Object.keys(data).length === 0;
    return { data: failed ? undefined : data, errors: errors.length > 0 ? errors : undefined };
  } catch (error) {
    return { data: undefined, errors: messagesOf(error).map((message) => ({ message })) };
  }
}

/** A request that fails as a whole has its errors in Salesforce's REST shape, or is a network error. */
function messagesOf(error: unknown): string[] {
  const { body, message } = error as { body?: { message: string }[]; message?: string };
  return Array.isArray(body) ? body.map((each) => each.message) : [message ?? String(error)];
}
