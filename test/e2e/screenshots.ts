/**
 * `npm run screenshots`: a picture of every state that a rep can see, on the clock of the tests. All of them go to a folder to
 * look at; those that the README shows go to docs/images as well.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.ts';
import { openSalesFloor } from './salesFloor.ts';
import { walk } from './walk.ts';

const all = fileURLToPath(new URL('../../coverage/screenshots/', import.meta.url));
const shown = fileURLToPath(new URL('../../docs/images/', import.meta.url));
/** Pictures of the README. */
const inReadme = ['pop-ringing', 'lead-page', 'pop-feedback'];
const readmeSize = { width: 1040, height: 800 };
const narrow = { width: 400, height: 800 };

for (const folder of [all, shown]) mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const floor = await openSalesFloor(browser);
try {
  await walk(floor, async ({ name, rep: { page } }) => {
    const wide = page.viewportSize()!;
    await page.screenshot({ path: join(all, `${name}.png`) });
    if (inReadme.includes(name)) {
      await page.setViewportSize(readmeSize);
      await page.screenshot({ path: join(shown, `${name}.png`) });
    }
    await page.setViewportSize(narrow);
    await page.screenshot({ path: join(all, `${name}-narrow.png`) });
    await page.setViewportSize(wide);
    process.stderr.write(`${name}\n`);
  });
} finally {
  await floor.close();
  await browser.close();
}
console.log(`${all}: every state. ${shown}: ${inReadme.join(', ')}.`);
