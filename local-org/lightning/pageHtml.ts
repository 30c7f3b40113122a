/** The HTML around the pages: what the browser loads, in which order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalUser } from '../api/users.ts';
import type { AppBundle } from './appBundle.ts';
import type { ClockFacts } from './lightningPages.ts';
import { packageFolder } from './vendorBundle.ts';

const browserFile = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`browser/${name}`, import.meta.url)), 'utf8');

/** Below `/lightning/assets`: what stands in these folders never changes, so a browser may keep it. */
export const assets = '/lightning/assets';

export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
}

const designSystem = (): string => packageFolder('@salesforce-ux/design-system');

function designSystemVersion(): string {
  return (JSON.parse(readFileSync(join(designSystem(), 'package.json'), 'utf8')) as { version: string }).version;
}

const javascript = 'text/javascript; charset=utf-8';

/** @param path below {@link assets}; undefined when there is no such file, perhaps no longer */
export function assetAt(path: string, bundle: AppBundle | undefined): Asset | undefined {
  if (path === `slds-${designSystemVersion()}/slds.css`) {
    const file = join(designSystem(), 'assets', 'styles', 'salesforce-lightning-design-system.min.css');
    return { contentType: 'text/css; charset=utf-8', body: readFileSync(file) };
  }
  const [folder, file = ''] = path.split('/');
  if (!bundle) return undefined;
  if (folder === `app-${bundle.id}` && file === 'app.js') {
    return { contentType: javascript, body: Buffer.from(bundle.code) };
  }
  const body = folder === `vendor-${bundle.vendor.key}` ? bundle.vendor.read(file) : undefined;
  return body && { contentType: javascript, body };
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** JSON that may stand in a script element. */
const json = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** The page of a rep. */
export function appPage(bundle: AppBundle, user: LocalUser, clock: ClockFacts, state: string): string {
  const vendor = `${assets}/vendor-${bundle.vendor.key}`;
  const app = `${assets}/app-${bundle.id}/app.js`;
  const imports = Object.fromEntries([...bundle.vendor.files].map(([module, file]) => [module, `${vendor}/${file}`]));
  const facts = {
    user: {
      id: user.id,
      name: user.name,
      locale: user.locale.replace('_', '-'),
      language: user.language.replace('_', '-'),
      timeZone: user.timeZone
    },
    clock,
    state
  };
  const preloads = [...bundle.vendor.preload.map((file) => `${vendor}/${file}`), app];
  return html(
    bundle.label,
    `<script>globalThis.lightningPage = ${json(facts)};\n${browserFile('orgClock.js')}</script>
<script type="importmap">${json({ imports })}</script>
${preloads.map((href) => `<link rel="modulepreload" href="${href}">`).join('\n')}
<script type="module" src="${app}"></script>`,
    ''
  );
}

/** A page without the app: the chooser, or what went wrong. It follows changes when it is given a state. */
export function plainPage(title: string, body: string, state?: string): string {
  const follow =
    state === undefined
      ? ''
      : `<script type="module">
for (;;) {
  const reply = await fetch('/lightning/changes?since=' + encodeURIComponent(${json(state)})).catch(() => undefined);
  if (reply?.ok && (await reply.json()).state !== ${json(state)}) location.reload();
  if (!reply?.ok) await new Promise((resolve) => setTimeout(resolve, 500));
}
</script>`;
  return html(title, follow, `<main class="host-main"><div class="host-plain">${body}</div></main>`);
}

export function problemPage(title: string, text: string, state?: string): string {
  return plainPage(
    title,
    `<div class="slds-card slds-p-around_large"><h1 class="slds-text-heading_medium slds-m-bottom_small">${escaped(title)}</h1><pre class="host-problem">${escaped(text)}</pre></div>`,
    state
  );
}

function html(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets}/slds-${designSystemVersion()}/slds.css">
<style>${browserFile('host.css')}</style>
${head}
</head>
<body class="slds-scope">${body}</body>
</html>
`;
}

export { escaped };
