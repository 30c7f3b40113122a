/** Records of the org that may be the caller's, in our words. */

interface Person {
  id: string;
  email: string | null;
  /** As typed. */
  phones: readonly string[];
  /** As typed; tells how a number without a country code is to be read. */
  country: string | null;
}

/** An open lead. */
export interface KnownLead extends Person {
  ownerId: string;
  /** The call that it was created by, if any. */
  callId: string | null;
}

export interface KnownContact extends Person {
  name: string;
  /** Null for a contact without an account. */
  account: OwnedAccount | null;
}

export interface OwnedAccount {
  id: string;
  name: string;
  ownerId: string;
  ownerActive: boolean;
}

export interface KnownAccount extends OwnedAccount {
  /** As typed. */
  website: string | null;
  phones: readonly string[];
  postalCode: string | null;
  country: string | null;
}

/** Records that may concern a caller, as a store that compares only texts can find them: each is still to be confirmed. */
export interface KnownRecords {
  /** The one that was changed last comes first; so in the two below. */
  leads: readonly KnownLead[];
  contacts: readonly KnownContact[];
  /** Found by domain, name, postal code or phone; none twice. */
  accounts: readonly KnownAccount[];
  /**
   * What was asked for and gave more than can be read; no match may rest on it, since another record may match as well.
   * `signals`: accounts with the caller's phone number or postal code.
   */
  tooMany: ReadonlySet<'leads' | 'contacts' | 'companyDomain' | 'companyName' | 'signals'>;
}
