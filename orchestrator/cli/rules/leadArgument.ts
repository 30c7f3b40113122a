/** `LEAD` as a person types it: a file, `-`, the id of a lead, or `call:` and the id of a call. */
import type { LeadArgument } from '../../leadInput.ts';
import { readJson, sourceName } from '../readJson.ts';

/** Key prefix of Lead, then 12 characters, or 15 with the checksum. */
const leadId = /^00Q[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/;

/** @throws BatonError `leadNotReadable` */
export async function readLeadArgument(text: string): Promise<LeadArgument> {
  if (leadId.test(text)) {
    return { kind: 'id', id: text };
  }
  if (text.startsWith('call:')) {
    return { kind: 'call', callId: text.slice('call:'.length) };
  }
  return { kind: 'file', source: sourceName(text), content: await readJson(text, 'leadNotReadable') };
}

/** For the help of each command that takes one. */
export const leadArgumentHelp = `
LEAD is one of
  a JSON file, or - for standard input, that holds either a call as POST /v1/calls takes it (docs/examples/call.json) or
    the fields of a lead by API name: {"Country": "US", "State": "CA", "NumberOfEmployees": 1400}
  the id of a lead in the org: 00Q...
  call:<call id>, for the lead of a past call`;
