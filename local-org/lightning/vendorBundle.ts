/**
 * What no edit changes: the LWC engine, synthetic shadow and the base components, bundled once and kept on disk under
 * their versions, so that only the app's own components are built again.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputChunk, Plugin } from 'rolldown';

/** Modules that every page needs, whatever its components use. */
const always = ['lwc', '@lwc/synthetic-shadow', 'lightning/icon', 'lightning/toast', 'lightning/toastContainer'];

const here = dirname(fileURLToPath(import.meta.url));

export interface VendorBundle {
  /** Changes with every version and with the set of modules. */
  readonly key: string;
  /** File by module: `lightning/card` to `lightning-card.js`. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that each page needs at once. */
  readonly preload: readonly string[];
  /** The text of one of the bundle's files; undefined when it has no such file. */
  read(file: string): Buffer | undefined;
}

interface Manifest {
  readonly files: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
}

/** Folder of an installed package, wherever npm has put it above this file. */
export function packageFolder(name: string): string {
  for (let folder = here; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) throw new Error(`The package ${name} is not installed. Run npm ci.`);
  }
}

/** Names of the base components that are installed, with their inner modules: `card`, `icon`. */
export function baseComponents(): ReadonlySet<string> {
  return new Set(readdirSync(join(packageFolder('lightning-base-components'), 'src', 'lightning')));
}

/** @param modules base components that the app uses, as `lightning/card`; those it needs itself come by themselves */
export async function vendorBundle(modules: readonly string[]): Promise<VendorBundle> {
  const wanted = [...new Set([...always, ...modules])].sort();
  const key = keyOf(wanted);
  const folder = join(dirname(packageFolder('lwc')), '.cache', 'baton-lightning', key);
  if (!existsSync(join(folder, 'manifest.json'))) await build(wanted, folder);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const known = new Set(readdirSync(folder));
  return {
    key,
    files: new Map(Object.entries(manifest.files)),
    preload: manifest.preload,
    read: (file) => (known.has(file) ? readFileSync(join(folder, file)) : undefined)
  };
}

function keyOf(modules: readonly string[]): string {
  const versions = ['lwc', 'lightning-base-components', '@lwc/rollup-plugin', 'rolldown'].map((name) => {
    const manifest = JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as { version: string };
    return `${name}@${manifest.version}`;
  });
  const recipe = readFileSync(fileURLToPath(import.meta.url), 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([versions, modules, recipe]))
    .digest('hex')
    .slice(0, 16);
}

async function build(modules: readonly string[], folder: string): Promise<void> {
  const [{ rolldown }, { default: lwc }] = await Promise.all([import('rolldown'), import('@lwc/rollup-plugin')]);
  const names = new Map(modules.map((name) => [fileName(name), name]));
  const bundle = await rolldown({
    input: Object.fromEntries([...names.keys()].map((name) => [name, join(here, `${name}.entry.js`)])),
    cwd: dirname(dirname(packageFolder('lwc'))),
    transform: { define: { 'import.meta.env.SSR': 'false', 'process.env.NODE_ENV': '"production"' } },
    moduleTypes: { '.html': 'js', '.css': 'js' },
    logLevel: 'silent',
    plugins: [
      entries(names),
      userSettings,
      leftToRight,
      lwc({
        rootDir: here,
        // Datatable loads its cell types by name.
        enableDynamicComponents: true,
        modules: [{ npm: 'lightning-base-components' }],
        exclude: ['**/node_modules/@lwc/**', '**/node_modules/lwc/**', '**/*.entry.js', '**/*?baton-setting']
      }) as Plugin
    ]
  });
  const { output } = await bundle.generate({
    format: 'es',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'engine', test: /node_modules\/(@lwc|lwc)\//, priority: 2 },
        { name: 'base', test: (id: string) => !/iconSvgTemplates/.test(id), priority: 1 }
      ]
    }
  });
  await bundle.close();
  const chunks = output.filter((part): part is OutputChunk => part.type === 'chunk');
  const files = Object.fromEntries(
    chunks.filter(({ isEntry }) => isEntry).map(({ name, fileName: file }) => [names.get(name) ?? name, file])
  );
  // Of the icons every page needs those of the utility bar; the other sets come when one of theirs is shown.
  const preload = chunks
    .filter(({ name }) => !/iconSvgTemplates(?!Utility)/.test(name))
    .map(({ fileName: file }) => file);
  // Two processes may build at once: each in a folder of its own, and the first to be done is kept.
  const draft = `${folder}.${randomUUID()}`;
  mkdirSync(draft, { recursive: true });
  for (const { fileName: file, code } of chunks) writeFileSync(join(draft, file), code);
  writeFileSync(join(draft, 'manifest.json'), JSON.stringify({ files, preload } satisfies Manifest));
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
  }
}

function fileName(module: string): string {
  return module.replace(/^@/, '').replace(/\//g, '-');
}

/** One entry a module, which passes on what the module exports. */
function entries(names: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'baton:entries',
    resolveId: (id) => (id.endsWith('.entry.js') ? id : undefined),
    load(id) {
      const module = id.endsWith('.entry.js') ? names.get(basename(id, '.entry.js')) : undefined;
      if (module === undefined) return undefined;
      return module.startsWith('lightning/')
        ? `export { default } from '${module}'; export * from '${module}';`
        : `export * from '${module}';`;
    }
  };
}

/** Base components format by the user's settings, which the page knows when it starts. */
const userSettings: Plugin = {
  name: 'baton:user-settings',
  resolveId: (id) => (settingOf(id) === undefined ? undefined : `\0${id}?baton-setting`),
  load(id) {
    const setting = id.startsWith('\0') ? settingOf(id.slice(1).replace(/\?baton-setting$/, '')) : undefined;
    return setting === undefined ? undefined : `export default globalThis.lightningPage.user.${setting};`;
  }
};

/** The user's own setting behind an i18n module; undefined for those that base components bring themselves. */
export function settingOf(module: string): 'locale' | 'language' | 'timeZone' | undefined {
  return ({ locale: 'locale', lang: 'language', timeZone: 'timeZone' } as const)[
    /^@salesforce\/i18n\/(locale|lang|timeZone)$/.exec(module)?.[1] as 'locale' | 'lang' | 'timeZone'
  ];
}

/** Icons for right-to-left languages are half of all modules, and the pages are left to right. */
const leftToRight: Plugin = {
  name: 'baton:left-to-right',
  resolveId(id, importer) {
    return /^lightning\/iconSvgTemplates\w*Rtl$/.test(id)
      ? this.resolve(id.replace(/Rtl$/, ''), importer, { skipSelf: true })
      : undefined;
  }
};
