/**
 * The pages of one local org: builds them when they are first asked for, again when their sources change, and tells open
 * pages of it.
 */
import { watch, type FSWatcher } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../org.ts';
import type { Schema } from '../state/schema.ts';
import { appBundle, type AppBundle } from './appBundle.ts';

export interface LightningOptions {
  /** Folders in sfdx source format that hold the app, its pages and components; the later one wins. */
  readonly packageDirectories: readonly string[];
  /** Whether changes to them are built and shown at once. Default false: what the first page showed stays. */
  readonly watch?: boolean;
  /** Told after each build while watching. Default: nobody. */
  readonly onBuild?: (build: { readonly ms: number; readonly error?: Error }) => void;
}

export interface ClockFacts {
  readonly offsetMs: number;
  readonly frozenAt: number | null;
}

export interface LightningPages {
  /**
   * The present bundle.
   * @throws Error that names what does not compile, or what the local org does not have
   */
  bundle(): Promise<AppBundle>;
  /** What a page shows: changes with the build, also a failed one, and with each change of the clock. */
  state(): Promise<string>;
  clock(): ClockFacts;
  /** Settles when the state is another than this one, after half a minute, or when the org closes. */
  changedSince(state: string): Promise<void>;
  close(): void;
}

/** Editors write a file in several steps; what comes within this time is one change. */
const settleMs = 20;
const longestWaitMs = 30_000;

/** @param schema the org's schema at the time of asking; a deploy makes another one */
export function lightningPages(options: LightningOptions, schema: () => Schema, clock: Clock): LightningPages {
  let build: Promise<AppBundle> | undefined;
  let clockChanges = 0;
  let closed = false;
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const done of waiting) done();
  };
  const stopClock = clock.onChange(() => {
    clockChanges += 1;
    tell();
  });
  const current = (): Promise<AppBundle> => (build ??= appBundle(options.packageDirectories, schema()));
  const rebuild = async (): Promise<void> => {
    const startedAt = performance.now();
    build = undefined;
    const error = await current().then(
      () => undefined,
      (reason: Error) => reason
    );
    options.onBuild?.({ ms: Math.round(performance.now() - startedAt), error });
    tell();
  };
  const watchers = options.watch ? watchAll(options.packageDirectories, () => void rebuild()) : undefined;
  const state = async (): Promise<string> => {
    const id = await current().then(
      (bundle) => bundle.id,
      (error: Error) => `failed-${Buffer.from(error.message).toString('base64url').slice(0, 400)}`
    );
    return `${id}.${clockChanges}`;
  };

  return {
    bundle: current,
    state,
    clock() {
      const now = clock.now().getTime();
      return { offsetMs: now - Date.now(), frozenAt: clock.frozen ? now : null };
    },
    async changedSince(known) {
      const deadline = Date.now() + longestWaitMs;
      while (Date.now() < deadline && (await state()) === known) {
        await new Promise<void>((resolve) => {
          const done = (): void => {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          };
          const timer = setTimeout(done, deadline - Date.now()).unref();
          waiting.add(done);
        });
        if (closed) return;
      }
    },
    close() {
      closed = true;
      stopClock();
      watchers?.forEach((watcher) => watcher.close());
      tell();
    }
  };
}

function watchAll(directories: readonly string[], onChange: () => void): FSWatcher[] {
  let timer: NodeJS.Timeout | undefined;
  return directories.map((directory) =>
    watch(directory, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, settleMs);
    })
  );
}
