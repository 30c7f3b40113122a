/** What a check of the connected org finds. */
import type { OrgFacts } from './orgFacts.ts';

/**
 * - `problem`: calls are lost or go wrong until it is mended
 * - `warning`: some calls go less well than they could, or will
 * - `note`: it may be meant; whoever runs the org should know
 */
export type Severity = 'problem' | 'warning' | 'note';

export interface Finding {
  severity: Severity;
  /** A sentence. */
  what: string;
  /** Names of what it holds for: fields, users, queues, settings. */
  where: readonly string[];
  /** How to mend it, in the words of Setup. */
  mend: string;
}

export interface Judgement {
  findings: readonly Finding[];
  /** What is so, shown when nothing was found: a few words. */
  fine: string;
  /** What could not be looked at, and why: a sentence each. Nothing is guessed in its place. */
  notMade?: readonly string[];
}

/** One thing that must be right. Pure: it judges what was read. */
export interface Check {
  /** For JSON and for whoever refers to it. */
  id: string;
  group: 'Log-in' | 'Rights' | 'Rules and policies' | 'People' | 'Limits and events' | 'Notices and calendars' | 'Data';
  title: string;
  judge: (facts: OrgFacts) => Judgement;
}
