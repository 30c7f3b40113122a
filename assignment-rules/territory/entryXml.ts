/** Entries as they stand in a `Lead.assignmentRules` file. */
import { XMLBuilder } from 'fast-xml-parser';
import type { RuleEntry } from '../ruleFile.ts';
import type { TerritoryEntry } from './territoryEntries.ts';

const builder = new XMLBuilder({ format: true, indentBy: '    ' });

/** Elements in the order in which Salesforce writes them, indented as inside a rule. */
export function entryXml({ target, booleanFilter, criteriaItems }: RuleEntry): string {
  const ruleEntry = {
    ...(target ? { assignedTo: target.name, assignedToType: target.type } : {}),
    ...(booleanFilter ? { booleanFilter } : {}),
    criteriaItems: criteriaItems.map(({ field, operation, value }) => ({
      field,
      operation,
      ...(value === undefined ? {} : { value })
    }))
  };
  return indent(builder.build({ ruleEntry }).trimEnd());
}

/** With the comment that names the table's row; a comment may not hold `--`. */
export function commentedEntryXml({ entry, comment }: TerritoryEntry): string {
  return `${commentXml(comment)}\n${entryXml(entry)}`;
}

export function commentXml(text: string): string {
  return indent(`<!-- ${text.replace(/-{2,}/g, '-').replace(/-$/, '- ')} -->`);
}

/** A file of its own, with one rule that is not active. */
export function ruleFileXml(ruleName: string, inside: string): string {
  const name = builder.build({ fullName: ruleName }).trim();
  return `<?xml version="1.0" encoding="UTF-8" ?>
<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata">
    <assignmentRule>
        ${name}
        <active>false</active>
${inside}    </assignmentRule>
</AssignmentRules>
`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '        ');
}
