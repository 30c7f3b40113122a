/** `npm run fix`: repairs all that a machine can repair. Exits with 1 when something is left for a person. */
import { checkSteps } from './checkSteps.ts';
import { runProgram } from './runProgram.ts';

const unrepaired = checkSteps.filter((step) => step.fix !== undefined && runProgram(step.fix) !== 0);
if (unrepaired.length > 0) {
  console.error(`\nLeft for a person: ${unrepaired.map((step) => step.name).join(', ')}. The messages stand above.`);
  process.exitCode = 1;
}
