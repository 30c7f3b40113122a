/**
 * Both ends of what is judged, in one process of its own that does nothing else: the voice agents in front of the service,
 * and the proxy between it and the org. One event loop, so that neither keeps the other from the core; sockets instead of
 * HTTP clients and servers, so that it is soon done with each. Run directly, this file is that process.
 */
import { fileURLToPath } from 'node:url';
import { answerParent, startChild } from './childProcess.ts';
import { Load, type LoadReply, type LoadRequest, type LoadTarget } from './load.ts';
import { startMeteredProxy, type MeteredRequest } from './meteredProxy.ts';

export interface Judge {
  /** Of the proxy, in place of the org's. */
  readonly url: string;
  /** What is added to each request to the org from now on, in milliseconds; see {@link startMeteredProxy}. */
  setLatency(ms: number): Promise<void>;
  /** Requests to the org that have finished since it was last asked. */
  take(): Promise<MeteredRequest[]>;
  /** Voice agents who call this service. */
  callersOf(target: LoadTarget): Callers;
  close(): Promise<void>;
}

export interface Callers {
  /** @returns the replies in the order of the requests. @throws Error when the network fails */
  send(requests: readonly LoadRequest[], callers: number): Promise<LoadReply[]>;
}

type Question =
  { latencyMs: number } | { target: LoadTarget; requests: readonly LoadRequest[]; callers: number } | 'take';

const thisFile = fileURLToPath(import.meta.url);

/** @param orgUrl base address of the org, without a slash at the end */
export async function startJudgeProcess(orgUrl: string): Promise<Judge> {
  const child = await startChild<{ url: string }>(thisFile, 'judge', orgUrl);
  return {
    url: child.started.url,
    setLatency: (latencyMs) => child.ask({ latencyMs }),
    take: () => child.ask('take'),
    callersOf: ({ url, apiKey }) => ({
      send: (requests, callers) => child.ask({ target: { url, apiKey }, requests, callers })
    }),
    close: () => child.close()
  };
}

if (process.argv[1] === thisFile) {
  answerParent(async (orgUrl: string) => {
    const proxy = await startMeteredProxy(orgUrl);
    const loads = new Map<string, Load>();
    const loadOf = (target: LoadTarget): Load => {
      const load = loads.get(target.url) ?? new Load(target);
      loads.set(target.url, load);
      return load;
    };
    return {
      started: { url: proxy.url },
      answer: async (question: Question): Promise<unknown> => {
        if (question === 'take') return proxy.take();
        if ('requests' in question) return loadOf(question.target).send(question.requests, question.callers);
        proxy.latencyMs = question.latencyMs;
        return undefined;
      },
      close: async () => {
        loads.forEach((load) => load.close());
        await proxy.close();
      }
    };
  });
}
