/** The official sf command line, run against a local org with a home and a project of its own. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'node_modules/@salesforce/cli/bin/run.js');

/** What `sf … --json` prints; the shape of the result differs by command. */
export interface SfAnswer<Result> {
  /** Exit code: 0 ok, 1 failed. */
  status: number;
  result: Result;
  message?: string;
  name?: string;
}

export interface SfCommand {
  /** Folder of the project that commands run in: a copy of sfdx-project.json, force-app and sample-org. */
  readonly project: string;
  /**
   * Runs a command with `--json`, and answers what it printed, whatever the exit code.
   * @param command words without spaces in them: `project deploy start -d force-app`
   * @param more further arguments, as they are
   */
  run<Result = unknown>(
    command: string,
    more?: readonly string[],
    environment?: Readonly<Record<string, string>>
  ): Promise<SfAnswer<Result>>;
  close(): Promise<void>;
}

export async function createSfCommand(): Promise<SfCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'sf-contract-'));
  const home = join(folder, 'home');
  const project = join(folder, 'project');
  await mkdir(home);
  await mkdir(project);
  for (const name of ['sfdx-project.json', '.forceignore', 'force-app', 'sample-org']) {
    await cp(join(root, name), join(project, name), { recursive: true });
  }
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    NO_COLOR: '1'
  };
  return {
    project,
    run: <Result>(command: string, more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) =>
      new Promise<SfAnswer<Result>>((resolve, reject) => {
        execFile(
          process.execPath,
          [program, ...command.split(' '), ...more, '--json'],
          { cwd: project, env: { ...env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
          (_error, stdout, stderr) => {
            try {
              resolve(JSON.parse(stdout) as SfAnswer<Result>);
            } catch {
              reject(new Error(`sf ${command} printed no JSON:\n${stdout}\n${stderr}`));
            }
          }
        );
      }),
    close: () => rm(folder, { recursive: true, force: true })
  };
}
