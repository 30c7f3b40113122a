/**
 * What no edit changes: the LWC engine, synthetic shadow and the base components, bundled once and kept on disk under
 * their versions, so that only the app's own components are built again.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Modules that every page needs, whatever its components use. */
const always = ['lwc', '@lwc/synthetic-shadow', 'lightning/icon', 'lightning/toast', 'lightning/toastContainer'];

const here = dirname(fileURLToPath(import.meta.url));

const recipeFile = join(here, 'buildVendor.ts');

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

export interface Manifest {
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
  const recipe = readFileSync(recipeFile, 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([versions, modules, recipe]))
    .digest('hex')
    .slice(0, 16);
}

/** In a process of its own: the seconds that it takes would be as long a silence of the org, and of a service beside it. */
async function build(modules: readonly string[], folder: string): Promise<void> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  try {
    await promisify(execFile)(process.execPath, ['--import', tsx, recipeFile, folder, ...modules]);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`The base components could not be built: ${stderr?.trim() || (error as Error).message}`, {
      cause: error
    });
  }
}

/** The user's own setting behind an i18n module; undefined for those that base components bring themselves. */
export function settingOf(module: string): 'locale' | 'language' | 'timeZone' | undefined {
  return ({ locale: 'locale', lang: 'language', timeZone: 'timeZone' } as const)[
    /^@salesforce\/i18n\/(locale|lang|timeZone)$/.exec(module)?.[1] as 'locale' | 'lang' | 'timeZone'
  ];
}
