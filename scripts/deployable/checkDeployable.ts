/**
 * What can be known without an org of whether the package deploys. Prints every fault and exits with 1 when there is one.
 * What it proves, and what only an org can: docs/decisions/0020-what-proves-a-deploy.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../repositoryFiles.ts';
import { deployFaults } from './deployFaults.ts';

const scratch = mkdtempSync(join(tmpdir(), 'baton-package-'));
try {
  const { faults, summary } = await deployFaults(repositoryRoot, scratch);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? summary : `${faults.length} faults that an org would refuse the package for.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}
