/** A row of a territory table, read: who gets the leads of a place, an industry, a size or a named account. */
import type { AssignmentTarget } from '../ruleFile.ts';

/** A blank value in a list: the lead's field has nothing in it. */
export const blankValue = '';

/** Whole numbers, both ends included; without an end there is no bound. */
export interface SizeRange {
  readonly least?: number;
  readonly most?: number;
}

/** Where leads come from. A list that is missing is not asked for; one that is there is never empty. */
export interface Place {
  readonly countries?: readonly string[];
  /** Values of the region field, where the org has one. */
  readonly regions?: readonly string[];
  readonly states?: readonly string[];
}

/** What decides how specific a place is. */
export type PlaceLevel = 'anywhere' | 'regionOfCountries' | 'country' | 'region' | 'state' | 'zip';

export interface Territory {
  /** As the spreadsheet numbers it: the header is row 1. */
  readonly row: number;
  /** The row's cells in a line, for people. */
  readonly label: string;
  /** Alternatives: a region may be several countries with states each. At least one; `{}` is anywhere. */
  readonly places: readonly Place[];
  readonly placeLevel: PlaceLevel;
  /** Beginnings of postal codes, as few as say the same. */
  readonly zips?: readonly string[];
  readonly industries?: readonly string[];
  readonly sizes?: readonly SizeRange[];
  /** Names of companies. */
  readonly companies?: readonly string[];
  /** Domains of e-mail addresses. A lead of one of the companies or of one of the domains is meant. */
  readonly domains?: readonly string[];
  readonly team: AssignmentTarget;
}

/** What is wrong with a row, or worth knowing of it. */
export interface TableProblem {
  /** 1 for the header. */
  readonly row: number;
  readonly message: string;
}

export interface TerritoryTable {
  readonly territories: readonly Territory[];
  /** With any of these the table is not to be used. */
  readonly problems: readonly TableProblem[];
  readonly notes: readonly TableProblem[];
}
