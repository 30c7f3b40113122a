import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, metadataOf, readMetadata } from './support/metadataFiles.js';

const list = (value) => (value === undefined ? [] : [value].flat());

const apps = metadataOf('force-app', '.app');
const { content: app } = apps.find(({ name }) => name === 'Baton');
const pages = metadataOf('force-app', '.flexipage');
const components = 'force-app/main/default/lwc';

/** The components of ours that a page holds, with their properties. */
function itemsOf({ flexiPageRegions }) {
  return list(flexiPageRegions)
    .flatMap(({ itemInstances }) => list(itemInstances))
    .flatMap(({ componentInstance }) => list(componentInstance))
    .filter(({ componentName }) => !componentName.includes(':'))
    .map(({ componentName, componentInstanceProperties }) => ({
      component: componentName,
      properties: Object.fromEntries(list(componentInstanceProperties).map(({ name, value }) => [name, list(value)[0]]))
    }));
}

function targetsOf(component) {
  const path = `${components}/${component}/${component}.js-meta.xml`;
  return existsSync(join(__dirname, '..', '..', path)) ? list(readMetadata(path).targets?.target) : [];
}

describe('the Baton app', () => {
  it('starts the screen pop with the page, since one that starts when it is opened hears no call', () => {
    const { content: bar } = pages.find(({ name }) => name === app.utilityBar);
    expect(bar.type).toBe('UtilityBar');
    const [{ component, properties }] = itemsOf(bar);
    expect(component).toBe('handoffScreenPop');
    expect(properties).toMatchObject({ eager: 'true', label: 'Live transfers' });
    expect(Number(properties.height)).toBeGreaterThanOrEqual(480);
  });

  it('gives its pages to itself alone, and so leaves those of the customer’s other apps as they are', () => {
    expect(list(app.actionOverrides).map(({ pageOrSobjectType, content }) => [pageOrSobjectType, content])).toEqual([
      ['standard-home', 'Baton_Home'],
      ['Handoff__c', 'Handoff_Record_Page'],
      ['Lead', 'Lead_Record_Page']
    ]);
    const objects = filesOf('force-app/main').filter((path) => path.endsWith('.object-meta.xml'));
    expect(objects.flatMap((path) => list(readMetadata(path).actionOverrides))).toEqual([]);
  });

  it('names only pages that are there', () => {
    const names = pages.map(({ name }) => name);
    expect(list(app.actionOverrides).filter(({ content }) => !names.includes(content))).toEqual([]);
  });

  it('has a tab for each object that a rep works with', () => {
    const tabs = metadataOf('force-app', '.tab').map(({ name }) => name);
    expect(list(app.tabs).filter((tab) => !tab.startsWith('standard-') && !tabs.includes(tab))).toEqual([]);
    expect(app.tabs).toContain('Handoff__c');
  });

  it('is seen by those who have the permission set of a rep', () => {
    const { content } = metadataOf('force-app', '.permissionset').find(({ name }) => name === 'Baton_Rep');
    expect(list(content.applicationVisibilities)).toEqual([{ application: 'Baton', visible: 'true' }]);
  });
});

describe('the Lightning pages', () => {
  const targets = { HomePage: 'lightning__HomePage', RecordPage: 'lightning__RecordPage' };

  it.each(pages.map(({ name, content }) => [name, content]))(
    '%s holds only components that may stand there',
    (_, page) => {
      const target = targets[page.type] ?? 'lightning__UtilityBar';
      expect(itemsOf(page).filter(({ component }) => !targetsOf(component).includes(target))).toEqual([]);
    }
  );
});
