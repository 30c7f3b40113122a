import type { DrawnLead } from './leadSource.ts';
import type { CallTarget } from './simulatedCall.ts';

/** A drawn lead, and what the rules say of it. */
export interface JudgedLead extends DrawnLead {
  /** Number of the entry that took it; null when none did, or nobody can tell. */
  entry: number | null;
  destination:
    | { kind: 'routed'; target: CallTarget }
    /** The rules name nobody whom Baton could ask; `why` is a sentence. */
    | { kind: 'unassigned'; why: string }
    /** The rules read something that only the org can work out; `why` names it. */
    | { kind: 'undecided'; why: string };
}
