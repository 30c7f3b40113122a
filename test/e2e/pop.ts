/** The screen pop of a rep's page, as a rep finds it: a panel of the utility bar with a card for each offer. */
import type { Locator } from 'playwright-core';
import type { RepPage } from './pages.ts';

export interface Pop {
  /** The open panel. */
  readonly panel: Locator;
  /** What stands in it, also while it is closed. */
  readonly content: Locator;
  readonly ringing: Locator;
  /** The rep is on the call. */
  readonly onCall: Locator;
  readonly ended: Locator;
  readonly feedback: Locator;
  accept(): Promise<void>;
  /** Declines with words of the rep's own. */
  decline(reason: string): Promise<void>;
}

export function popOf({ page }: Pick<RepPage, 'page'>): Pop {
  const panel = page.getByRole('dialog', { name: /^Live transfers/ });
  const offers = (state: string): Locator => panel.locator(`[data-offer][data-state=${state}]`);
  return {
    panel,
    content: page.locator('c-handoff-screen-pop'),
    ringing: offers('ringing'),
    onCall: offers('accepted'),
    ended: offers('ended'),
    feedback: panel.locator('[data-id=feedback]'),
    accept: () => panel.getByRole('button', { name: 'Accept' }).click(),
    async decline(reason) {
      await panel.getByRole('button', { name: 'Decline' }).click();
      await panel.getByLabel('Another reason (optional)').fill(reason);
      await panel.locator('[data-id=confirm-decline]').click();
    }
  };
}
