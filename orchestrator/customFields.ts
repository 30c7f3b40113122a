/** Fields under `custom`: refused by name before anything is written, when the org does not have them. */
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import { isReservedLeadField } from './salesforce/fieldMap.ts';
import type { FreshValue } from './salesforce/freshValue.ts';

/**
 * @param writable API names, in lower case, of the Lead fields that the integration user may set
 * @throws BatonError `unknownField` that names each
 */
export async function checkCustomFields(call: QualifiedCall, writable: FreshValue<ReadonlySet<string>>): Promise<void> {
  const names = Object.keys(call.custom);
  if (names.length === 0) {
    return;
  }
  const known = await writable.get();
  if (names.some((name) => !known.has(name.toLowerCase()))) {
    // An administrator may have created it a moment ago.
    await writable.refresh();
  }
  const current = await writable.get();
  const fields = names.flatMap((name) => {
    const path = `custom.${name}`;
    if (isReservedLeadField(name)) {
      return [{ path, message: `${name} is set by Baton and cannot be sent under custom.` }];
    }
    return current.has(name.toLowerCase())
      ? []
      : [{ path, message: `The org has no Lead field ${name} that the integration user may write.` }];
  });
  if (fields.length > 0) {
    throw new BatonError('unknownField', fields.map(({ message }) => message).join(' '), { fields });
  }
}
