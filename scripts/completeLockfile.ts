/**
 * Adds to package-lock.json the packages for other machines that npm left out.
 *
 * A package with native parts lists one optional package for each platform. When npm writes the lockfile against a source
 * that does not carry all of them, it leaves those out, and then `npm ci` refuses the lockfile on every machine as
 * being out of step with package.json. Their names, versions and platforms follow from the package that asks for them, so
 * they can be written down without being fetched. They carry no checksum: npm takes it from wherever it installs.
 *
 * Run by `npm run fix`; with `--check` it only tells, and exits with 1 when something is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repositoryFiles.ts';

export interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** The `packages` of a lockfile, by path: `node_modules/rollup`. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * Entries for the optional packages that are asked for by exact version and have no entry, by path.
 * @throws Error for one whose name does not tell its platform: it would be installed where it cannot run
 */
export function missingEntries(packages: LockedPackages): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isInstalledFor(path, name, packages) || !/^\d+\.\d+\.\d+$/.test(version)) continue;
      const words = name.split(/[-/]/);
      const cpu = words.filter((word) => processors.includes(word));
      const os = words.filter((word) => systems.includes(word));
      if (cpu.length === 0)
        throw new Error(`${path} asks for ${name}, whose name tells no platform: add it to package-lock.json by hand.`);
      const libc = os.includes('linux')
        ? words.flatMap((word) => (word.startsWith('musl') ? 'musl' : word.startsWith('gnu') ? 'glibc' : []))
        : [];
      missing[`node_modules/${name}`] = {
        version,
        cpu,
        ...(dev ? { dev } : {}),
        ...(libc.length > 0 ? { libc } : {}),
        optional: true,
        ...(os.length > 0 ? { os } : {})
      };
    }
  }
  return missing;
}

/** Whether Node would find the package from this place: in its own node_modules or that of a folder above it. */
function isInstalledFor(path: string, name: string, packages: LockedPackages): boolean {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (`${base === '' ? '' : `${base}/`}node_modules/${name}` in packages) return true;
    if (base === '') return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(repositoryRoot, 'package-lock.json');
  const lockfile = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockedPackages };
  const missing = missingEntries(lockfile.packages);
  const count = Object.keys(missing).length;
  if (count > 0 && process.argv.includes('--check')) {
    console.error(`package-lock.json lacks ${count} packages for other machines, so npm ci will refuse it:`);
    console.error(Object.keys(missing).join('\n'));
    process.exitCode = 1;
  } else if (count > 0) {
    const all = Object.entries({ ...lockfile.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
    writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(all) }, undefined, 2)}\n`);
    console.log(`Added ${count} packages for other machines to package-lock.json.`);
  }
}
