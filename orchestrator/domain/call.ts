/** One phone call that a voice agent has qualified, after validation and normalisation. */

export interface Caller {
  firstName: string | null;
  lastName: string;
  company: string;
  title: string | null;
  /** E.164, e.g. `+14155550142`; null when the caller withheld it. */
  phone: string | null;
  /** Lower case. */
  email: string | null;
  /** ISO 3166-1 alpha-2 where the agent knows it, otherwise as given. */
  country: string | null;
  state: string | null;
  postalCode: string | null;
  /** BCP 47, e.g. `en`, `es-MX`. */
  language: string | null;
  /** IANA name, e.g. `America/Denver`; null when neither given nor told by the country and state. */
  timeZone: string | null;
}

export interface Qualification {
  /** 0 to 100; null when the agent did not score. */
  score: number | null;
  /** Two or three sentences. */
  summary: string | null;
  timeline: string | null;
  useCase: string | null;
  /** People who would use the product. */
  teamSize: number | null;
  /** People in the company. */
  employees: number | null;
  industry: string | null;
  budget: string | null;
  productInterest: readonly string[];
}

export interface QualifiedCall {
  /** The voice platform's id of the call; makes every request idempotent. */
  callId: string;
  caller: Caller;
  qualification: Qualification;
  transcriptUrl: string | null;
  /** What the caller asked for; null leaves it to the policy. */
  wish: 'transfer' | 'meeting' | 'callback' | null;
  /** Further fields of the org's Lead, by API name. */
  custom: Readonly<Record<string, string | number | boolean | null>>;
}
