/** Which fields the org's Lead has, as the integration user may write them. */
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/** API names, in lower case, of the Lead fields that the integration user may set on create. */
export async function readWritableLeadFields(salesforce: Salesforce, deadlineMs: number): Promise<ReadonlySet<string>> {
  const { fields } = await salesforce.get<{ fields: { name: string; createable: boolean }[] }>(
    '/sobjects/Lead/describe',
    {
      deadlineMs,
      trace: startTrace()
    }
  );
  return new Set(fields.filter(({ createable }) => createable).map(({ name }) => name.toLowerCase()));
}
