/**
 * A page as the App Builder saves it (FlexiPage), read into what the host draws. What the host would have to guess is
 * refused by name. Source: documented, Metadata API Developer Guide, "FlexiPage".
 */
import { listOf, textOf } from '../state/metadata/metadataXml.ts';
import type { Page, PlacedComponent, PropertyValue, Region, UtilityItem } from './appModel.ts';
import type { PackageSources } from './packageSources.ts';

type Content = Readonly<Record<string, unknown>>;

/** Panel of a utility item whose page names no size, in pixels. Source: documented, Lightning Console guide, utility bar. */
const panel = { height: 480, width: 340 };

/** @throws Error that names the page and what in it the local org does not have */
export function readPage(name: string, content: Content, sources: PackageSources): Page {
  const regions: Region[] = [];
  const facets: Record<string, readonly PlacedComponent[]> = {};
  for (const region of listOf(content['flexiPageRegions']) as Content[]) {
    const components = itemsOf(name, region).map((item) => placed(name, item, sources));
    const regionName = textOf(region['name']) ?? '';
    if (textOf(region['type']) === 'Facet') facets[regionName] = components;
    else regions.push({ name: regionName, components });
  }
  return {
    name,
    label: textOf(content['masterLabel']) ?? name,
    template: textOf((content['template'] as Content | undefined)?.['name']) ?? '',
    regions,
    facets
  };
}

/** @throws as {@link readPage} */
export function readUtilityBar(name: string, content: Content, sources: PackageSources): UtilityItem[] {
  return (listOf(content['flexiPageRegions']) as Content[]).flatMap((region) => {
    const background = textOf(region['type']) === 'Background';
    return itemsOf(name, region).map((item) => {
      if (background)
        throw new Error(`${name}: background utility items are not supported; LWCs cannot be such items either`);
      const decorators = propertiesOf(item, true);
      const component = placed(name, item, sources);
      const icon = decorators.get('icon') ?? 'utility:apps';
      return {
        component,
        label: decorators.get('label') ?? component.name,
        icon: icon.includes(':') ? icon : `utility:${icon}`,
        height: Number(decorators.get('height') ?? panel.height),
        width: Number(decorators.get('width') ?? panel.width),
        eager: decorators.get('eager') === 'true'
      };
    });
  });
}

/** The component instances of a region, in their order. */
function itemsOf(page: string, region: Content): Content[] {
  const nested = listOf(region['itemInstances']) as Content[];
  const direct = listOf(region['componentInstances']) as Content[];
  return [
    ...direct,
    ...nested.map((item) => {
      if (item['fieldInstance'] !== undefined) {
        throw new Error(`${page}: fields placed one by one (fieldInstance) are not supported; use force:detailPanel`);
      }
      return item['componentInstance'] as Content;
    })
  ];
}

function placed(page: string, instance: Content, sources: PackageSources): PlacedComponent {
  const given = textOf(instance['componentName']) ?? '';
  if (instance['visibilityRule'] !== undefined) {
    throw new Error(`${page}: the visibility rule of ${given} is not evaluated by the local org`);
  }
  const [, namespace, local] = /^(?:(\w+):)?(\w+)$/.exec(given) ?? [];
  if (namespace !== undefined && namespace !== 'c') {
    return { name: given, properties: Object.fromEntries(propertiesOf(instance, false)) };
  }
  const bundle = sources.components.get(local ?? '');
  if (!bundle) throw new Error(`${page}: there is no component ${given} in the package directories`);
  const properties: Record<string, PropertyValue> = {};
  for (const [name, property] of bundle.properties) {
    if (property.default !== undefined) properties[name] = typed(property.default, property.type);
  }
  for (const [name, value] of propertiesOf(instance, false)) {
    const declared = bundle.properties.get(name);
    if (!declared) throw new Error(`${page}: ${given} declares no property ${name} in its ${bundle.name}.js-meta.xml`);
    properties[name] = typed(value, declared.type);
  }
  return { name: `c/${bundle.name}`, properties };
}

/** Values by name: the component's own, or what a utility bar hangs around it (`decorator`). */
function propertiesOf(instance: Content, decorators: boolean): Map<string, string> {
  const all = listOf(instance['componentInstanceProperties']) as Content[];
  return new Map(
    all
      .filter((property) => (textOf(property['type']) === 'decorator') === decorators)
      .flatMap((property) => {
        const value = textOf(property['value']);
        return value === undefined ? [] : [[textOf(property['name']) ?? '', value] as const];
      })
  );
}

function typed(text: string, type: string): PropertyValue {
  if (type === 'Boolean') return text === 'true';
  if (type === 'Integer') return Number(text);
  return text;
}
