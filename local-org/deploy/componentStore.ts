/** The deployed components, and how a deploy changes them: all checked, then applied, then written; or nothing at all. */
import { SalesforceError } from '../errors.ts';
import type { OrgCore } from '../orgCore.ts';
import type { OrgModel } from '../orgModel.ts';
import type { Statements } from '../state/database.ts';
import { componentKey, MetadataProblem, notSupported } from '../state/metadata/metadataProblem.ts';
import type { MetadataProblems } from '../state/metadata/metadataProblem.ts';
import { sameContent } from '../state/metadata/sameContent.ts';
import type { ComponentResult, DeployOutcome, MetadataComponent, MetadataStore } from '../state/metadataStore.ts';
import type { SchemaOptions } from '../state/schemaBuilder.ts';
import { fitTables, storageConflicts } from '../state/tables.ts';
import { buildModel } from './buildModel.ts';
import { metadataEffects } from './effects/index.ts';

type Components = ReadonlyMap<string, MetadataComponent>;

/** The components in force and what they amount to; replaced as a whole, so that it can be put back. */
export interface DeployedState {
  readonly components: Components;
  readonly model: OrgModel;
}

/** Components as they were stored; the model is made from them. */
export function loadState(statements: Statements, options: SchemaOptions): DeployedState {
  const rows = statements.all('SELECT * FROM _components ORDER BY rowid');
  const components = new Map(
    rows.map((row) => {
      const component: MetadataComponent = {
        type: row['type'] as string,
        fullName: row['fullName'] as string,
        filePath: row['filePath'] as string,
        content: JSON.parse(row['content'] as string) as Record<string, unknown>
      };
      return [componentKey(component), component];
    })
  );
  return { components, model: buildModel([...components.values()], options).model };
}

export interface StateHolder {
  get(): DeployedState;
  set(state: DeployedState): void;
}

/** Ends a deploy that must leave no trace. */
class Undo extends Error {}

const ranks = new Map([...metadataEffects.keys()].map((type, index) => [type, index]));

export function createMetadataStore(
  org: OrgCore,
  statements: Statements,
  state: StateHolder,
  options: SchemaOptions
): MetadataStore {
  /** The model of these components; a component that has a problem is put back to what it was, until the rest is sound. */
  const soundModel = (
    wanted: Map<string, MetadataComponent>,
    deployed: readonly MetadataComponent[],
    problems: MetadataProblems
  ): OrgModel => {
    for (;;) {
      const built = buildModel([...wanted.values()], options);
      const [found] = [...built.problems, ...storageConflicts(state.get().model.schema, built.model.schema)];
      if (!found) return built.model;
      const [key, message] = found;
      // A component that was there before breaks because of one that is deployed now.
      const culprit =
        deployed.find((component) => componentKey(component) === key) ??
        deployed.find((component) => !problems.has(componentKey(component)) && related(component, key));
      if (!culprit) throw new Error(`${key}: ${message}`);
      const culpritKey = componentKey(culprit);
      problems.set(culpritKey, key === culpritKey ? message : `${key}: ${message}`);
      restore(wanted, culpritKey, state.get().components);
    }
  };

  const fit = (model: OrgModel, deployed: readonly MetadataComponent[], problems: MetadataProblems): void => {
    try {
      fitTables(org.db, model.schema);
    } catch (error) {
      if (!(error instanceof MetadataProblem)) throw error;
      const culprit = deployed.find(({ fullName }) => error.message.includes(fullName)) ?? deployed[0];
      if (!culprit) throw error;
      // Some tables may fit already: only the whole deploy can be undone.
      for (const component of deployed) problems.set(componentKey(component), `Not deployed: ${error.message}`);
      problems.set(componentKey(culprit), error.message);
      throw new Undo();
    }
  };

  const applyRows = (component: MetadataComponent, problems: MetadataProblems): boolean => {
    try {
      org.transaction(() => metadataEffects.get(component.type)?.apply?.(org, component));
      return true;
    } catch (error) {
      if (!(error instanceof MetadataProblem || error instanceof SalesforceError)) throw error;
      problems.set(componentKey(component), error.message);
      return false;
    }
  };

  const store = (component: MetadataComponent): void =>
    statements.run(
      `INSERT INTO _components (type, fullName, filePath, content) VALUES (?, ?, ?, ?)
       ON CONFLICT (type, fullName) DO UPDATE SET filePath = excluded.filePath, content = excluded.content`,
      component.type,
      component.fullName,
      component.filePath,
      JSON.stringify(component.content)
    );

  const apply = (deployed: readonly MetadataComponent[], problems: MetadataProblems, stopAtProblem: boolean): void => {
    const before = state.get();
    const wanted = new Map(before.components);
    for (const component of deployed)
      if (!problems.has(componentKey(component))) wanted.set(componentKey(component), component);
    let model = soundModel(wanted, deployed, problems);
    if (stopAtProblem && problems.size > 0) throw new Undo();
    fit(model, deployed, problems);
    state.set({ components: wanted, model });

    const sound = deployed.filter((component) => !problems.has(componentKey(component)));
    for (const component of sound) {
      if (!applyRows(component, problems)) restore(wanted, componentKey(component), before.components);
    }
    if (stopAtProblem && problems.size > 0) throw new Undo();
    if (problems.size > 0) {
      model = soundModel(wanted, deployed, problems);
      fit(model, deployed, problems);
      state.set({ components: wanted, model });
    }
    for (const component of sound) {
      const key = componentKey(component);
      if (!problems.has(key) && wanted.get(key) !== before.components.get(key)) store(component);
    }
  };

  return {
    deploy(components, { checkOnly = false, rollbackOnError = true } = {}): DeployOutcome {
      const before = state.get().components;
      const problems: MetadataProblems = new Map();
      for (const component of components) {
        if (!metadataEffects.has(component.type))
          problems.set(componentKey(component), notSupported(`metadata of type ${component.type}`).message);
      }
      const deployed = [...new Map(components.map((component) => [componentKey(component), component])).values()]
        .map((component) => asStored(before, component))
        .sort((one, other) => (ranks.get(one.type) ?? 0) - (ranks.get(other.type) ?? 0));
      try {
        org.transaction(() => {
          if (rollbackOnError && problems.size > 0 && !checkOnly) throw new Undo();
          apply(deployed, problems, rollbackOnError);
          if (checkOnly) throw new Undo();
        });
      } catch (error) {
        if (!(error instanceof Undo)) throw error;
      }
      return outcomeOf(
        components,
        before,
        new Map(deployed.map((component) => [componentKey(component), component])),
        problems
      );
    },

    remove(type, fullName) {
      const before = state.get();
      const component = before.components.get(componentKey({ type, fullName }));
      if (!component) throw new SalesforceError('NOT_FOUND', `No ${type} named: ${fullName} found`);
      const gone = [component, ...partsOf(before.components, component)];
      org.transaction(() => {
        const wanted = new Map(before.components);
        for (const each of gone) wanted.delete(componentKey(each));
        const { model, problems } = buildModel([...wanted.values()], options);
        const [using] = problems.keys();
        if (using !== undefined)
          throw new SalesforceError(
            'DELETE_FAILED',
            `This ${type} is referenced elsewhere in salesforce.com: ${using}`
          );
        try {
          for (const each of gone) metadataEffects.get(each.type)?.remove?.(org, each);
          fitTables(org.db, model.schema);
        } catch (error) {
          if (error instanceof MetadataProblem) throw new SalesforceError('DELETE_FAILED', error.message);
          throw error;
        }
        for (const each of gone)
          statements.run('DELETE FROM _components WHERE type = ? AND fullName = ?', each.type, each.fullName);
        state.set({ components: wanted, model });
      });
    },

    read: (type, fullName) => state.get().components.get(componentKey({ type, fullName })),
    list: (type) => [...state.get().components.values()].filter((component) => component.type === type),
    get types() {
      return [...new Set([...state.get().components.values()].map((component) => component.type))].sort();
    }
  };
}

function restore(wanted: Map<string, MetadataComponent>, key: string, before: Components): void {
  const previous = before.get(key);
  if (previous) wanted.set(key, previous);
  else wanted.delete(key);
}

/** The component as it will be stored; the very one that is stored already when nothing changes. */
function asStored(before: Components, component: MetadataComponent): MetadataComponent {
  const stored = before.get(componentKey(component));
  if (!stored) return component;
  const merged = metadataEffects.get(component.type)?.merge?.(stored, component) ?? component;
  return sameContent(stored.content, merged.content) ? stored : merged;
}

/** Whether the component is of the object that the other one is of. */
function related(component: MetadataComponent, key: string): boolean {
  const objectName = component.fullName.split('.')[0] ?? '';
  return key.includes(`:${objectName}`) || component.type === 'CustomObject' || component.type === 'CustomField';
}

function partsOf(components: Components, component: MetadataComponent): MetadataComponent[] {
  if (component.type !== 'CustomObject') return [];
  return [...components.values()].filter((other) => other.fullName.startsWith(`${component.fullName}.`));
}

function outcomeOf(
  components: readonly MetadataComponent[],
  before: Components,
  stored: Components,
  problems: MetadataProblems
): DeployOutcome {
  const results = components.map((component): ComponentResult => {
    const key = componentKey(component);
    const problem = problems.get(key);
    const success = problem === undefined;
    return {
      type: component.type,
      fullName: component.fullName,
      filePath: component.filePath,
      success,
      created: success && !before.has(key),
      changed: success && stored.get(key) !== before.get(key),
      ...(success ? {} : { problem })
    };
  });
  return { success: problems.size === 0, results };
}
