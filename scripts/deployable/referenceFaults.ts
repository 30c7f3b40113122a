/** What components name and an org looks up when they are deployed: labels, other components, custom fields, platform modules. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CompiledBundle } from './componentBundle.ts';
import type { PackageFiles } from './convertedPackage.ts';
import { parseMetadata } from './metadataElement.ts';

/** Platform modules that the stubs of Salesforce's Jest preset leave out. */
const furtherModules: Readonly<Record<string, string>> = {
  'lightning/platformUtilityBarApi':
    'https://developer.salesforce.com/docs/component-library/bundle/lightning-platform-utility-bar-api',
  'lightning/graphql': 'https://developer.salesforce.com/docs/platform/graphql/guide/graphql-wire-lwc.html'
};

/** Modules of `lightning/` that the platform offers, by the stubs that Salesforce publishes for its Jest preset. */
function platformModules(): Set<string> {
  const preset = dirname(createRequire(import.meta.url).resolve('@salesforce/sfdx-lwc-jest/package.json'));
  const stubs = readdirSync(join(preset, 'src', 'lightning-stubs'));
  return new Set([...stubs.map((name) => `lightning/${name}`), ...Object.keys(furtherModules)]);
}

/** One sentence for each name that nothing in the package, and nothing on the platform, answers to. */
export function referenceFaults(bundles: readonly CompiledBundle[], files: PackageFiles): string[] {
  const labels = labelsOf(files);
  const own = new Set(bundles.map(({ name }) => `c/${name}`));
  const platform = platformModules();
  const isKnown = ({ type, id }: CompiledBundle['references'][number]): boolean => {
    if (type === 'label') return !id.startsWith('c.') || labels.has(id.slice(2));
    if (type === 'schema') return hasObject(files, id) && hasField(files, id);
    if (id.startsWith('c/')) return own.has(id);
    if (id.startsWith('lightning/')) return platform.has(id);
    return true;
  };
  return bundles.flatMap(({ name, references }) =>
    references
      .filter((reference) => !isKnown(reference))
      .map(({ type, id, file }) => `lwc/${name}/${file} names the ${type} ${id}, and there is none`)
  );
}

function labelsOf(files: PackageFiles): Set<string> {
  const text = files.get('labels/CustomLabels.labels');
  const labels = text === undefined ? [] : parseMetadata(text).children;
  return new Set(labels.flatMap(({ children }) => children.find(({ name }) => name === 'fullName')?.text ?? []));
}

/** A standard object is the platform's affair. */
function hasObject(files: PackageFiles, id: string): boolean {
  const [object = ''] = id.split('.');
  return !/__(c|e|mdt)$/.test(object) || files.has(`objects/${object}.object`);
}

/** `Handoff__c.Lead__r.Score__c` asks only for the first step: where a relationship leads, only the org knows. */
function hasField(files: PackageFiles, id: string): boolean {
  const [object = '', field = ''] = id.split('.');
  const name = field.replace(/__r$/, '__c');
  return (
    !name.endsWith('__c') || (files.get(`objects/${object}.object`) ?? '').includes(`<fullName>${name}</fullName>`)
  );
}
