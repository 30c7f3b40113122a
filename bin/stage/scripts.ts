/** The calls that can be placed on the stage: what the visitor reads, and how caller and voice agent behave. */

export type ScriptName = 'live' | 'noAnswer' | 'nobodyFree' | 'everyoneAway' | 'hangUp' | 'again';

/** `noTransfers`: each turns the switch "I take transfers" off. `away`: each sets a time away, and has no meetings either. */
export type Absence = 'noTransfers' | 'away';

/** The team that the callers reach, and its backup team. */
export const teamsOfTheStage: readonly string[] = ['Enterprise_West', 'Enterprise_East'];

export interface StageScript {
  readonly name: ScriptName;
  readonly title: string;
  /** What is going to happen, and what the visitor may do. */
  readonly text: string;
  /** How many rings the visitor is asked to leave alone, so that the next rep's turn comes. */
  readonly ringsToLeaveAlone: number;
  /** After how long the caller hangs up while a phone rings; undefined for one who is patient. */
  readonly hangsUpAfterMs?: number;
  /** How all reps whom the call could reach cannot be reached, from before the call until after it. */
  readonly absence?: Absence;
  /** Whether the caller of the call before calls once more. */
  readonly sameCaller?: true;
}

export const stageScripts: readonly StageScript[] = [
  {
    name: 'live',
    title: 'A live transfer',
    text: 'A rep of Enterprise West rings. Press Accept on the rep’s screen, or Decline, and see who is next.',
    ringsToLeaveAlone: 0
  },
  {
    name: 'noAnswer',
    title: 'No answer, then the backup',
    text: 'The first rep lets it ring until the time is over. Then the next one rings: press Accept there.',
    ringsToLeaveAlone: 1
  },
  {
    name: 'nobodyFree',
    title: 'Nobody takes calls: a meeting',
    text: 'All reps of both teams turn their transfers off in Salesforce. Nobody rings; the caller books a meeting.',
    ringsToLeaveAlone: 0,
    absence: 'noTransfers'
  },
  {
    name: 'everyoneAway',
    title: 'Everyone away: a callback',
    text: 'All reps of both teams set themselves away in Salesforce. Whoever is back first owes the caller a call.',
    ringsToLeaveAlone: 0,
    absence: 'away'
  },
  {
    name: 'hangUp',
    title: 'The caller hangs up',
    text: 'While the rep’s phone rings the caller loses patience. The rep’s screen closes, and a callback is owed.',
    ringsToLeaveAlone: 1,
    hangsUpAfterMs: 6000
  },
  {
    name: 'again',
    title: 'The same caller again',
    text: 'Whoever called last calls once more: the same lead, no second one, and the same rep.',
    ringsToLeaveAlone: 0,
    sameCaller: true
  }
];

export function scriptNamed(name: unknown): StageScript | undefined {
  return stageScripts.find((script) => script.name === name);
}
