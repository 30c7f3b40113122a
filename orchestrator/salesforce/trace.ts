/** What one routed call cost in Salesforce; filled in by every request made for it. */
export interface Trace {
  /** Requests that count against the org's daily API calls. */
  apiCalls: number;
  /** Time spent waiting for Salesforce. */
  salesforceMs: number;
}

export function startTrace(): Trace {
  return { apiCalls: 0, salesforceMs: 0 };
}
