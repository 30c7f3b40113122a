/**
 * `lightning/uiRecordApi` over the org's real UI API. What it does not do: keep records between components (each reads
 * for itself, two at once share a request), take layouts or modes, read several records at once, delete, or notice what
 * the server changes before notifyRecordUpdateAvailable is called.
 */
import { recordsChanged, watchRecord, type RecordResult, type UiRecord, type RecordValue } from '../recordReads.ts';
import { request } from '../session.ts';
import { deepFreeze, type DataCallback, type WireAdapter } from '../wire.ts';

/** A field by its name, or as `@salesforce/schema` imports it. */
type FieldReference = string | { readonly objectApiName: string; readonly fieldApiName: string };

interface GetRecordConfig {
  readonly recordId?: string;
  readonly fields?: FieldReference | readonly FieldReference[];
  readonly optionalFields?: FieldReference | readonly FieldReference[];
}

type Emitted = RecordResult | { data: undefined; error: undefined };

export class getRecord implements WireAdapter<GetRecordConfig> {
  readonly #emit: DataCallback<Emitted>;
  #config: GetRecordConfig | undefined;
  #wanted = '';
  #connected = false;
  #stop: (() => void) | undefined;

  constructor(emit: DataCallback<Emitted>) {
    this.#emit = emit;
    emit({ data: undefined, error: undefined });
  }

  connect(): void {
    this.#connected = true;
    this.#start();
  }

  update(config: GetRecordConfig): void {
    for (const option of ['layoutTypes', 'modes']) {
      if (option in config) throw new Error(`getRecord: the local org does not have ${option}`);
    }
    const wanted = JSON.stringify(config);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#config = config;
    this.#start();
  }

  disconnect(): void {
    this.#connected = false;
    this.#stop?.();
    this.#stop = undefined;
  }

  #start(): void {
    this.#stop?.();
    this.#stop = undefined;
    if (!this.#connected || !this.#config) return;
    const { recordId, fields, optionalFields } = this.#config;
    const required = namesOf(fields);
    const optional = namesOf(optionalFields);
    if (!recordId || required.length + optional.length === 0) return;
    this.#stop = watchRecord(recordId, required, optional, (result) => this.#emit(result));
  }
}

function namesOf(fields: FieldReference | readonly FieldReference[] | undefined): string[] {
  const all: readonly FieldReference[] = fields === undefined ? [] : isList(fields) ? fields : [fields];
  return all.map((field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`));
}

function isList(fields: FieldReference | readonly FieldReference[]): fields is readonly FieldReference[] {
  return Array.isArray(fields);
}

/** The value of a field, through lookups: `Handoff__c.Lead__r.Name`. */
export function getFieldValue(record: UiRecord | undefined, field: FieldReference): unknown {
  return valueAt(record, field)?.value;
}

export function getFieldDisplayValue(record: UiRecord | undefined, field: FieldReference): string | null | undefined {
  return valueAt(record, field)?.displayValue;
}

function valueAt(record: UiRecord | undefined, field: FieldReference): RecordValue | undefined {
  const [name = ''] = namesOf(field);
  const [, ...path] = name.split('.');
  let holder: unknown = record;
  let found: RecordValue | undefined;
  for (const step of path) {
    found = (holder as UiRecord | null | undefined)?.fields?.[step];
    holder = found?.value;
  }
  return found;
}

interface RecordInput {
  readonly apiName?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export async function createRecord(input: RecordInput): Promise<UiRecord> {
  return deepFreeze((await request('POST', '/ui-api/records', input)) as UiRecord);
}

/** @param input with the record's id under `fields.Id` */
export async function updateRecord(input: RecordInput): Promise<UiRecord> {
  const { Id: id, ...fields } = input.fields;
  if (typeof id !== 'string') throw new Error('updateRecord: fields.Id must be the id of the record');
  const record = (await request('PATCH', `/ui-api/records/${encodeURIComponent(id)}`, {
    ...input,
    fields
  })) as UiRecord;
  void recordsChanged([id]);
  return deepFreeze(record);
}

export async function notifyRecordUpdateAvailable(records: readonly { readonly recordId: string }[]): Promise<void> {
  await recordsChanged(records.map(({ recordId }) => recordId));
}
