/** `baton doctor`: whether everything is right in the connected org, and how to mend what is not. */
import { Command } from 'commander';
import { BatonError } from '../domain/errors.ts';
import { connectionsForSetup } from './connectionsForSetup.ts';
import { describeExamination, examinationJson, type Examination } from './describeExamination.ts';
import type { ProvideEmbeddedOrg } from './orgForUse.ts';

export function doctorCommand(provide: ProvideEmbeddedOrg): Command {
  return new Command('doctor')
    .description('Check that everything is right in the connected org, and tell how to mend what is not.')
    .option('-v, --verbose', 'show what every check found, those in order too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
It logs in as the service does, with the SF_ settings, and looks at: log-in, permissions and fields, the active rule,
policies, queues, reps, limits, change events, e-mail, Slack, calendars, and rules of your own that may refuse a call.
Without SF_ settings it looks at the embedded example org. It writes nothing.

  problem   calls are lost or go wrong until it is mended
  warning   some calls go less well than they could
  note      it may be meant; you should know
  not made  what Salesforce does not show to this user; it says how to look by hand

Ends with 1 when there is a problem.

Examples:
  $ baton doctor
  $ baton doctor --json | jq '.checks[].findings[] | select(.severity == "problem")'`
    )
    .action(async ({ json, verbose = false }: { json?: boolean; verbose?: boolean }) => {
      const examination = await examineOrg(provide);
      process.stdout.write(
        json ? `${JSON.stringify(examinationJson(examination), null, 2)}\n` : describeExamination(examination, verbose)
      );
      const findings = examination.checks.flatMap((each) => each.findings);
      if (findings.some(({ severity }) => severity === 'problem')) {
        process.exitCode = 1;
      }
    });
}

async function examineOrg(provide: ProvideEmbeddedOrg): Promise<Examination> {
  const { readOrgFacts } = await import('../readOrgFacts.ts');
  const { examine } = await import('../doctor/checks.ts');
  const { logIn } = await import('../doctor/logIn.ts');
  const connections = await connectionsForSetup(provide);
  const { salesforce, administrator, config, embedded } = connections;
  try {
    const facts = await readOrgFacts({
      salesforce,
      administrator,
      config,
      now: embedded?.now?.() ?? new Date()
    });
    return { org: facts.instanceUrl, user: facts.user.username, checks: examine(facts) };
  } catch (error) {
    if (!(error instanceof BatonError) || !error.code.startsWith('salesforce')) {
      throw error;
    }
    const findings = [{ severity: 'problem' as const, what: error.message, where: [], mend: error.next }];
    const notMade = ['Every other check: nobody is logged in.'];
    return { org: salesforce.instanceUrl, user: null, checks: [{ check: logIn, findings, fine: '', notMade }] };
  } finally {
    await embedded?.close();
  }
}
