/** What Lightning pages and apps name: components, pages and tabs, which an org looks up when they are deployed. */
import { basename } from 'node:path';
import type { PackageFiles } from './convertedPackage.ts';
import { parseMetadata, type MetadataElement } from './metadataElement.ts';

/** The target that a component of a page must be made for. */
const targetOfPage: Readonly<Record<string, string>> = {
  AppPage: 'lightning__AppPage',
  HomePage: 'lightning__HomePage',
  RecordPage: 'lightning__RecordPage',
  UtilityBar: 'lightning__UtilityBar'
};

export function pageFaults(files: PackageFiles): string[] {
  const pages = ofKind(files, 'flexipages', '.flexipage').flatMap(([path, page]) => faultsOfPage(path, page, files));
  const apps = ofKind(files, 'applications', '.app').flatMap(([path, app]) => faultsOfApp(path, app, files));
  return [...pages, ...apps];
}

function faultsOfPage(path: string, page: MetadataElement, files: PackageFiles): string[] {
  const target = targetOfPage[textIn(page, 'type') ?? ''];
  return below(page, 'componentInstance').flatMap((instance) => {
    const name = /^(?:c:)?([A-Za-z]\w*)$/.exec(textIn(instance, 'componentName') ?? '')?.[1];
    if (name === undefined) return [];
    const configuration = files.get(`lwc/${name}/${name}.js-meta.xml`);
    if (configuration === undefined) return [`${path}: there is no component ${name}`];
    const component = parseMetadata(configuration);
    const faults: string[] = [];
    if (textIn(component, 'isExposed') !== 'true') faults.push(`${path}: the component ${name} is not exposed`);
    if (target !== undefined && !below(component, 'target').some(({ text }) => text === target)) {
      faults.push(`${path}: the component ${name} is not made for ${target}`);
    }
    const known = propertiesFor(component, target);
    for (const property of below(instance, 'componentInstanceProperties')) {
      const given = textIn(property, 'name') ?? '';
      if (!known.has(given)) faults.push(`${path}: the component ${name} has no property ${given} on such a page`);
    }
    return faults;
  });
}

/** Every item of a utility bar has these, whatever its component declares. */
const utilityProperties = ['decorator', 'eager', 'height', 'icon', 'label', 'scrollable', 'width'];

function propertiesFor(component: MetadataElement, target: string | undefined): Set<string> {
  const configurations = below(component, 'targetConfig').filter(
    ({ attributes }) => target === undefined || (attributes['targets'] ?? '').split(/\s*,\s*/).includes(target)
  );
  const declared = configurations
    .flatMap((each) => below(each, 'property'))
    .map(({ attributes }) => attributes['name']!);
  return new Set([...declared, ...(target === 'lightning__UtilityBar' ? utilityProperties : [])]);
}

function faultsOfApp(path: string, app: MetadataElement, files: PackageFiles): string[] {
  const pages = [
    textIn(app, 'utilityBar'),
    ...below(app, 'actionOverrides')
      .filter((each) => textIn(each, 'type') === 'Flexipage')
      .map((each) => textIn(each, 'content'))
  ].filter((name) => name !== undefined);
  const tabs = below(app, 'tabs')
    .map(({ text }) => text)
    .filter((tab) => tab.endsWith('__c'));
  return [
    ...pages
      .filter((name) => !files.has(`flexipages/${name}.flexipage`))
      .map((name) => `${path}: there is no page ${name}`),
    ...tabs.filter((name) => !files.has(`tabs/${name}.tab`)).map((name) => `${path}: there is no tab ${name}`)
  ];
}

function ofKind(files: PackageFiles, folder: string, suffix: string): [string, MetadataElement][] {
  return [...files]
    .filter(([path]) => path.startsWith(`${folder}/`) && basename(path).endsWith(suffix))
    .map(([path, text]) => [path, parseMetadata(text)]);
}

/** All elements of a name, however deep. */
function below(element: MetadataElement, name: string): MetadataElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...below(child, name)]);
}

function textIn(element: MetadataElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}
