/** An answer as a person wants to read it. */
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { HandoffAnswer, NextStep } from '../domain/handoff.ts';

/** All of it: who calls, what happens now, and why. */
export function describeAnswer(answer: HandoffAnswer, repeated = false): string {
  const { caller } = answer.briefing;
  const again = repeated ? pc.dim('  This call had been handed off before; nothing was changed.\n') : '';
  return (
    row('caller', `${caller.name}, ${caller.company}`) +
    describeNextStep(answer) +
    row('lead', answer.lead?.url ?? 'none yet: it is written when Salesforce is back') +
    describeReasons(answer) +
    again
  );
}

/** What happens now, and what is said: of an answer to what was reported or booked. */
export function describeNextStep(answer: HandoffAnswer): string {
  const predicted =
    answer.predicted && answer.lead === null ? pc.magenta('  (predicted: Salesforce is out of reach)') : '';
  return (
    row('next step', nextStepInWords(answer) + predicted) +
    row('agent says', answer.say) +
    (answer.whisper && answer.phase === 'ringing' ? row('rep hears', answer.whisper) : '')
  );
}

/** Why it is this one, and why nobody else. */
export function describeReasons({ because, passedOver }: Pick<HandoffAnswer, 'because' | 'passedOver'>): string {
  return [
    ...because.map(({ text }, index) => row(index === 0 ? 'because' : '', text)),
    ...passedOver.map(({ text }, index) => row(index === 0 ? 'not' : '', pc.dim(text)))
  ].join('');
}

/**
 * A named line of what is told about a call.
 * @param width of the reader's window, in characters; undefined when nobody knows, and nothing is broken then
 */
export function row(name: string, value: string, width = process.stdout.columns as number | undefined): string {
  const indent = ' '.repeat(13);
  const room = width === undefined ? Infinity : Math.max(40, width - indent.length);
  const lines: string[] = [];
  for (const word of value.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && stripVTControlCharacters(longer).length <= room) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return `  ${pc.dim(name.padEnd(10))} ${lines.join(`\n${indent}`)}\n`;
}

/** What happens to the caller now, in a few words; coloured where colours are shown. */
export function nextStepInWords(answer: HandoffAnswer): string {
  const { nextStep, phase } = answer;
  const who = answer.rep?.name ?? (answer.team ? `the team ${answer.team.name}` : answer.owner.name);
  switch (nextStep.kind) {
    case 'transfer':
      return phase === 'accepted'
        ? `${pc.green('connected')} to ${who}, ${nextStep.phone}`
        : `${pc.green('live transfer')} to ${who}, ${nextStep.phone}, ringing for ${nextStep.ringSeconds} s`;
    case 'meeting':
      return meetingOf(nextStep, who);
    case 'callback':
      return `${pc.yellow('callback')} by ${who}, due ${instant(nextStep.at)}`;
    case 'completed':
      return `${pc.green('completed')}: somebody has spoken to the caller, first at ${instant(nextStep.at)}`;
  }
}

function meetingOf({ at, endsAt, booked, chooseBy }: Extract<NextStep, { kind: 'meeting' }>, who: string): string {
  const when = `with ${who}, ${instant(at)}, ${Math.round((Date.parse(endsAt) - Date.parse(at)) / 60_000)} minutes`;
  if (booked) {
    return `${pc.green('meeting booked')} ${when}`;
  }
  const until = chooseBy === null ? '' : `; the caller may choose another time until ${instant(chooseBy)}`;
  return `${pc.yellow('meeting proposed')} ${when}${until}`;
}

/** `2026-12-01 16:10 UTC`: a reader of several answers compares them, wherever the callers are. */
function instant(at: string): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}
