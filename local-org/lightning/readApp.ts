/**
 * The Lightning app of the package directories: its tabs, its utility bar, and which page shows what.
 * Source: documented, Metadata API Developer Guide, "CustomApplication" and "CustomTab".
 */
import { listOf, textOf } from '../state/metadata/metadataXml.ts';
import type { Schema } from '../state/schema.ts';
import type { AppModel, Page, Tab } from './appModel.ts';
import type { PackageSources } from './packageSources.ts';
import { readPage, readUtilityBar } from './readFlexipage.ts';

type Content = Readonly<Record<string, unknown>>;

/** Icons that Lightning Experience gives to tabs of standard objects, as LWC names them. */
const standardIcons: Readonly<Record<string, string>> = {
  Account: 'standard:account',
  Contact: 'standard:contact',
  Event: 'standard:event',
  Lead: 'standard:lead',
  Opportunity: 'standard:opportunity',
  Task: 'standard:task',
  User: 'standard:user'
};

/**
 * Reads the first Lightning app by name. Where the directories hold none, the first utility bar and the first home page
 * make up one of their own.
 * @throws Error that names what the app refers to and the directories do not hold
 */
export function readApp(sources: PackageSources, schema: Schema): AppModel {
  const [name, content] = [...sources.applications]
    .filter(([, each]) => (textOf(each['uiType']) ?? 'Lightning') === 'Lightning')
    .sort(([one], [other]) => one.localeCompare(other))[0] ?? ['Lightning', {}];
  const page = (pageName: string): Page => {
    const found = sources.flexipages.get(pageName);
    if (!found) throw new Error(`${name}: there is no Lightning page ${pageName} in the package directories`);
    return readPage(pageName, found, sources);
  };

  const overrides = (listOf(content['actionOverrides']) as Content[]).filter(
    (override) => textOf(override['type'])?.toLowerCase() === 'flexipage' && textOf(override['formFactor']) !== 'Small'
  );
  const pageOf = (action: string, object: string): Page | undefined => {
    const found = overrides.find(
      (override) => textOf(override['actionName']) === action && textOf(override['pageOrSobjectType']) === object
    );
    return found && page(textOf(found['content']) ?? '');
  };
  const recordPages: Record<string, Page> = {};
  for (const override of overrides) {
    const object = textOf(override['pageOrSobjectType']) ?? '';
    const view = textOf(override['actionName']) === 'View' ? pageOf('View', object) : undefined;
    if (view) recordPages[object] = view;
  }
  const homes = [...sources.flexipages].filter(([, each]) => textOf(each['type']) === 'HomePage').sort();
  const firstHome = homes[0];
  const utilityBar = textOf(content['utilityBar']) ?? firstOfType(sources, 'UtilityBar');
  const bar = utilityBar === undefined ? undefined : sources.flexipages.get(utilityBar);
  if (utilityBar !== undefined && !bar) {
    throw new Error(`${name}: there is no utility bar ${utilityBar} in the package directories`);
  }
  const tabNames = (listOf(content['tabs']) as string[]).map((tab) => tab);
  const appPages: Record<string, Page> = {};
  for (const tab of tabNames) {
    const flexipage = textOf(sources.tabs.get(tab)?.['flexiPage']);
    if (flexipage !== undefined) appPages[tab] = page(flexipage);
  }
  return {
    name,
    label: textOf(content['label']) ?? name,
    tabs: (tabNames.length > 0 ? tabNames : ['standard-home']).map((tab) => readTab(tab, sources, schema)),
    utilities: bar && utilityBar !== undefined ? readUtilityBar(utilityBar, bar, sources) : [],
    home: pageOf('Tab', 'standard-home') ?? (firstHome && readPage(firstHome[0], firstHome[1], sources)),
    recordPages,
    appPages
  };
}

function firstOfType(sources: PackageSources, type: string): string | undefined {
  return [...sources.flexipages].filter(([, each]) => textOf(each['type']) === type).sort()[0]?.[0];
}

/** A tab that the local org cannot show still stands in the bar; its page says so by name. */
function readTab(tab: string, sources: PackageSources, schema: Schema): Tab {
  if (tab === 'standard-home') return { label: 'Home', icon: 'standard:home', path: '/lightning/page/home' };
  const definition = sources.tabs.get(tab);
  const icon = motifIcon(textOf(definition?.['motif']));
  const object = schema.object(tab.replace(/^standard-/, ''));
  if (object) {
    return {
      label: object.labelPlural,
      icon: icon ?? standardIcons[object.name] ?? 'standard:custom',
      path: `/lightning/o/${object.name}/list`
    };
  }
  return {
    label: textOf(definition?.['label']) ?? tab.replace(/^standard-/, ''),
    icon: icon ?? 'standard:custom',
    path: `/lightning/n/${tab}`
  };
}

/** `Custom71: Headset` is the icon `custom:custom71`. */
function motifIcon(motif: string | undefined): string | undefined {
  const number = /^Custom(\d+)/.exec(motif ?? '')?.[1];
  return number && `custom:custom${number}`;
}
