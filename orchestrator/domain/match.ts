/** Who is calling, as far as the org knows them. */
export type MatchedOn = 'duplicateRule' | 'phone' | 'email' | 'companyDomain' | 'companyName';

/** What a lookup goes by; null for what is not known yet. */
export interface CallerFacts {
  /** E.164. */
  phone: string | null;
  /** Lower case. */
  email: string | null;
  company: string | null;
  postalCode: string | null;
  /** As the caller's call has it: a code or a name. */
  country: string | null;
}

export interface CallerMatch {
  /** An open lead of the same person: updated, not doubled. */
  lead: {
    id: string;
    ownerId: string;
    callId: string | null;
    /** What is blank on it, and may be filled with what the caller gave; nothing when left out. */
    lacks?: readonly ('email' | 'phone')[];
  } | null;
  /** The account the caller belongs to, through a contact of theirs or by itself. */
  account: { id: string; name: string; ownerId: string; ownerActive: boolean } | null;
  contact: { id: string; name: string } | null;
  /** Each match and what it rests on, in plain sentences without personal data, e.g. for the reasons of the handoff. */
  because: readonly { on: MatchedOn; record: 'lead' | 'contact' | 'account'; recordId: string; text: string }[];
  /**
   * What led to no match: several accounts with different owners on equal evidence, or more records than can be compared.
   * Sentences without personal data.
   */
  undecided: readonly { on: MatchedOn; text: string }[];
}

/** Nobody the org knows. */
export const noMatch: CallerMatch = { lead: null, account: null, contact: null, because: [], undecided: [] };
