/** Lightning components through the compiler that an org compiles them with. */
import { compile } from '@lwc/sfdc-lwc-compiler';
import type { PackageFiles } from './convertedPackage.ts';

/** Something outside the bundle that it names: `label` `c.Errors_Title`, `module` `c/ldsErrors`, `schema` `Lead.Name`. */
export interface BundleReference {
  readonly type: string;
  readonly id: string;
  readonly file: string;
}

export interface CompiledBundle {
  readonly name: string;
  /** One sentence a fault, with file, line and the compiler's code. */
  readonly faults: readonly string[];
  readonly references: readonly BundleReference[];
}

/** Every bundle of a package, by name. */
export async function compiledBundles(files: PackageFiles): Promise<CompiledBundle[]> {
  const bundles = new Map<string, Record<string, string>>();
  for (const [path, text] of files) {
    const [, name, file] = /^lwc\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (name !== undefined && file !== undefined) bundles.set(name, { ...bundles.get(name), [file]: text });
  }
  const compiled: CompiledBundle[] = [];
  for (const [name, bundleFiles] of bundles) compiled.push(await compiledBundle(name, bundleFiles));
  return compiled;
}

/** @param files name in the bundle's folder, e.g. `errorPanel.html`, to its text */
export async function compiledBundle(name: string, files: Readonly<Record<string, string>>): Promise<CompiledBundle> {
  if (files[`${name}.js`] === undefined) {
    return { name, faults: [`lwc/${name}: there is no ${name}.js, which an org compiles`], references: [] };
  }
  const {
    success,
    diagnostics,
    metadata,
    results = []
  } = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files: { ...files } },
    compilerConfigs: [{ outputConfig: { minify: false } }]
  });
  const found = [...diagnostics, ...results.flatMap((result) => result.diagnostics)];
  const faults = found.map(
    ({ message, filename, location }) => `lwc/${name}/${filename ?? ''}:${location?.line ?? 1} ${message}`
  );
  if (!success && faults.length === 0) faults.push(`lwc/${name}: did not compile, and the compiler does not say why`);
  const references: readonly BundleReference[] = metadata?.references ?? [];
  return { name, faults, references };
}
