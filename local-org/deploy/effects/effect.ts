import type { OrgCore } from '../../orgCore.ts';
import type { MetadataComponent } from '../../state/metadataStore.ts';

/** What becomes of the components of one type. */
export interface MetadataEffect {
  /**
   * - `schema`: part of what the org is made of: objects, fields, rules
   * - `rows`: makes records
   * - `kept`: stored and listed, without effect on records
   */
  readonly kind: 'schema' | 'rows' | 'kept';
  /** For the list of behaviours. */
  readonly what: string;
  /** Writes the rows; called on every deploy, so it must lead to the same rows each time. @throws MetadataProblem, SalesforceError */
  apply?(org: OrgCore, component: MetadataComponent): void;
  /** Takes the rows away. @throws MetadataProblem, SalesforceError */
  remove?(org: OrgCore, component: MetadataComponent): void;
  /** What is stored when a component of this name is there already; default: the new one takes its place. */
  merge?(stored: MetadataComponent, deployed: MetadataComponent): MetadataComponent;
}
