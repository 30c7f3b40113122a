/** A valve in a page's event stream: shut, it keeps back what CometD answers, as a network does that stalls. */
import type { Page } from 'playwright-core';

export interface EventValve {
  /** Before the page is loaded. */
  fit(page: Page): Promise<void>;
  shut(): void;
  /** Lets through what was kept back, and all that follows. */
  open(): void;
}

export function eventValve(): EventValve {
  let flows = Promise.resolve();
  let open = (): void => undefined;
  return {
    async fit(page) {
      await page.route('**/cometd/**', async (route) => {
        const response = await route.fetch({ timeout: 0 });
        await flows;
        await route.fulfill({ response });
      });
    },
    shut() {
      flows = new Promise((resolve) => (open = resolve));
    },
    open: () => open()
  };
}
