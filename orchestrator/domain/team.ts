import type { Rep } from './rep.ts';

/** Who shares the work: a Salesforce queue and its people. */
export interface Team {
  /** 18-character id of the queue. */
  id: string;
  name: string;
  /** The queue's DeveloperName; what policies refer to. */
  developerName: string;
  members: readonly Rep[];
}
