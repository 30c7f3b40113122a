/** What leads are drawn from. */
import type { LeadValue } from '../../assignment-rules/index.ts';

export type LeadFields = Readonly<Record<string, LeadValue>>;

export type LeadSource =
  | {
      kind: 'past';
      /** The org's own, the newest first. */
      leads: readonly PastLead[];
      /** Fields that belong together, such as country, state and postal code; each other field is on its own. */
      groups: readonly (readonly string[])[];
      /** Whether they came by phone, so that their hours are those of calls. */
      hours: 'own' | 'usual';
    }
  | { kind: 'lists'; fields: readonly FieldDraw[]; home: string };

export interface PastLead {
  /** Milliseconds of the epoch. */
  createdMs: number;
  fields: LeadFields;
  /** The user who keeps it where a rule says so; null when nobody is known. */
  ownerId: string | null;
}

/** How one field is drawn. */
export type FieldDraw = {
  /** API name. */
  name: string;
  /** Share of leads that have none. */
  blank: number;
} & (
  | { kind: 'value'; values: readonly string[] }
  /** One or two of them, as a multi-select holds them. */
  | { kind: 'values'; values: readonly string[] }
  /** Whole numbers: evenly, by magnitude (as many of 10 to 100 as of 100 to 1,000), or around the middle. */
  | { kind: 'number'; from: number; to: number; spread: 'even' | 'magnitude' | 'middle' }
  /** @param spelling the org's own text for a code; a code without one is left out of the draw of countries */
  | {
      kind: 'place';
      part: 'country' | 'state' | 'postalCode' | 'language';
      spelling?: (code: string) => string | undefined;
    }
  | { kind: 'constant'; value: string }
);

/** A caller of the simulated month. */
export interface DrawnLead {
  /** From 0, in the order in which they were drawn. */
  index: number;
  /** Milliseconds of the epoch. */
  atMs: number;
  fields: LeadFields;
  ownerId: string | null;
}
