/** `npm test`: every test that needs no real org, in both runners even when the first fails. Exits with 1 when any failed. */
import { rmSync } from 'node:fs';
import { runProgram } from './runProgram.ts';
import { readReport, reportFiles, totalsOf } from './testTotals.ts';

// An old report must not speak for a runner that did not come to its end.
for (const file of Object.values(reportFiles)) rmSync(file, { force: true });

const statuses = [
  runProgram(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFiles.vitest}`]),
  runProgram(['sfdx-lwc-jest', '--', '--json', `--outputFile=${reportFiles.jest}`])
];

const { passed, failed } = totalsOf(Object.values(reportFiles).map(readReport));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || statuses.some((status) => status !== 0) ? 1 : 0;
