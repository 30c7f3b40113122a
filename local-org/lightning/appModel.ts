/**
 * The app as the browser's host draws it: what is left of application, tabs and pages once they have been read. It
 * travels to the browser inside the bundle.
 */

export type PropertyValue = string | number | boolean;

/** One component that stands on a page. */
export interface PlacedComponent {
  /** `c/handoffDay` for a component of the package directories; otherwise the platform's name, `force:detailPanel`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

export interface Region {
  readonly name: string;
  readonly components: readonly PlacedComponent[];
}

export interface Page {
  readonly name: string;
  readonly label: string;
  /** `home:desktopTemplate`, `flexipage:recordHomeTemplateDesktop`. */
  readonly template: string;
  readonly regions: readonly Region[];
  /** Regions inside components, such as the body of a tab, by the name that a property gives. */
  readonly facets: Readonly<Record<string, readonly PlacedComponent[]>>;
}

export interface UtilityItem {
  readonly component: PlacedComponent;
  readonly label: string;
  /** As LWC names icons: `utility:call`. */
  readonly icon: string;
  /** Size of the open panel in pixels. */
  readonly height: number;
  readonly width: number;
  /** Whether it starts with the page, before anybody opens it. */
  readonly eager: boolean;
}

export interface Tab {
  readonly label: string;
  readonly icon: string;
  /** Address in the app, without its query: `/lightning/page/home`. */
  readonly path: string;
}

export interface AppModel {
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly utilities: readonly UtilityItem[];
  readonly home: Page | undefined;
  /** Record pages by object. */
  readonly recordPages: Readonly<Record<string, Page>>;
  /** App pages by the name of their tab. */
  readonly appPages: Readonly<Record<string, Page>>;
}
