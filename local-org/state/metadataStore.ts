/**
 * What has been deployed to the org. Both the reader of source folders and the Metadata API turn files into
 * components and hand them to {@link MetadataStore.deploy}; the store applies them: objects and fields become schema
 * and tables, queues become Group rows, custom metadata becomes records, an assignment rule becomes a compiled rule.
 */

/** One metadata component, whichever format it came in. Fields, list views and validation rules of an object are components of their own. */
export interface MetadataComponent {
  /** Metadata API type: `CustomObject`, `CustomField`, `Queue`, `AssignmentRules`, … */
  readonly type: string;
  /** `Lead.Voice_Call_Id__c`, `Enterprise_West`, `Handoff_Policy.Default` */
  readonly fullName: string;
  /** Path in the package it came from, for messages. */
  readonly filePath: string;
  /** Parsed XML below the root element. Values are strings or nested objects; a repeated element is an array, a single one is not. */
  readonly content: Readonly<Record<string, unknown>>;
}

export interface ComponentResult {
  readonly type: string;
  readonly fullName: string;
  readonly filePath: string;
  readonly success: boolean;
  readonly created: boolean;
  readonly changed: boolean;
  readonly problem?: string;
}

export interface DeployOutcome {
  readonly success: boolean;
  readonly results: readonly ComponentResult[];
}

export interface MetadataStore {
  /**
   * Checks all components, then applies them in order of dependency. With `rollbackOnError` (default true) one
   * failure leaves everything as it was; with `checkOnly` nothing is ever applied.
   */
  deploy(
    components: readonly MetadataComponent[],
    options?: { checkOnly?: boolean; rollbackOnError?: boolean }
  ): DeployOutcome;
  remove(type: string, fullName: string): void;
  read(type: string, fullName: string): MetadataComponent | undefined;
  list(type: string): readonly MetadataComponent[];
  readonly types: readonly string[];
}
