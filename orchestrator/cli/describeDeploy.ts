/** A deploy as a person reads it, and as JSON. */
import pc from 'picocolors';
import type { DeployFailure, DeployOutcome } from '../salesforce/deployPackage.ts';
import type { SourcePackage } from '../salesforce/sourcePackage.ts';
import { row } from './describeAnswer.ts';

export function describePackage(source: SourcePackage, org: string, activateRule: string | undefined): string {
  return [
    row('org', org),
    row('package', `${source.count} components`),
    ...(activateRule === undefined ? [] : [row('rules', pc.yellow(`“${activateRule}” becomes the active Lead rule`))]),
    ...source.rulesLeftOut.map((file) =>
      row('left out', `${file}: an active rule would switch off the org’s own; --activate-rule NAME deploys it`)
    )
  ].join('');
}

export function describeDeploy(outcome: DeployOutcome, source: SourcePackage, checkOnly: boolean): string {
  const { succeeded, status, created, changed, unchanged, failures, message } = outcome;
  const name = checkOnly ? 'dry run' : 'deploy';
  if (succeeded) {
    return row(name, `${pc.green('succeeded')}: ${created} new, ${changed} changed, ${unchanged} as they are`);
  }
  return [
    row(name, pc.red(`${status.toLowerCase()}, and nothing was changed`)),
    ...(message === undefined ? [] : [row('', message)]),
    ...failures.flatMap((failure) => [
      row('', `${pc.bold(placeOf(failure, source))} ${failure.type} ${failure.fullName}`),
      row('', `  ${failure.message}`),
      row('', pc.dim(`  ${adviceFor(failure)}`))
    ])
  ].join('');
}

export function deployJson(told: {
  org: string;
  source: SourcePackage;
  rehearsal: DeployOutcome;
  outcome: DeployOutcome | undefined;
}): unknown {
  const { org, source, rehearsal, outcome } = told;
  const shown = (each: DeployOutcome) => ({
    ...each,
    failures: each.failures.map((failure) => ({
      ...failure,
      file: source.fileOf(failure.type, failure.fullName),
      next: adviceFor(failure)
    }))
  });
  return {
    org,
    components: source.count,
    rulesLeftOut: source.rulesLeftOut,
    dryRun: shown(rehearsal),
    deploy: outcome ? shown(outcome) : null
  };
}

function placeOf({ type, fullName, line }: DeployFailure, { fileOf }: SourcePackage): string {
  const file = fileOf(type, fullName) ?? 'package.xml';
  return line === undefined ? `${file}:` : `${file}:${line}:`;
}

function adviceFor({ message }: DeployFailure): string {
  if (/licen[cs]e/i.test(message)) {
    return 'The org lacks a licence or a feature that this needs: see docs/guides/connect-a-real-org.md.';
  }
  if (/no \w+ named|does not exist|not found|Could not|no such|cannot be found|unknown/i.test(message)) {
    return 'It names something that is neither in the org nor in this deploy: correct the name, or deploy that first.';
  }
  if (/limit|maximum|exceed/i.test(message)) {
    return 'The org has no place left for it: remove something of the kind in Setup, or leave this file out.';
  }
  return 'Correct the file and repeat the command.';
}
