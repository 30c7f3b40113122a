/** What the rep hears before the caller is on. A longer one leaves the caller in dead air. */
import type { QualifiedCall } from '../domain/call.ts';
import { callerName } from './briefing.ts';

export const whisperWords = 35;

/** At most {@link whisperWords} words: who, from where, then as many whole facts as fit, the most telling first. */
export function whisperFor(call: QualifiedCall): string {
  const { caller, qualification } = call;
  const { useCase, teamSize, timeline, budget, score } = qualification;
  const facts = [
    caller.title && `${caller.title}.`,
    useCase && `Wants: ${useCase}.`,
    teamSize !== null && `Team of ${teamSize}.`,
    timeline && `Timeline: ${timeline}.`,
    budget && `Budget: ${budget}.`,
    score !== null && `Score ${score}.`
  ].filter((fact): fact is string => typeof fact === 'string');

  const words = clip(`${callerName(caller)} from ${caller.company}.`, whisperWords);
  for (const fact of facts) {
    const more = fact.split(/\s+/);
    if (words.length + more.length <= whisperWords) {
      words.push(...more);
    }
  }
  return words.join(' ');
}

function clip(text: string, most: number): string[] {
  return text.split(/\s+/).slice(0, most);
}
