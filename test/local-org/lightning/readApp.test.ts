import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml } from '../../../local-org/state/metadata/metadataXml.ts';
import { readPackages, type PackageSources } from '../../../local-org/lightning/packageSources.ts';
import { salesforceModule } from '../../../local-org/lightning/platformModules.ts';
import { readApp } from '../../../local-org/lightning/readApp.ts';
import { readPage } from '../../../local-org/lightning/readFlexipage.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const sources = readPackages([folder('test/local-org/lightning/fixture'), folder('no/such/folder')]);

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg({ metadata: [folder('force-app')] });
});
afterAll(() => org.close());

/** A page with one component instance in its region `main`. */
function pageWith(instance: string): ReturnType<typeof readPage> {
  const { content } = parseXml(
    `<FlexiPage><flexiPageRegions><itemInstances>${instance}</itemInstances><name>main</name><type>Region</type></flexiPageRegions></FlexiPage>`
  );
  return readPage('Some_Page', content, sources);
}

describe('The app', () => {
  it('has its tabs with labels, icons and addresses', () => {
    expect(readApp(sources, org.org.schema).tabs).toEqual([
      { label: 'Home', icon: 'standard:home', path: '/lightning/page/home' },
      { label: 'Leads', icon: 'standard:lead', path: '/lightning/o/Lead/list' },
      { label: 'Handoffs', icon: 'standard:custom', path: '/lightning/o/Handoff__c/list' }
    ]);
  });

  it('takes a custom tab’s icon from its motif', () => {
    const all = readPackages([folder('force-app'), folder('test/local-org/lightning/fixture')]);
    const fixtureApp = { ...all, applications: sources.applications };
    const handoffs = readApp(fixtureApp, org.org.schema).tabs.find(({ label }) => label === 'Handoffs');
    expect(handoffs?.icon).toBe('custom:custom71');
  });

  it('has the utilities of its bar, with what the bar says of each', () => {
    expect(readApp(sources, org.org.schema).utilities).toEqual([
      {
        component: { name: 'c/fixtureBell', properties: {} },
        label: 'Bell',
        icon: 'utility:call',
        height: 320,
        width: 360,
        eager: true
      }
    ]);
  });

  it('has a home, and a record page only where an override gives one', () => {
    const app = readApp(sources, org.org.schema);
    expect(app.home?.name).toBe('Fixture_Home');
    expect(Object.keys(app.recordPages)).toEqual(['Lead']);
  });

  it('names the page that it refers to and nobody has', () => {
    const flexipages = new Map([...sources.flexipages].filter(([name]) => name !== 'Fixture_Lead'));
    const without: PackageSources = { ...sources, flexipages };
    expect(() => readApp(without, org.org.schema)).toThrow('Fixture: there is no Lightning page Fixture_Lead');
  });
});

describe('A page', () => {
  it('gives components their values, typed, and the defaults of those it does not give', () => {
    const home = readApp(sources, org.org.schema).home!;
    expect(home.regions).toEqual([
      {
        name: 'top',
        components: [{ name: 'c/fixtureGreeting', properties: { title: 'From the page', limit: 5 } }]
      }
    ]);
  });

  it('keeps facets apart from regions', () => {
    const page = readApp(sources, org.org.schema).recordPages['Lead']!;
    expect(page.regions.map(({ name }) => name)).toEqual(['header', 'main', 'sidebar']);
    expect(page.facets['Facet-detail']).toEqual([{ name: 'force:detailPanel', properties: {} }]);
  });

  it('refuses by name what it would have to guess', () => {
    const component = (text: string): string => `<componentInstance>${text}</componentInstance>`;
    const greeting = '<componentName>c:fixtureGreeting</componentName>';
    expect(pageWith(component(greeting)).regions[0]?.components[0]?.name).toBe('c/fixtureGreeting');
    expect(() => pageWith(component('<componentName>c:nobody</componentName>'))).toThrow('no component c:nobody');
    const property = '<componentInstanceProperties><name>nope</name><value>1</value></componentInstanceProperties>';
    expect(() => pageWith(component(property + greeting))).toThrow('c:fixtureGreeting declares no property nope');
    const rule = '<visibilityRule><booleanFilter>1</booleanFilter></visibilityRule>';
    expect(() => pageWith(component(greeting + rule))).toThrow('visibility rule of c:fixtureGreeting');
    expect(() => pageWith('<fieldInstance><fieldItem>Record.Name</fieldItem></fieldInstance>')).toThrow(
      'fieldInstance'
    );
  });
});

describe('Modules of the platform', () => {
  const module = (name: string): string | undefined => salesforceModule(name, sources, org.org.schema);

  it('are labels, by their text', () => {
    expect(module('@salesforce/label/c.Fixture_Greeting')).toBe('export default "Good & fine day";');
    expect(() => module('@salesforce/label/c.Nope')).toThrow(
      '@salesforce/label/c.Nope: there is no such custom label in the package directories'
    );
  });

  it('are objects and fields, through lookups too', () => {
    expect(module('@salesforce/schema/Lead')).toBe('export default {"objectApiName":"Lead"};');
    expect(module('@salesforce/schema/Handoff__c.Lead__r.Name')).toBe(
      'export default {"objectApiName":"Handoff__c","fieldApiName":"Lead__r.Name"};'
    );
    expect(() => module('@salesforce/schema/Leed.Name')).toThrow('the org has no object Leed');
    expect(() => module('@salesforce/schema/Lead.Nmae')).toThrow('Lead has no field Nmae');
    expect(() => module('@salesforce/schema/Handoff__c.Leed__r.Name')).toThrow(
      'Handoff__c has no relationship Leed__r'
    );
  });

  it('are the user and the user’s settings, which the page knows when it starts', () => {
    expect(module('@salesforce/user/Id')).toContain('lightningPage.user.id');
    expect(module('@salesforce/i18n/timeZone')).toContain('lightningPage.user.timeZone');
  });

  it('are refused by name when the local org has none such', () => {
    expect(() => module('@salesforce/apex/Leads.find')).toThrow('@salesforce/apex/Leads.find: the local org does not');
    expect(() => module('@salesforce/i18n/firstDayOfWeek')).toThrow('@salesforce/i18n/firstDayOfWeek');
    expect(module('./neighbour')).toBeUndefined();
  });
});
