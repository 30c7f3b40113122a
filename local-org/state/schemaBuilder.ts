/** The schema: the declared standard objects, and what the deployed components make of them. */
import { customFieldOf, changedStandardField } from './metadata/customField.ts';
import { activitySharing, changedStandardObject, customObjectOf } from './metadata/customObject.ts';
import { flagIn, requiredText, textIn } from './metadata/elements.ts';
import { historyNames, historyObjectOf, historyPrefix } from './metadata/historyObject.ts';
import { MetadataProblem, noteProblem, notSupported } from './metadata/metadataProblem.ts';
import type { MetadataProblems } from './metadata/metadataProblem.ts';
import type { MetadataComponent } from './metadataStore.ts';
import type { ChildRelationship, Field, Schema, SObjectType, ValidationRule } from './schema.ts';
import { defineObject } from './sobjectType.ts';
import type { ObjectDeclaration } from './sobjectType.ts';
import { omniChannelObjects, standardObjects } from './standardObjects/index.ts';

/** An object while it is being put together. */
interface Draft {
  declaration: ObjectDeclaration;
  readonly fields: Map<string, Field>;
  readonly validationRules: ValidationRule[];
  changeEvents: boolean;
}

export interface SchemaOptions {
  /** The key prefix of a custom object; always the same for a name. */
  readonly keyPrefixOf: (objectName: string) => string;
  /** Sharing of Lead unless its metadata says otherwise. Default `private`. */
  readonly leadSharing?: SObjectType['sharing'];
}

/**
 * @param components all that is deployed; those that are no part of the schema are passed over
 * @returns the schema without the components that have problems, and the problems
 */
export function buildSchema(
  components: Iterable<MetadataComponent>,
  options: SchemaOptions
): { schema: Schema; problems: MetadataProblems } {
  const problems: MetadataProblems = new Map();
  const byType = new Map<string, MetadataComponent[]>();
  for (const component of components) byType.set(component.type, [...(byType.get(component.type) ?? []), component]);
  const each = (type: string, work: (component: MetadataComponent) => void): void => {
    for (const component of byType.get(type) ?? []) noteProblem(problems, component, () => work(component));
  };

  const omniChannel = (byType.get('Settings') ?? []).some(
    ({ fullName, content }) => fullName === 'OmniChannel' && textIn(content, 'enableOmniChannel') === 'true'
  );
  const drafts = new Map(
    [...standardObjects, ...(omniChannel ? omniChannelObjects : [])].map((object) => [
      object.name.toLowerCase(),
      draftOf(object)
    ])
  );
  const lead = drafts.get('lead');
  if (lead && options.leadSharing) lead.declaration = { ...lead.declaration, sharing: options.leadSharing };
  const draftNamed = (name: string): Draft => {
    const draft = drafts.get(name.toLowerCase());
    if (!draft) throw new MetadataProblem(`There is no object named ${name}`);
    return draft;
  };

  each('CustomObject', (component) => {
    const known = drafts.get(component.fullName.toLowerCase());
    if (component.fullName === 'Activity') {
      // Of the file of Activity the fields are components of their own, and sharing is that of tasks and events.
      const other = Object.keys(component.content).find((element) => !['fullName', 'sharingModel'].includes(element));
      if (other) throw notSupported(`${other} of the object Activity`);
      for (const name of ['task', 'event']) {
        const draft = drafts.get(name);
        if (draft) draft.declaration = { ...draft.declaration, sharing: activitySharing(component, draft.declaration) };
      }
      return;
    }
    if (known) known.declaration = changedStandardObject(defineObject(known.declaration), component);
    else
      drafts.set(
        component.fullName.toLowerCase(),
        draftOf(customObjectOf(component, options.keyPrefixOf(component.fullName)))
      );
  });
  each('CustomField', (component) => {
    const [objectName = '', fieldName = ''] = component.fullName.split('.');
    for (const draft of objectName === 'Activity'
      ? [draftNamed('Task'), draftNamed('Event')]
      : [draftNamed(objectName)]) {
      const standard = draft.fields.get(fieldName.toLowerCase());
      const field =
        standard && !standard.custom
          ? changedStandardField(standard, component)
          : customFieldOf(component, draft.declaration.kind ?? 'standard');
      for (const parent of field.custom ? field.referenceTo : []) draftNamed(parent);
      draft.fields.set(field.name.toLowerCase(), field);
    }
  });
  each('ValidationRule', (component) => {
    const [objectName = '', name = ''] = component.fullName.split('.');
    const draft = draftNamed(objectName);
    const rule = validationRuleOf(component, name);
    if (rule.errorDisplayField !== undefined && !draft.fields.has(rule.errorDisplayField.toLowerCase())) {
      throw new MetadataProblem(`Field ${rule.errorDisplayField} does not exist`);
    }
    draft.validationRules.push(rule);
  });
  each('PlatformEventChannelMember', (component) => {
    draftNamed(changeEventObject(component)).changeEvents = true;
  });

  const withActivities = (byType.get('CustomObject') ?? []).filter(
    ({ content, fullName }) => content['enableActivities'] === 'true' && drafts.has(fullName.toLowerCase())
  );
  for (const activity of ['task', 'event']) {
    const what = drafts.get(activity)?.fields.get('whatid');
    const referenceTo = [...(what?.referenceTo ?? []), ...withActivities.map(({ fullName }) => fullName)];
    if (what) drafts.get(activity)?.fields.set('whatid', { ...what, referenceTo: [...new Set(referenceTo)] });
  }
  for (const draft of [...drafts.values()]) {
    if (isMasterDetailChild(draft)) draft.fields.delete('ownerid');
    const tracked = draft.declaration.historyTracked || draft.declaration.name === 'Lead';
    if (tracked)
      drafts.set(
        historyNames(draft.declaration.name).object.toLowerCase(),
        draftOf(historyObjectOf(defineObject(draft.declaration)))
      );
  }
  return { schema: schemaOf([...drafts.values()].map(finished)), problems };
}

function draftOf(declaration: ObjectDeclaration): Draft {
  const fields = new Map(declaration.fields.map((field) => [field.name.toLowerCase(), field]));
  return { declaration, fields, validationRules: [], changeEvents: false };
}

function finished({ declaration, fields, validationRules, changeEvents }: Draft): SObjectType {
  return defineObject({ ...declaration, fields: [...fields.values()], validationRules, changeEvents });
}

/** A detail record belongs to its master and has no owner (documented). */
function isMasterDetailChild(draft: Draft): boolean {
  return [...draft.fields.values()].some(
    (field) => field.custom && field.type === 'reference' && field.required && field.onParentDelete === 'cascade'
  );
}

function validationRuleOf({ content }: MetadataComponent, name: string): ValidationRule {
  return {
    name,
    active: flagIn(content, 'active'),
    errorConditionFormula: requiredText(content, 'errorConditionFormula'),
    errorMessage: requiredText(content, 'errorMessage'),
    errorDisplayField: textIn(content, 'errorDisplayField')
  };
}

/** `LeadChangeEvent` is of Lead, `Handoff__ChangeEvent` of Handoff__c (documented: Change Data Capture Developer Guide). */
function changeEventObject({ content }: MetadataComponent): string {
  const channel = requiredText(content, 'eventChannel');
  if (channel !== 'ChangeEvents') throw notSupported(`members of the channel ${channel}`);
  for (const element of ['filterExpression', 'enrichedFields']) {
    if (content[element] !== undefined) throw notSupported(`${element} of a channel member`);
  }
  const entity = requiredText(content, 'selectedEntity');
  const match = /^(\w+?)(__)?ChangeEvent$/.exec(entity);
  if (!match) throw notSupported(`the channel member ${entity}`);
  return match[2] ? `${match[1]}__c` : (match[1] as string);
}

function schemaOf(objects: readonly SObjectType[]): Schema {
  const sorted = [...objects].sort((one, other) => (one.name < other.name ? -1 : 1));
  const byName = new Map(sorted.map((object) => [object.name.toLowerCase(), object]));
  const byPrefix = new Map(
    sorted.filter((object) => object.keyPrefix !== historyPrefix).map((object) => [object.keyPrefix, object])
  );
  const children = new Map<string, ChildRelationship[]>(sorted.map((object) => [object.name, []]));
  for (const child of sorted) {
    for (const field of child.fields) {
      if (field.childRelationshipName === undefined) continue;
      for (const parent of field.referenceTo) {
        children
          .get(byName.get(parent.toLowerCase())?.name ?? parent)
          ?.push({ name: field.childRelationshipName, childObject: child.name, field: field.name });
      }
    }
  }
  return {
    objects: sorted,
    object: (name) => byName.get(name.toLowerCase()),
    objectOfId: (id) => byPrefix.get(id.slice(0, 3)),
    childRelationships: (name) => children.get(byName.get(name.toLowerCase())?.name ?? name) ?? []
  };
}
