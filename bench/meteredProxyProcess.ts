/**
 * A metered proxy in a process of its own, so that neither the load nor the org keeps it from its clock. Run directly, this
 * file is that process.
 */
import { fileURLToPath } from 'node:url';
import { answerParent, startChild } from './childProcess.ts';
import { startMeteredProxy, type MeteredRequest } from './meteredProxy.ts';

export interface MeteredProxyProcess {
  readonly url: string;
  /** What is added to each request from now on, in milliseconds; see {@link startMeteredProxy}. */
  setLatency(ms: number): Promise<void>;
  /** The requests that have finished since it was last asked. */
  take(): Promise<MeteredRequest[]>;
  close(): Promise<void>;
}

type Question = { latencyMs: number } | 'take';

const thisFile = fileURLToPath(import.meta.url);

/** @param targetUrl base address of the org, without a slash at the end */
export async function startMeteredProxyProcess(targetUrl: string): Promise<MeteredProxyProcess> {
  const child = await startChild<{ url: string }>(thisFile, 'judge', targetUrl);
  return {
    url: child.started.url,
    setLatency: (latencyMs) => child.ask({ latencyMs }),
    take: () => child.ask('take'),
    close: () => child.close()
  };
}

if (process.argv[1] === thisFile) {
  answerParent(async (targetUrl: string) => {
    const proxy = await startMeteredProxy(targetUrl);
    return {
      started: { url: proxy.url },
      answer: (question: Question) => {
        if (question === 'take') return Promise.resolve(proxy.requests.splice(0));
        proxy.latencyMs = question.latencyMs;
        return Promise.resolve();
      },
      close: () => proxy.close()
    };
  });
}
