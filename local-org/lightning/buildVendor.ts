/** Builds the vendor bundle: `node --import tsx buildVendor.ts FOLDER MODULE...`, which vendorBundle.ts runs. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import lwc from '@lwc/rollup-plugin';
import { rolldown, type OutputChunk, type Plugin } from 'rolldown';
import { packageFolder, settingOf, type Manifest } from './vendorBundle.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** @param folder where it is kept */
async function buildVendor(modules: readonly string[], folder: string): Promise<void> {
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

/** Icons for right-to-left languages are half of all modules, and the pages are left to right. */
const leftToRight: Plugin = {
  name: 'baton:left-to-right',
  resolveId(id, importer) {
    return /^lightning\/iconSvgTemplates\w*Rtl$/.test(id)
      ? this.resolve(id.replace(/Rtl$/, ''), importer, { skipSelf: true })
      : undefined;
  }
};

const [folder, ...modules] = process.argv.slice(2);
await buildVendor(modules, folder!);
