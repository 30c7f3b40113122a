/** An answer as a person wants to read it. */
import pc from 'picocolors';
import type { HandoffAnswer } from '../domain/handoff.ts';

export function describeAnswer(answer: HandoffAnswer, repeated = false): string {
  const { briefing, rep, team, nextStep } = answer;
  const row = (name: string, value: string): string => `  ${pc.dim(name.padEnd(10))} ${value}\n`;
  const step =
    nextStep.kind === 'transfer'
      ? `${pc.green('live transfer')} to ${rep!.name}, ${nextStep.phone}, ringing for ${nextStep.ringSeconds} s`
      : `${pc.yellow(nextStep.kind)} by ${rep?.name ?? `the team ${team?.name ?? ''}`.trim()}, due ${nextStep.at}`;
  const lines = [
    row('caller', `${briefing.caller.name}, ${briefing.caller.company}`),
    row('next step', step),
    row('agent says', answer.say),
    ...(answer.whisper ? [row('rep hears', answer.whisper)] : []),
    row('lead', answer.lead?.url ?? 'will be written when Salesforce is back'),
    ...answer.because.map(({ text }, index) => row(index === 0 ? 'because' : '', text)),
    ...answer.passedOver.map(({ text }, index) => row(index === 0 ? 'not' : '', pc.dim(text)))
  ];
  const again = repeated ? pc.dim('  This call had been handed off before; nothing was changed.\n') : '';
  return lines.join('') + again;
}
