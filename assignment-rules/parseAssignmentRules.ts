import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { RuleFileError } from './ruleErrors.ts';
import type { RuleErrorCode } from './ruleErrors.ts';
import type { AssignmentRule, AssignmentRuleFile, AssignmentTarget, CriteriaItem, RuleEntry } from './ruleFile.ts';

/**
 * Elements of a rule entry, from the schema of the Metadata API (documented). Assignment of leads knows the first group;
 * the second belongs to cases (auto-response, escalation, teams).
 */
const leadElements = ['assignedTo', 'assignedToType', 'booleanFilter', 'criteriaItems', 'formula', 'template'];
const caseElements = [
  'businessHours',
  'businessHoursSource',
  'disableEscalationWhenModified',
  'escalationAction',
  'escalationStartTime',
  'notifyCcRecipients',
  'overrideExistingTeams',
  'replyToEmail',
  'senderEmail',
  'senderName',
  'team'
];

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true
});

/**
 * Parses the text of a `Lead.assignmentRules` file, in source or Metadata API format (they are the same). All rules are
 * kept, in document order, active or not; nothing is checked against an org's fields yet.
 * @throws RuleFileError naming the rule, the entry and the element at fault
 */
export function parseAssignmentRules(xml: string): AssignmentRuleFile {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) {
    const { line, col, msg } = validity.err;
    throw new RuleFileError('FILE_NOT_XML', '', `The file is not well-formed XML: line ${line}, column ${col}: ${msg}`);
  }
  const document: unknown = parser.parse(xml);
  const root = isNode(document) ? document['AssignmentRules'] : undefined;
  if (root === undefined)
    throw new RuleFileError('FILE_NOT_ASSIGNMENT_RULES', '', 'The root element is not AssignmentRules.');
  return assignmentRulesFromContent(root === '' ? {} : root);
}

/**
 * The same from XML that is parsed already: what stands below the root element, values as strings or nested objects, a
 * repeated element as an array and a single one not. Keys that begin with `@` or `?` are taken for attributes.
 * @throws RuleFileError naming the rule, the entry and the element at fault
 */
export function assignmentRulesFromContent(content: unknown): AssignmentRuleFile {
  if (!isNode(content))
    throw new RuleFileError('FILE_NOT_ASSIGNMENT_RULES', '', 'The content is not that of AssignmentRules.');
  allowOnly(content, ['assignmentRule', 'fullName'], 'AssignmentRules');
  const rules = nodes(content, 'assignmentRule', 'AssignmentRules').map(readRule);
  const names = new Set<string>();
  for (const rule of rules) {
    if (names.has(rule.fullName))
      throw new RuleFileError('RULE_NAME_REPEATED', '', `Two rules are named "${rule.fullName}".`);
    names.add(rule.fullName);
  }
  const active = rules.filter((rule) => rule.active).map((rule) => `"${rule.fullName}"`);
  if (active.length > 1)
    throw new RuleFileError('SEVERAL_ACTIVE', '', `Several rules are active: ${active.join(', ')}.`);
  return { rules };
}

type XmlNode = Readonly<Record<string, unknown>>;

function readRule(node: XmlNode, index: number): AssignmentRule {
  const fullName = text(node, 'fullName', `rule ${index + 1}`);
  if (!fullName) throw missing(`rule ${index + 1}`, 'fullName');
  const where = `rule "${fullName}"`;
  allowOnly(node, ['fullName', 'active', 'ruleEntry'], where);
  const active = text(node, 'active', where) ?? 'false';
  if (active !== 'true' && active !== 'false') {
    throw new RuleFileError('ACTIVE_NOT_BOOLEAN', where, `active is "${active}".`);
  }
  const entries = nodes(node, 'ruleEntry', where).map((entry, at) =>
    readEntry(entry, at + 1, `${where}, entry ${at + 1}`)
  );
  return { fullName, active: active === 'true', entries };
}

function readEntry(node: XmlNode, number: number, where: string): RuleEntry {
  allowOnly(node, [...leadElements, ...caseElements], where);
  const target = readTarget(node, where);
  const booleanFilter = text(node, 'booleanFilter', where);
  const formula = text(node, 'formula', where);
  const template = text(node, 'template', where);
  return {
    number,
    ...(target ? { target } : {}),
    criteriaItems: nodes(node, 'criteriaItems', where).map((item, at) =>
      readCriteriaItem(item, `${where}, criteriaItems ${at + 1}`)
    ),
    ...(booleanFilter ? { booleanFilter } : {}),
    ...(formula ? { formula } : {}),
    ...(template ? { template } : {}),
    caseOnlyElements: caseElements.filter((name) => name in node && node[name] !== 'false')
  };
}

function readTarget(node: XmlNode, where: string): AssignmentTarget | undefined {
  const name = text(node, 'assignedTo', where);
  const type = text(node, 'assignedToType', where);
  if (!name && !type) return undefined;
  if (!name) throw new RuleFileError('TARGET_INCOMPLETE', where, 'assignedToType stands without assignedTo.');
  if (!type) throw new RuleFileError('TARGET_INCOMPLETE', where, 'assignedTo stands without assignedToType.');
  if (type !== 'User' && type !== 'Queue') {
    throw new RuleFileError('TARGET_TYPE_UNKNOWN', where, `assignedToType is "${type}".`);
  }
  return { type, name };
}

function readCriteriaItem(node: XmlNode, where: string): CriteriaItem {
  allowOnly(node, ['field', 'operation', 'value', 'valueField'], where);
  const field = text(node, 'field', where);
  if (!field) throw missing(where, 'field');
  const operation = text(node, 'operation', where);
  if (!operation) throw missing(where, 'operation');
  const value = text(node, 'value', where, 'mayBeEmpty');
  const valueField = text(node, 'valueField', where);
  return { field, operation, ...(value ? { value } : {}), ...(valueField ? { valueField } : {}) };
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing(where: string, element: string): RuleFileError {
  return new RuleFileError('ELEMENT_MISSING', where, `${element} is missing.`);
}

function allowOnly(node: XmlNode, elements: readonly string[], where: string): void {
  for (const name of Object.keys(node)) {
    if (elements.includes(name) || name.startsWith('@') || name.startsWith('?')) continue;
    const what: [RuleErrorCode, string] =
      name === '#text'
        ? ['ELEMENT_NOT_TEXT', 'has text between its elements.']
        : ['ELEMENT_UNKNOWN', `has the unknown element ${name}.`];
    throw new RuleFileError(what[0], where, what[1]);
  }
}

/** The child elements of this name; an empty element is a node without children. */
function nodes(node: XmlNode, name: string, where: string): XmlNode[] {
  const value = node[name];
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return list.map((item: unknown) => {
    if (item === '') return {};
    if (!isNode(item)) throw new RuleFileError('ELEMENT_MISSING', where, `${name} holds text where elements belong.`);
    return item;
  });
}

/**
 * Text of a child element, without surrounding white space. An empty element is an error, lest an empty formula turn its
 * entry into a catch-all; an empty `value` asks for blank, as a missing one does.
 */
function text(node: XmlNode, name: string, where: string, empty?: 'mayBeEmpty'): string | undefined {
  const value = node[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new RuleFileError('ELEMENT_REPEATED', where, `${name} stands ${value.length} times.`);
  if (typeof value !== 'string')
    throw new RuleFileError('ELEMENT_NOT_TEXT', where, `${name} does not hold plain text.`);
  const trimmed = value.trim();
  if (trimmed === '' && !empty) throw new RuleFileError('ELEMENT_MISSING', where, `${name} is empty.`);
  return trimmed;
}
