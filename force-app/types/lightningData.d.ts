/** Lightning Data Service: records one by one, and queries. */

declare module 'lightning/uiRecordApi' {
  import type { WireAdapter } from 'lwc';

  export interface FieldValue {
    readonly value: any;
    readonly displayValue: string | null;
  }

  export interface RecordRepresentation {
    readonly apiName: string;
    readonly id: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly lastModifiedDate?: string;
    readonly recordTypeId?: string | null;
  }

  type Field = string | FieldReference;

  export interface GetRecordConfig {
    recordId: string | undefined;
    fields?: Field | readonly Field[];
    optionalFields?: Field | readonly Field[];
    layoutTypes?: string | readonly string[];
    modes?: string | readonly string[];
  }

  export const getRecord: WireAdapter<GetRecordConfig>;
  /** @returns null for a field that is empty, undefined for one that is not in the record */
  export function getFieldValue(record: RecordRepresentation | undefined, field: Field): any;
  export function getFieldDisplayValue(
    record: RecordRepresentation | undefined,
    field: Field
  ): string | null | undefined;
  export function createRecord(input: {
    apiName: string;
    fields: Record<string, unknown>;
  }): Promise<RecordRepresentation>;
  export function updateRecord(
    input: { fields: Record<string, unknown> },
    options?: { ifUnmodifiedSince?: string }
  ): Promise<RecordRepresentation>;
  export function deleteRecord(recordId: string): Promise<void>;
  export function notifyRecordUpdateAvailable(records: readonly { recordId: string }[]): Promise<void>;
}

declare module 'lightning/graphql' {
  import type { WireAdapter } from 'lwc';

  export interface GraphqlConfig {
    query: unknown;
    variables?: Record<string, unknown> | undefined;
    operationName?: string;
  }

  /** What a wired property or function is given. `data` may come with `errors`. */
  export interface GraphqlResult {
    readonly data?: any;
    readonly errors?: readonly { readonly message: string; readonly [more: string]: unknown }[];
    readonly refresh?: () => Promise<void>;
  }

  export const graphql: WireAdapter<GraphqlConfig>;
  export function gql(text: TemplateStringsArray, ...parts: unknown[]): unknown;
}
