/** What stands between the bars: the page that the address names. */
import type { AppModel, Page, PlacedComponent } from '../appModel.ts';
import type { PageReference } from './addresses.ts';
import { place } from './components.ts';
import { element } from './element.ts';
import { recordList } from './recordList.ts';
import { onNavigation } from './router.ts';
import { request } from './session.ts';
import type { Place } from './standIns.ts';

/** Regions that are columns beside others, and how wide they are; any other takes the whole width. */
const columns: Readonly<Record<string, string>> = {
  main: 'host-column host-column_main',
  bottomLeft: 'host-column host-column_half',
  bottomRight: 'host-column host-column_half',
  leftcol: 'host-column host-column_side',
  leftsidebar: 'host-column host-column_side',
  rightcol: 'host-column host-column_side',
  rightsidebar: 'host-column host-column_side',
  sidebar: 'host-column host-column_side'
};

export function pageView(app: AppModel): HTMLElement {
  const main = element('main', { class: 'host-main' });
  const leaving: (() => void)[] = [];
  let turn = 0;

  const show = async (reference: PageReference | undefined): Promise<void> => {
    const mine = (turn += 1);
    for (const stop of leaving.splice(0)) stop();
    const context: Context = { onLeave: (stop) => leaving.push(stop) };
    const { title, content } = await contentOf(app, reference, context);
    if (mine !== turn) return;
    document.title = `${title} | ${app.label}`;
    main.replaceChildren(element('h1', { class: 'slds-assistive-text' }, title), ...content);
    main.dataset['ready'] = title;
  };
  onNavigation((reference) => {
    show(reference).catch((error: unknown) => {
      main.replaceChildren(notice('This page cannot be shown', textOf(error)));
      main.dataset['ready'] = 'failed';
    });
  });
  return main;
}

interface Context {
  readonly onLeave: (stop: () => void) => void;
}

interface Content {
  readonly title: string;
  readonly content: readonly Node[];
}

async function contentOf(app: AppModel, reference: PageReference | undefined, context: Context): Promise<Content> {
  const attributes = reference?.attributes ?? {};
  if (reference?.type === 'standard__namedPage') {
    return app.home
      ? { title: 'Home', content: [layout(app.home, context)] }
      : absent('Home', 'The package directories hold no home page.');
  }
  if (reference?.type === 'standard__recordPage') return recordPage(app, attributes, context);
  if (reference?.type === 'standard__objectPage') return recordList(attributes['objectApiName'] ?? '');
  const appPage = app.appPages[attributes['apiName'] ?? ''];
  if (appPage) return { title: appPage.label, content: [layout(appPage, context)] };
  return absent('Page', `The local org does not have the page ${location.pathname}.`);
}

async function recordPage(app: AppModel, attributes: PageReference['attributes'], context: Context): Promise<Content> {
  const recordId = attributes['recordId'] ?? '';
  const objectApiName = attributes['objectApiName'] ?? (await objectOf(recordId));
  if (objectApiName === undefined) return absent('Record', 'There is no such record, or you may not see it.');
  const page = app.recordPages[objectApiName] ?? plainRecordPage;
  return { title: page.label, content: [layout(page, { ...context, recordId, objectApiName })] };
}

/** The UI API tells the object with the record. */
async function objectOf(recordId: string): Promise<string | undefined> {
  try {
    const path = `/ui-api/records/${encodeURIComponent(recordId)}?optionalFields=`;
    const { apiName } = (await request('GET', path)) as { apiName: string };
    return apiName;
  } catch {
    return undefined;
  }
}

/** For objects to which the app gives no page of its own. */
const plainRecordPage: Page = {
  name: 'record',
  label: 'Record',
  template: 'flexipage:recordHomeTemplateDesktop',
  regions: [
    { name: 'header', components: [{ name: 'force:highlightsPanel', properties: {} }] },
    { name: 'main', components: [{ name: 'force:detailPanel', properties: {} }] }
  ],
  facets: {}
};

function layout(page: Page, context: Context & { recordId?: string; objectApiName?: string }): HTMLElement {
  const where: Place = { ...context, page, place: (component: PlacedComponent) => place(component, where) };
  const regions = page.regions
    .filter(({ components }) => components.length > 0)
    .map(({ name, components }) =>
      element(
        'div',
        { class: `host-region ${columns[name] ?? 'host-row'}`, 'data-region': name },
        ...components.map((component) => element('div', { class: 'host-component' }, where.place(component)))
      )
    );
  return element('div', { class: 'host-layout' }, ...regions);
}

function absent(title: string, text: string): Content {
  return { title, content: [notice(title, text)] };
}

export function notice(title: string, text: string): HTMLElement {
  return element(
    'div',
    { class: 'slds-card slds-p-around_large host-notice' },
    element('h2', { class: 'slds-text-heading_small slds-m-bottom_x-small' }, title),
    element('p', {}, text)
  );
}

function textOf(error: unknown): string {
  const { body } = error as { body?: { message?: string }[] };
  return body?.[0]?.message ?? (error instanceof Error ? error.message : String(error));
}
