/**
 * Plain stand-ins for components of the platform that record pages hold: a record's name and its readable fields, tabs.
 * Any other is named where it would stand.
 */
import type { Page, PlacedComponent } from '../appModel.ts';
import { element, icon } from './element.ts';
import { fieldRows, type ObjectInfo } from './fieldRows.ts';
import { watchRecord } from './recordReads.ts';
import { request } from './session.ts';

/** Where a component stands. */
export interface Place {
  readonly recordId?: string;
  readonly objectApiName?: string;
  readonly page: Page | undefined;
  /** Called when the component leaves the page. */
  readonly onLeave: (stop: () => void) => void;
  /** Builds a component that stands inside another one. */
  readonly place: (component: PlacedComponent) => HTMLElement;
}

type StandIn = (component: PlacedComponent, where: Place) => HTMLElement;

const standIns: Readonly<Record<string, StandIn>> = {
  'force:highlightsPanel': (_component, where) => highlights(where),
  'force:detailPanel': (_component, where) => details(where),
  'flexipage:tabset': tabset
};

export function standIn(component: PlacedComponent, where: Place): HTMLElement {
  const make = standIns[component.name];
  return make ? make(component, where) : absent(component.name);
}

function absent(name: string): HTMLElement {
  return element(
    'div',
    { class: 'slds-box slds-box_small slds-text-color_weak slds-text-body_small host-absent' },
    `The local org does not have ${name}.`
  );
}

/** Reads what a stand-in shows, and draws it anew when the record changes. */
function recordPanel(
  where: Place,
  wanted: (info: ObjectInfo) => string[],
  draw: (info: ObjectInfo, record: Parameters<typeof fieldRows>[1]) => readonly Node[]
): HTMLElement {
  const panel = element('div');
  const { recordId, objectApiName } = where;
  if (!recordId || !objectApiName) return absent('a record panel outside a record page');
  const start = async (): Promise<void> => {
    const info = (await request('GET', `/ui-api/object-info/${objectApiName}`)) as ObjectInfo;
    const fields = wanted(info).map((name) => `${objectApiName}.${name}`);
    const stop = watchRecord(recordId, [], fields, ({ data, error }) =>
      panel.replaceChildren(...(data ? draw(info, data) : [refused(error)]))
    );
    where.onLeave(stop);
  };
  start().catch((error: unknown) => panel.replaceChildren(refused(error)));
  return panel;
}

function refused(error: unknown): HTMLElement {
  const { body, status } = error as { body?: { message?: string }[]; status?: number };
  // Salesforce's own words for it speak of external ids.
  const isHidden = status === 403 || status === 404;
  const message = isHidden
    ? 'it does not exist, or you may not see it.'
    : (body?.[0]?.message ?? String((error as Error).message ?? error));
  return element('div', { class: 'slds-text-color_weak', role: 'status' }, `This record cannot be shown: ${message}`);
}

function highlights(where: Place): HTMLElement {
  const panel = recordPanel(
    where,
    (info) => ['Id', ...info.nameFields.slice(-1)],
    (info, record) => {
      const name = record.fields[info.nameFields.at(-1) ?? 'Id']?.value;
      return [
        element(
          'div',
          { class: 'slds-media slds-media_center' },
          element('div', { class: 'slds-media__figure' }, icon(iconOf(info), 'medium')),
          element(
            'div',
            { class: 'slds-media__body' },
            element('p', { class: 'slds-text-body_small' }, info.label),
            element(
              'h1',
              { class: 'slds-page-header__title slds-truncate' },
              typeof name === 'string' ? name : record.id
            )
          )
        )
      ];
    }
  );
  panel.className = 'slds-page-header slds-page-header_record-home';
  return panel;
}

function iconOf(info: ObjectInfo): string {
  const known = ['Account', 'Contact', 'Event', 'Lead', 'Task', 'User'];
  return known.includes(info.apiName) ? `standard:${info.apiName.toLowerCase()}` : 'standard:record';
}

function details(where: Place): HTMLElement {
  const panel = recordPanel(where, (info) => Object.keys(info.fields), fieldRows);
  panel.className = 'slds-card slds-p-around_medium';
  return panel;
}

/** Titles that flexipages name by a key; any other is written out. */
const standardTitles: Readonly<Record<string, string>> = {
  'Standard.Tab.activity': 'Activity',
  'Standard.Tab.chatter': 'Chatter',
  'Standard.Tab.collaborate': 'Collaborate',
  'Standard.Tab.detail': 'Details',
  'Standard.Tab.relatedLists': 'Related'
};

function titleOf({ properties }: PlacedComponent, index: number): string {
  const title = String(properties['title'] ?? `Tab ${index + 1}`);
  return standardTitles[title] ?? title.replace(/^Standard\.Tab\./, '');
}

/** Tabs whose bodies are facets of the page; only the open one is built. */
function tabset(component: PlacedComponent, where: Place): HTMLElement {
  const facet = (name: unknown): readonly PlacedComponent[] => where.page?.facets[String(name)] ?? [];
  const tabs = facet(component.properties['tabs']);
  const body = element('div', { class: 'slds-tabs_default__content', role: 'tabpanel' });
  const links = tabs.map((tab, index) => {
    const link = element(
      'a',
      { class: 'slds-tabs_default__link', href: '#', role: 'tab', 'aria-selected': 'false' },
      titleOf(tab, index)
    );
    link.addEventListener('click', (event) => {
      event.preventDefault();
      show(index);
    });
    return link;
  });
  const items = links.map((link) => element('li', { class: 'slds-tabs_default__item', role: 'presentation' }, link));
  const show = (chosen: number): void => {
    items.forEach((item, index) => item.classList.toggle('slds-is-active', index === chosen));
    links.forEach((link, index) => {
      link.setAttribute('aria-selected', String(index === chosen));
      link.tabIndex = index === chosen ? 0 : -1;
    });
    body.replaceChildren(...facet(tabs[chosen]?.properties['body']).map(where.place));
    body.setAttribute('aria-label', links[chosen]?.textContent ?? '');
  };
  const first = tabs.findIndex((tab) => tab.properties['active'] === 'true' || tab.properties['active'] === true);
  const list = element('ul', { class: 'slds-tabs_default__nav', role: 'tablist' }, ...items);
  list.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const now = links.findIndex((link) => link.tabIndex === 0);
    const next = (now + step + links.length) % links.length;
    show(next);
    links[next]?.focus();
  });
  if (tabs.length > 0) show(Math.max(first, 0));
  return element('div', { class: 'slds-tabs_card slds-tabs_default' }, list, body);
}
