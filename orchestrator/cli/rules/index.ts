/** `baton rules ...`: what an administrator asks before and after a change of the assignment rules. */
import { Command } from 'commander';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { explainCommand } from './explain.ts';
import { lintCommand } from './lint.ts';
import { replayCommand } from './replay.ts';
import { simulateCommand } from './simulate.ts';
import { testCommand } from './test.ts';

export function rulesCommand(provide: ProvideEmbeddedOrg): Command {
  const rules = new Command('rules').description(
    'Explain, check, test, replay and simulate the Lead assignment rules, before and after a change.'
  );
  rules.addCommand(explainCommand(provide));
  rules.addCommand(lintCommand(provide));
  rules.addCommand(testCommand(provide));
  rules.addCommand(replayCommand(provide));
  rules.addCommand(simulateCommand(provide));
  return rules;
}
