/**
 * One row of FIDELITY.md: something that Salesforce does, and what the local org makes of it.
 */
export interface FidelityRow {
  /** A noun phrase: `child subqueries`, `validation rules`. */
  readonly feature: string;
  readonly support: 'supported' | 'partial' | 'refused';
  /** What is missing, for `partial` and `refused`; a remark otherwise. */
  readonly note?: string;
  /** How we know what Salesforce does: `documented <guide>`, `recorded <date or place>`, `assumed <why>`. */
  readonly source: string;
}
