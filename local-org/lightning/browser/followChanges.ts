/**
 * Follows what the server knows and the page must: the org's clock, when somebody sets it, and the page itself, which
 * loads anew when its sources have changed. One request waits at the server all the time.
 */
import { page, type PageFacts } from './page.ts';

interface Change {
  readonly state: string;
  readonly build: string;
  readonly clock: PageFacts['clock'];
}

/** How long it waits before it asks again, while the server is away. */
const retryMs = 500;

export async function followChanges(): Promise<never> {
  let { state } = page;
  const build = state.split('.')[0];
  for (;;) {
    try {
      const reply = await fetch(`/lightning/changes?since=${encodeURIComponent(state)}`);
      if (!reply.ok) throw new Error(`The local org answered ${reply.status}.`);
      const change = (await reply.json()) as Change;
      if (change.build !== build) location.reload();
      page.clock = change.clock;
      state = change.state;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
