/** Whom an offer was made to, for whoever must check that an answer comes from them. */
export interface AskedRep {
  repId: string;
  /** The address by which other systems know the rep; null when the org has none. */
  email: string | null;
  handoffId: string;
}
