/** Entries of the journal as a person wants to read them: without personal data unless it is asked for. */
import pc from 'picocolors';
import type { JournalEntry } from '../storage/journalEntry.ts';

const colors = { inHand: pc.cyan, waiting: pc.yellow, failed: pc.red } as const;

/** A table, in the order given. */
export function describeEntries(entries: readonly JournalEntry[], now: Date, showCaller: boolean): string {
  if (entries.length === 0) {
    return 'Nothing waits and nothing has failed: Salesforce holds every call.\n';
  }
  const header = ['CALL', 'STATE', 'AGE', 'ANSWERED', 'ATTEMPTS', 'LAST ERROR', 'NEXT ATTEMPT'];
  const rows = entries.map((entry) => [
    entry.callId,
    entry.state,
    duration(now.getTime() - Date.parse(entry.arrivedAt)),
    entry.predicted === undefined ? 'no' : 'yes',
    String(entry.attempts),
    entry.lastError?.code ?? '',
    nextAttempt(entry, now),
    ...(showCaller ? [callerOf(entry)] : [])
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[], paint = (text: string, _column: number): string => text): string =>
    `${cells
      .map((cell, column) => paint(cell.padEnd(widths[column] ?? 0), column))
      .join('  ')
      .trimEnd()}\n`;
  const body = rows.map((row, index) =>
    line(row, (text, column) => (column === 1 ? colors[entries[index]!.state](text) : text))
  );
  return pc.dim(line(showCaller ? [...header, 'CALLER'] : header)) + body.join('');
}

export function describeEntry(entry: JournalEntry, now: Date, showCaller: boolean): string {
  const { callId, state, arrivedAt, attempts, lastError, predicted, call } = entry;
  const row = (name: string, value: string): string => `  ${pc.dim(name.padEnd(13))} ${value}\n`;
  return [
    row('call', callId),
    row('state', colors[state](state)),
    row('arrived', `${arrivedAt}, ${duration(now.getTime() - Date.parse(arrivedAt))} ago`),
    row('answered', predicted === undefined ? 'no: the caller has heard no next step' : 'yes, without Salesforce'),
    row('attempts', String(attempts)),
    ...(lastError ? [row('last error', showCaller ? `${lastError.code}: ${lastError.message}` : lastError.code)] : []),
    row('next attempt', nextAttempt(entry, now)),
    ...(showCaller
      ? [row('caller', callerOf(entry)), row('call as sent', JSON.stringify(call))]
      : [pc.dim('  Who called, and what Salesforce said, is shown with --show-caller.\n')])
  ].join('');
}

/** The entry as JSON. What was answered and what Salesforce said may name people. */
export function publicEntry(entry: JournalEntry, showCaller: boolean): unknown {
  if (showCaller) {
    return entry;
  }
  const { callId, state, arrivedAt, attempts, lastError, nextAttemptAt, predicted } = entry;
  return {
    callId,
    state,
    arrivedAt,
    answered: predicted !== undefined,
    attempts,
    lastError: lastError === null ? null : { code: lastError.code },
    nextAttemptAt
  };
}

function nextAttempt({ state, nextAttemptAt }: JournalEntry, now: Date): string {
  if (state === 'inHand') {
    return 'running';
  }
  if (nextAttemptAt === null) {
    return 'none: retry or discard it';
  }
  const ms = Date.parse(nextAttemptAt) - now.getTime();
  return ms <= 0 ? 'due' : `in ${duration(ms)}`;
}

function callerOf({ call: { caller } }: JournalEntry): string {
  return [[caller.firstName, caller.lastName].filter(Boolean).join(' '), caller.company, caller.phone, caller.email]
    .filter(Boolean)
    .join(', ');
}

/** `40 s`, `12 min`, `3 h`, `2 days`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) {
    return `${seconds} s`;
  }
  if (seconds < 90 * 60) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 36 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
