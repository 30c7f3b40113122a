/**
 * The app's own part of the pages: its components, the shims and the host around them, bundled in memory. It is quick,
 * since whatever does not change is in the vendor bundle.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { OutputChunk, Plugin } from 'rolldown';
import type { Schema } from '../state/schema.ts';
import { keepingCompiled } from './compiled.ts';
import { readPackages, type ComponentBundle } from './packageSources.ts';
import { platformModules, usedBaseComponents } from './platformModules.ts';
import { readApp } from './readApp.ts';
import { vendorBundle, type VendorBundle } from './vendorBundle.ts';

export interface AppBundle {
  /** Changes with every change of what the browser gets. */
  readonly id: string;
  readonly label: string;
  readonly code: string;
  readonly vendor: VendorBundle;
}

const browserFolder = fileURLToPath(new URL('browser', import.meta.url));
const entryId = join(browserFolder, 'app.entry.js');

/**
 * @param directories package directories, absolute
 * @throws Error that names what does not compile, or what the local org does not have
 */
export async function appBundle(directories: readonly string[], schema: Schema): Promise<AppBundle> {
  const sources = readPackages(directories);
  const app = readApp(sources, schema);
  const texts = [...sources.components.values()].flatMap(textsOf);
  const [vendor, { rolldown }, { default: lwc }] = await Promise.all([
    vendorBundle(usedBaseComponents(texts)),
    import('rolldown'),
    import('@lwc/rollup-plugin')
  ]);
  const bundle = await rolldown({
    input: { app: entryId },
    cwd: browserFolder,
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    moduleTypes: { '.html': 'js', '.css': 'js' },
    logLevel: 'silent',
    plugins: [
      entry(placedComponents(app), app),
      platformModules(sources, schema),
      keepingCompiled(
        lwc({ rootDir: browserFolder, defaultModules: [], exclude: [`${browserFolder}/**`, '\0*'] }) as Plugin
      )
    ]
  });
  try {
    const { output } = await bundle.generate({ format: 'es', codeSplitting: false });
    const { code } = output.find((part): part is OutputChunk => part.type === 'chunk')!;
    const id = createHash('sha256').update(vendor.key).update(code).digest('hex').slice(0, 16);
    return { id, label: app.label, code, vendor };
  } catch (error) {
    throw new Error(problemsOf(error as Error), { cause: error });
  } finally {
    await bundle.close();
  }
}

/** What is wrong, without the bundler's colours and traces. */
function problemsOf(error: Error & { errors?: readonly Error[] }): string {
  return (error.errors ?? [error])
    .map(({ message }) =>
      stripVTControlCharacters(message)
        .split('\n')
        .filter((line) => !/^\s*(at |\[plugin |$)/.test(line))
        .join('\n')
        .replace(/^Error: /, '')
    )
    .join('\n\n');
}

function textsOf({ file }: ComponentBundle): string[] {
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => /\.(html|js)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Names of the app's own components that stand on a page or in the utility bar. */
function placedComponents(app: unknown): string[] {
  return [...new Set([...JSON.stringify(app).matchAll(/"name":"(c\/\w+)"/g)].map(([, name]) => name!))].sort();
}

/** Where the bundle begins: the host, given the app and the components that it places. */
function entry(components: readonly string[], app: unknown): Plugin {
  return {
    name: 'baton:entry',
    resolveId: (id) => (id === entryId ? id : undefined),
    load(id) {
      if (id !== entryId) return undefined;
      const imports = components.map((name, index) => `import c${index} from '${name}';`);
      const table = components.map((name, index) => `${JSON.stringify(name)}: c${index}`);
      return [
        "import '@lwc/synthetic-shadow';",
        ...imports,
        "import { startHost } from './startHost.ts';",
        `startHost(${JSON.stringify(app)}, { ${table.join(', ')} });`
      ].join('\n');
    }
  };
}
