/** What was recorded, and what a reader should know before it is committed. */
import pc from 'picocolors';
import type { RecordedCase } from '../../recordRuleTest.ts';

export function describeRecorded({ name, lead, expect, personalFields }: RecordedCase, file: string): string {
  const fields = Object.keys(lead);
  const [[kind, target] = ['', '']] = Object.entries(expect);
  const lines = [
    `Added to ${file}: "${name}", expects ${kind} ${target}.`,
    fields.length > 0
      ? `It keeps ${fields.join(', ')}: what the rule reads.`
      : 'It keeps no field: all that the rule reads is blank.',
    ...(personalFields.length > 0
      ? [
          pc.yellow(
            `The rule reads ${personalFields.join(', ')}, so the file holds it, and it may tell who the lead is: ` +
              'put another value in its place before you commit it.'
          )
        ]
      : [])
  ];
  return `${lines.join('\n')}\n`;
}
