/**
 * Calls for a service that does nothing of its own: they carry the two requests that the real service made for a call like
 * them, so that the org has the same work.
 */
import type { CallRequest } from './benchCalls.ts';
import type { MeteredRequest } from './meteredProxy.ts';
import { leadPlace, type NullCall } from './nullService.ts';

/** What the real service sent for a call, in this order: the lead saved and its team read, then the first step. */
export interface Recorded {
  readonly call: CallRequest;
  readonly requests: readonly MeteredRequest[];
}

interface Composite {
  compositeRequest: { url: string; body?: Record<string, unknown> }[];
}

/** @param call of the same territory as the one that was recorded, and made by nobody else */
export function nullCall({ call: before, requests }: Recorded, call: CallRequest): NullCall {
  const [saving, step] = [...requests].sort((a, b) => a.startedAtMs - b.startedAtMs);
  if (!saving || !step) throw new Error(`The two requests for ${before.callId} were not recorded.`);
  return {
    sent: [
      { path: saving.path, body: otherCaller(saving.body, before, call) },
      { path: step.path, body: otherStep(step.body, before, call) }
    ]
  };
}

function otherCaller(body: string, before: CallRequest, call: CallRequest): string {
  const names = ['lastName', 'company', 'phone', 'email'] as const;
  return names.reduce(
    (text, name) => text.replaceAll(JSON.stringify(before.caller[name]), JSON.stringify(call.caller[name])),
    body.replaceAll(before.callId, call.callId)
  );
}

/** What must be new in the org is the call's own. No rep's line is taken: nobody here would give it back. */
function otherStep(body: string, before: CallRequest, call: CallRequest): string {
  const composite = JSON.parse(otherCaller(body, before, call)) as Composite;
  const leadId = composite.compositeRequest.find(({ url }) => url.endsWith('/sobjects/Handoff__c'))?.body?.['Lead__c'];
  for (const { url, body: fields } of composite.compositeRequest) {
    if (fields && url.endsWith('/sobjects/Handoff_Offer__c')) {
      fields['Turn_Key__c'] = `none:${call.callId}`;
      fields['Live_Key__c'] = null;
    }
  }
  return JSON.stringify(composite).replaceAll(String(leadId), leadPlace);
}
