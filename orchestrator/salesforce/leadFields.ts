/** Which fields the org's Lead has, as the integration user may see and write them. */
import type { LeadDescription } from '../snapshot/orgSnapshot.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/** The describe, as far as anybody here reads it. */
export interface LeadDescribe {
  fields: {
    name: string;
    type: string;
    createable: boolean;
    calculated: boolean;
    defaultValue: string | boolean | null;
    defaultValueFormula: string | null;
    picklistValues: { value: string; defaultValue: boolean }[];
  }[];
  recordTypeInfos?: { recordTypeId: string; name: string; defaultRecordTypeMapping: boolean }[];
}

/** API names, in lower case, of the Lead fields that the integration user may set on create. */
export async function readWritableLeadFields(salesforce: Salesforce, deadlineMs: number): Promise<ReadonlySet<string>> {
  return writableFields(await readLeadDescription(salesforce, deadlineMs));
}

export function writableFields({ fields }: LeadDescription): ReadonlySet<string> {
  return new Set(fields.filter(({ createable }) => createable).map(({ name }) => name.toLowerCase()));
}

export async function readLeadDescription(salesforce: Salesforce, deadlineMs: number): Promise<LeadDescription> {
  return leadDescriptionOf(
    await salesforce.get<LeadDescribe>('/sobjects/Lead/describe', { deadlineMs, trace: startTrace() })
  );
}

/** Source: documented, SOAP API Developer Guide, "DescribeSObjectResult": Field, RecordTypeInfo. */
export function leadDescriptionOf({ fields, recordTypeInfos = [] }: LeadDescribe): LeadDescription {
  return {
    fields: fields.map(({ name, type, createable, calculated, defaultValue, defaultValueFormula, picklistValues }) => ({
      name,
      type,
      createable,
      calculated,
      defaultValue: defaultValue ?? picklistValues.find((value) => value.defaultValue)?.value ?? null,
      defaultFormula: defaultValueFormula
    })),
    recordTypes: recordTypeInfos.map(({ recordTypeId, name, defaultRecordTypeMapping }) => ({
      id: recordTypeId,
      name,
      isDefault: defaultRecordTypeMapping
    }))
  };
}
