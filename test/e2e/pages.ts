/** A rep's page in a browser of their own, as one person at one desk has it; what the browser complains of is kept. */
import type { Browser, Page } from 'playwright-core';
import type { LocalOrg } from '../../local-org/localOrg.ts';
import { findUser } from '../../local-org/api/users.ts';

export interface RepPage {
  readonly page: Page;
  readonly userId: string;
  /** Errors in the console and uncaught ones, so far. */
  readonly problems: readonly string[];
  /** From now on, problems that match are no failure: what a test brings about, such as a refused request. */
  readonly allow: (problem: RegExp) => void;
  /** Everything that the page has written to its console, and every address that it asked for. */
  readonly trace: { readonly console: readonly string[]; readonly urls: readonly string[] };
  /**
   * Closes the rep's browser context.
   * @throws Error with all problems that nobody expected
   */
  close(): Promise<void>;
}

export interface RepPageOptions {
  /** Address in the app. Default: home. */
  readonly path?: string;
  /** Width and height in pixels. Default: 1280 by 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What is done to the page before it is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/**
 * Settles when the org's pages are built. On a fresh machine that takes as long as the base components take to compile,
 * so it belongs where a suite begins, with a time limit of its own.
 */
export async function builtPages(org: LocalOrg): Promise<void> {
  if (!org.host.lightning) throw new Error('This org was not asked to serve Lightning pages');
  await org.host.lightning.bundle();
}

/** Long, since machines that run several suites are slow; a page waits for states, and not for time to pass. */
const patienceMs = 120_000;

/** @param username of the sample org: `priya.raman@sample.example` */
export async function openRep(
  browser: Browser,
  org: LocalOrg,
  username: string,
  { path = '/lightning/page/home', viewport = { width: 1280, height: 800 }, prepare }: RepPageOptions = {}
): Promise<RepPage> {
  const user = findUser(org.org, username);
  if (!user) throw new Error(`The org has no user ${username}`);
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const problems: string[] = [];
  const expected: RegExp[] = [];
  const trace = { console: [] as string[], urls: [] as string[] };
  page.on('console', (message) => {
    trace.console.push(message.text());
    if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('request', (request) => trace.urls.push(request.url()));
  await prepare?.(page);
  await page.goto(`${org.url}${path}?rep=${user.id}`);
  await page.locator('main[data-ready]').waitFor();
  return {
    page,
    userId: user.id,
    problems,
    trace,
    allow: (problem) => void expected.push(problem),
    async close() {
      if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
      const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
      if (unexpected.length > 0) throw new Error(`${username}'s page complained:\n${unexpected.join('\n')}`);
    }
  };
}
