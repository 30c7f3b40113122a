/** A file of this folder as a process of its own, which answers questions one at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { commandOn, type Place } from './cores.ts';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';

export interface Child<Started> {
  /** What it said when it was ready. */
  readonly started: Started;
  /** Sends a question and waits for the answer; one at a time. @throws Error when the process failed at it, or ended */
  ask<Answer>(question: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * @param file absolute path of a file that calls {@link answerParent}
 * @param first what it needs to start
 * @throws Error when it ends before it is ready
 */
export async function startChild<Started>(file: string, place: Place, first: unknown): Promise<Child<Started>> {
  const [execPath, ...execArgv] = commandOn(place, [process.execPath, '--import', 'tsx']);
  const child = fork(file, {
    execPath,
    execArgv,
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  });
  const exited = once(child, 'exit');
  const ask = async <Answer>(question: unknown): Promise<Answer> => {
    child.send(question as object);
    const [reply] = (await Promise.race([
      once(child, 'message'),
      exited.then(([status]) => Promise.reject(new Error(`${file} ended with status ${status} when asked.`)))
    ])) as [Reply];
    if ('failure' in reply) throw new Error(reply.failure);
    return reply.answer as Answer;
  };
  return {
    started: await ask<Started>({ first }),
    ask,
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    }
  };
}

type Reply = { answer: unknown } | { failure: string };

/**
 * The other end of {@link startChild}: the process lives until its parent is gone.
 * @param start makes ready, and gives what to say then, how to answer, and how to end
 */
export function answerParent<First, Question>(
  start: (first: First) => Promise<{
    started: unknown;
    answer: (question: Question) => Promise<unknown>;
    close: () => Promise<void>;
  }>
): void {
  let running: Awaited<ReturnType<typeof start>> | undefined;
  const reply = async (message: unknown): Promise<unknown> => {
    if (running) return running.answer(message as Question);
    running = await start((message as { first: First }).first);
    return running.started;
  };
  process.on('message', (message) => {
    reply(message).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : error })
    );
  });
  process.once('disconnect', () => {
    void (running?.close() ?? Promise.resolve()).finally(() => process.exit(0));
  });
}
