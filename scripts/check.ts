/** `npm run check`: every step, even after one has failed, so that one run tells all. Exits with 1 when any failed. */
import { checkSteps } from './checkSteps.ts';
import { runProgram } from './runProgram.ts';

const failed = checkSteps.filter((step) => {
  const startedAt = performance.now();
  const passed = runProgram(step.check) === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${step.name.padEnd(11)} ${seconds} s   ${step.check.join(' ')}`);
  return !passed;
});

if (failed.length > 0) {
  const names = failed.map((step) => step.name).join(', ');
  const repair = failed.some((step) => step.fix)
    ? 'To repair what a machine can repair: npm run fix'
    : 'This one needs a person.';
  console.error(`\nCheck failed: ${names}. ${repair}`);
  process.exitCode = 1;
}
