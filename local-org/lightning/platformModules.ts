/**
 * Modules that only the platform has, resolved for the browser: labels, schema, user and i18n from what is deployed, the
 * `lightning/*` modules of the platform from the shims beside this file. Whatever is not known fails the build by name.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import type { Schema } from '../state/schema.ts';
import type { PackageSources } from './packageSources.ts';
import { baseComponents, settingOf } from './vendorBundle.ts';

const shimFolder = fileURLToPath(new URL('browser/platform', import.meta.url));

/** Names of the platform modules that have a shim: `uiRecordApi`. */
export const shims: readonly string[] = readdirSync(shimFolder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'));

/**
 * Text of a virtual module below `@salesforce/`; undefined when the module is none of these.
 * @throws Error that names the module and what it asks for and the org does not have
 */
export function salesforceModule(module: string, sources: PackageSources, schema: Schema): string | undefined {
  const [, kind, name = ''] = /^@salesforce\/(\w+)\/(.+)$/.exec(module) ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'label') return exporting(labelNamed(module, name, sources));
  if (kind === 'schema') return exporting(schemaReference(module, name, schema));
  if (kind === 'user' && name === 'Id') return 'export default globalThis.lightningPage.user.id;';
  if (kind === 'user' && name === 'isGuest') return exporting(false);
  if (kind === 'client' && name === 'formFactor') return exporting('Large');
  const setting = settingOf(module);
  if (setting) return `export default globalThis.lightningPage.user.${setting};`;
  if (module === '@salesforce/i18n/dir') return exporting('ltr');
  if (module === '@salesforce/i18n/currency') return exporting('USD');
  throw new Error(`${module}: the local org does not have this module`);
}

function exporting(value: unknown): string {
  return `export default ${JSON.stringify(value)};`;
}

function labelNamed(module: string, name: string, sources: PackageSources): string {
  const [, label] = /^c\.(\w+)$/.exec(name) ?? [];
  const text = label === undefined ? undefined : sources.labels.get(label);
  if (text === undefined) throw new Error(`${module}: there is no such custom label in the package directories`);
  return text;
}

/** `Lead`, `Lead.Name`, `Handoff__c.Lead__r.Name`, as the platform's compiler resolves them. */
function schemaReference(module: string, name: string, schema: Schema): Readonly<Record<string, string>> {
  const [objectName = '', ...path] = name.split('.');
  const object = schema.object(objectName);
  if (!object) throw new Error(`${module}: the org has no object ${objectName}`);
  if (path.length === 0) return { objectApiName: object.name };
  let holders = [object];
  path.forEach((step, index) => {
    const fields = holders.flatMap((holder) => holder.fields);
    const last = index === path.length - 1;
    const field = fields.find((each) => (last ? each.name : each.relationshipName) === step);
    if (!field) {
      throw new Error(
        `${module}: ${holders.map((each) => each.name).join(', ')} has no ${last ? 'field' : 'relationship'} ${step}`
      );
    }
    holders = field.referenceTo.flatMap((parent) => schema.object(parent) ?? []);
  });
  return { objectApiName: object.name, fieldApiName: path.join('.') };
}

/**
 * Resolves what components import. Base components and the engine stay outside the bundle: they are the vendor's.
 */
export function platformModules(sources: PackageSources, schema: Schema): Plugin {
  const base = baseComponents();
  return {
    name: 'baton:platform-modules',
    resolveId(id, importer) {
      if (id === 'lwc' || id === '@lwc/synthetic-shadow') return { id, external: true };
      const [, namespace, name = ''] = /^(lightning|c|force)\/(\w+)$/.exec(id) ?? [];
      if (namespace === 'lightning') {
        if (shims.includes(name)) return join(shimFolder, `${name}.ts`);
        if (base.has(name)) return { id, external: true };
      }
      const bundle = namespace === 'c' ? sources.components.get(name) : undefined;
      // The way in which LWC's own plugin notes under which name a file is a component.
      if (bundle) return `${bundle.file}?specifier=${encodeURIComponent(id)}`;
      if (namespace !== undefined)
        throw new Error(`${id}: ${unknownModule(id)} (imported by ${importer ?? 'the page'})`);
      if (id.startsWith('@salesforce/')) {
        salesforceModule(id, sources, schema);
        return `\0${id}`;
      }
      return undefined;
    },
    load: (id) => (id.startsWith('\0@salesforce/') ? salesforceModule(id.slice(1), sources, schema) : undefined)
  };
}

function unknownModule(id: string): string {
  return id.startsWith('c/')
    ? 'there is no such component in the package directories'
    : 'the local org has neither a base component nor a shim of this name';
}

/** Base components that these bundles use, by tag or by import: what the vendor bundle must hold. */
export function usedBaseComponents(texts: Iterable<string>): string[] {
  const base = baseComponents();
  const used = new Set<string>();
  for (const text of texts) {
    for (const [, tag = ''] of text.matchAll(/<lightning-([a-z][a-z0-9-]*)/g)) {
      used.add(tag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()));
    }
    for (const [, name = ''] of text.matchAll(/['"]lightning\/(\w+)['"]/g)) used.add(name);
  }
  return [...used].filter((name) => base.has(name) && !shims.includes(name)).map((name) => `lightning/${name}`);
}
