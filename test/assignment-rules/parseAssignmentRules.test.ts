import { describe, expect, it } from 'vitest';
import {
  activeRule,
  assignmentRulesFromContent,
  parseAssignmentRules,
  RuleFileError
} from '../../assignment-rules/index.ts';

const file = (rules: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata">${rules}</AssignmentRules>`;
const rule = (entries: string, name = 'Routing', active = 'true') =>
  `<assignmentRule><fullName>${name}</fullName><active>${active}</active>${entries}</assignmentRule>`;
const entry = (content: string) => `<ruleEntry>${content}</ruleEntry>`;
const queue = '<assignedTo>Team</assignedTo><assignedToType>Queue</assignedToType>';

describe('parseAssignmentRules', () => {
  it('reads a file as it is retrieved: several rules, spaces in names, no active one', () => {
    const xml = file(
      rule(
        entry(
          '<assignedTo>rep@acme.example</assignedTo><assignedToType>User</assignedToType><booleanFilter>(1 AND 2) OR 3</booleanFilter>\n' +
            '<criteriaItems><field>Lead.Country</field><operation>equals</operation><value>Germany,"Korea, Republic of"</value></criteriaItems>\n' +
            '<criteriaItems><field>Lead.PostalCode</field><operation>startsWith</operation><value>010,011</value></criteriaItems>\n' +
            '<criteriaItems><field>Lead.LeadSource</field><operation>equals</operation></criteriaItems>\n' +
            '<template>unfiled$public/Lead_Assigned</template>'
        ) +
          entry(
            '<criteriaItems><field>Lead.Keep_Owner__c</field><operation>equals</operation><value>True</value></criteriaItems>'
          ),
        'Packaging Web to Lead',
        'false'
      ) + rule(entry(queue), 'Second', 'false')
    );
    const parsed = parseAssignmentRules(xml);
    expect(activeRule(parsed)).toBeUndefined();
    expect(parsed.rules.map(({ fullName }) => fullName)).toEqual(['Packaging Web to Lead', 'Second']);
    expect(parsed.rules[0]?.entries).toEqual([
      {
        number: 1,
        target: { type: 'User', name: 'rep@acme.example' },
        booleanFilter: '(1 AND 2) OR 3',
        criteriaItems: [
          { field: 'Lead.Country', operation: 'equals', value: 'Germany,"Korea, Republic of"' },
          { field: 'Lead.PostalCode', operation: 'startsWith', value: '010,011' },
          { field: 'Lead.LeadSource', operation: 'equals' }
        ],
        template: 'unfiled$public/Lead_Assigned',
        caseOnlyElements: []
      },
      {
        number: 2,
        criteriaItems: [{ field: 'Lead.Keep_Owner__c', operation: 'equals', value: 'True' }],
        caseOnlyElements: []
      }
    ]);
  });

  it('finds the active rule among several', () => {
    const parsed = parseAssignmentRules(file(rule(entry(queue), 'Old', 'false') + rule(entry(queue), 'New')));
    expect(activeRule(parsed)?.fullName).toBe('New');
  });

  it('decodes entities in values, formulas and names', () => {
    const parsed = parseAssignmentRules(
      file(
        rule(
          entry(
            `${queue}<formula>AND(NumberOfEmployees &gt; 1000,&#10;ISPICKVAL(LeadSource, &quot;R&amp;D&quot;))</formula>`
          ) +
            entry(
              `${queue}<criteriaItems><field>Lead.Company</field><operation>equals</operation><value>Smith &amp; Sons,O&apos;Brien &lt;UK&gt;,M&#252;ller</value></criteriaItems>`
            ),
          'R&amp;D &#233;quipe'
        )
      )
    );
    expect(parsed.rules[0]?.fullName).toBe('R&D équipe');
    expect(parsed.rules[0]?.entries[0]?.formula).toBe('AND(NumberOfEmployees > 1000,\nISPICKVAL(LeadSource, "R&D"))');
    expect(parsed.rules[0]?.entries[1]?.criteriaItems[0]?.value).toBe("Smith & Sons,O'Brien <UK>,Müller");
  });

  it('keeps numbers as they are written', () => {
    const parsed = parseAssignmentRules(
      file(
        rule(
          entry(
            `${queue}<criteriaItems><field>Lead.PostalCode</field><operation>equals</operation><value>00501</value></criteriaItems>`
          )
        )
      )
    );
    expect(parsed.rules[0]?.entries[0]?.criteriaItems[0]?.value).toBe('00501');
  });

  it('reads an empty value as none: the row asks for blank', () => {
    const parsed = parseAssignmentRules(
      file(
        rule(
          entry(`${queue}<criteriaItems><field>Lead.State</field><operation>equals</operation><value/></criteriaItems>`)
        )
      )
    );
    expect(parsed.rules[0]?.entries[0]?.criteriaItems[0]).toEqual({ field: 'Lead.State', operation: 'equals' });
  });

  it('reads a rule without entries, and a file without rules', () => {
    expect(parseAssignmentRules(file(rule(''))).rules[0]?.entries).toEqual([]);
    expect(parseAssignmentRules(file('')).rules).toEqual([]);
  });

  it('notes elements that belong to cases, unless they are switched off', () => {
    const parsed = parseAssignmentRules(
      file(
        rule(
          entry(
            `${queue}<overrideExistingTeams>false</overrideExistingTeams><notifyCcRecipients>true</notifyCcRecipients>`
          )
        )
      )
    );
    expect(parsed.rules[0]?.entries[0]?.caseOnlyElements).toEqual(['notifyCcRecipients']);
  });

  it('takes parsed content, where a single element is no array', () => {
    const one = { fullName: 'Routing', active: 'true', ruleEntry: { assignedTo: 'Team', assignedToType: 'Queue' } };
    expect(assignmentRulesFromContent({ assignmentRule: one })).toEqual(
      assignmentRulesFromContent({ assignmentRule: [{ ...one, ruleEntry: [one.ruleEntry] }] })
    );
  });

  it.each([
    ['FILE_NOT_XML', '<AssignmentRules><assignmentRule></AssignmentRules>', 'line 1'],
    ['FILE_NOT_ASSIGNMENT_RULES', '<Workflow></Workflow>', 'root element'],
    ['ELEMENT_MISSING', file('<assignmentRule><active>true</active></assignmentRule>'), 'rule 1: fullName is missing'],
    [
      'ELEMENT_UNKNOWN',
      file(rule(entry(queue) + entry(`${queue}<order>1</order>`))),
      'rule "Routing", entry 2: has the unknown element order'
    ],
    [
      'ELEMENT_REPEATED',
      file(rule(entry(`${queue}<formula>A</formula><formula>B</formula>`))),
      'entry 1: formula stands 2 times'
    ],
    [
      'ELEMENT_NOT_TEXT',
      file(rule(entry(`${queue}<formula><b>A</b></formula>`))),
      'entry 1: formula does not hold plain text'
    ],
    ['ELEMENT_MISSING', file(rule(entry(`${queue}<formula> </formula>`))), 'entry 1: formula is empty'],
    [
      'ELEMENT_MISSING',
      file(rule(entry(`${queue}<criteriaItems><field>Lead.A</field></criteriaItems>`))),
      'entry 1, criteriaItems 1: operation is missing'
    ],
    [
      'TARGET_INCOMPLETE',
      file(rule(entry('<assignedTo>Team</assignedTo>'))),
      'entry 1: assignedTo stands without assignedToType'
    ],
    [
      'TARGET_TYPE_UNKNOWN',
      file(rule(entry('<assignedTo>Team</assignedTo><assignedToType>Role</assignedToType>'))),
      'assignedToType is "Role"'
    ],
    ['ACTIVE_NOT_BOOLEAN', file(rule(entry(queue), 'Routing', 'yes')), 'active is "yes"'],
    ['SEVERAL_ACTIVE', file(rule(entry(queue), 'A') + rule(entry(queue), 'B')), '"A", "B"'],
    ['RULE_NAME_REPEATED', file(rule(entry(queue), 'A') + rule(entry(queue), 'A', 'false')), 'named "A"']
  ])('refuses with %s and says where: %#', (code, xml, where) => {
    const work = () => parseAssignmentRules(xml);
    expect(work).toThrow(RuleFileError);
    expect(work).toThrow(expect.objectContaining({ code, retryable: false }));
    expect(work).toThrow(where);
  });
});
