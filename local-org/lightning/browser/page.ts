/** What the server writes into the page's head. */
export interface PageFacts {
  /** Whom the page is logged in as. */
  readonly user: {
    readonly id: string;
    readonly name: string;
    /** `en-US`, for Intl. */
    readonly locale: string;
    readonly language: string;
    /** IANA zone. */
    readonly timeZone: string;
  };
  /** The org's clock against the machine's; {@link file://./orgClock.js} reads it at each look at the time. */
  clock: { readonly offsetMs: number; readonly frozenAt: number | null };
  /** Which state of pages and clock this page shows, for {@link file://./followChanges.ts}. */
  readonly state: string;
}

declare global {
  var lightningPage: PageFacts;
}

export const page = globalThis.lightningPage;
