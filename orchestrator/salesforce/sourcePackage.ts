/** Package directories as one zipped package, by the official library that the sf command line converts with. */
import { relative } from 'node:path';
import { ComponentSet, MetadataConverter, type SourceComponent } from '@salesforce/source-deploy-retrieve';

export interface SourcePackage {
  zip: Buffer;
  /** Components in it. */
  count: number;
  /** Files with assignment rules that are not in it, relative to the working folder. */
  rulesLeftOut: readonly string[];
  /** File of a component, relative to the working folder; undefined for one that is not in it. */
  fileOf: (type: string, fullName: string) => string | undefined;
}

/**
 * @param folders package directories; what `.forceignore` above them names is left out
 * @param withRules whether assignment rules are taken too: deploying an active one switches off the org's own
 */
export async function sourcePackage(
  folders: readonly string[],
  { apiVersion, withRules }: { apiVersion: string; withRules: boolean }
): Promise<SourcePackage> {
  const all = ComponentSet.fromSource({ fsPaths: [...folders] })
    .getSourceComponents()
    .toArray();
  const isRule = ({ type }: SourceComponent): boolean => ['AssignmentRules', 'AssignmentRule'].includes(type.name);
  const taken = withRules ? all : all.filter((component) => !isRule(component));
  const set = new ComponentSet(taken);
  set.sourceApiVersion = apiVersion;
  const { zipBuffer } = await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  const parts = taken.flatMap((component) => [component, ...component.getChildren()]);
  const files = new Map(
    parts.map((part) => [`${part.type.name}:${part.fullName}`, part.xml ?? part.content ?? part.parent?.xml])
  );
  return {
    zip: zipBuffer ?? Buffer.alloc(0),
    count: taken.length,
    rulesLeftOut: withRules ? [] : all.filter(isRule).flatMap(({ xml }) => (xml ? shownPath(xml) : [])),
    fileOf: (type, fullName) => {
      const file = files.get(`${type}:${fullName}`);
      return file === undefined ? undefined : shownPath(file);
    }
  };
}

/** Files with Lead assignment rules below the folders. */
export function ruleFilesIn(folders: readonly string[]): string[] {
  return ComponentSet.fromSource({ fsPaths: [...folders] })
    .getSourceComponents()
    .toArray()
    .flatMap(({ type, fullName, xml }) => (type.name === 'AssignmentRules' && fullName === 'Lead' && xml ? xml : []));
}

function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
