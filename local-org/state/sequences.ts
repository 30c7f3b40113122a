/** Numbers that never come twice, not even after a restart or a rollback. */
import type { Statements } from './database.ts';
import type { Transactions } from './transactions.ts';

export interface Sequences {
  /** The next number, from 1, or from `first` where the sequence is new. Numbers taken by work that was undone are lost. */
  next(name: string, first?: number): number;
}

/**
 * Numbers are taken from memory. A mark on disk says up to which number they may have been handed out, so most numbers
 * cost no write; a restart goes on after the mark.
 * @param block numbers reserved at once
 */
export function createSequences(statements: Statements, transactions: Transactions, block: number): Sequences {
  const last = new Map<string, number>();
  const reserved = new Map<string, number>();
  // A rollback undoes marks that were set inside it.
  transactions.onRollback(() => reserved.clear());

  const lastOnDisk = (name: string): number | undefined =>
    statements.get('SELECT reserved FROM _sequences WHERE name = ?', name)?.['reserved'] as number | undefined;

  return {
    next(name, first = 1) {
      const number = (last.get(name) ?? lastOnDisk(name) ?? first - 1) + 1;
      last.set(name, number);
      if (number > (reserved.get(name) ?? -1)) {
        const mark = number + block - 1;
        statements.run(
          'INSERT INTO _sequences (name, reserved) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET reserved = excluded.reserved',
          name,
          mark
        );
        reserved.set(name, mark);
      }
      return number;
    }
  };
}
