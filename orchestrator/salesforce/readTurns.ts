/** Turns of a team that were missed: only several services that serve one team ever need them. */
import type { TurnRecord } from '../domain/turn.ts';
import { turnFields, turnFromRow, type TurnRow } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** A query's address may be long, but not for ever; what does not fit is looked for before the next call. */
const mostAtOnce = 300;

/** Those of the turns that have been written by now. */
export async function readTurns(
  salesforce: Salesforce,
  teamId: string,
  turns: readonly number[],
  options: { deadlineMs: number; trace: Trace }
): Promise<TurnRecord[]> {
  const keys = turns.slice(0, mostAtOnce).map((turn) => soqlString(turnKey(teamId, turn)));
  const soql = `SELECT ${turnFields.join(', ')} FROM Handoff_Offer__c WHERE Turn_Key__c IN (${keys.join(', ')})`;
  const rows = await salesforce.query<TurnRow>(soql, options);
  return rows.flatMap((row) => turnFromRow(row) ?? []);
}

/** The unique key of a team's turn. */
export function turnKey(teamId: string, turn: number): string {
  return `${teamId}:${turn}`;
}
