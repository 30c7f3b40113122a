/** Transactions over the org's database: the outermost is SQLite's own, those inside are savepoints. */
import type Database from 'libsql';

export interface Transactions {
  /** Runs the work; when it throws, its changes are undone and the error goes on. */
  run<T>(work: () => T): T;
  readonly active: boolean;
  /** Called just before the outermost transaction commits, while it may still write. */
  onBeforeCommit(listener: () => void): void;
  /** Called when the outermost transaction has been committed. */
  onCommit(listener: () => void): void;
  /** Called when any transaction, outermost or inner, has been undone. */
  onRollback(listener: () => void): void;
  /** Called when any transaction begins; what it returns is called when that transaction is undone. */
  onBegin(listener: () => () => void): void;
}

export function createTransactions(db: Database.Database): Transactions {
  const beginning: (() => () => void)[] = [];
  const beforeCommit: (() => void)[] = [];
  const committed: (() => void)[] = [];
  const rolledBack: (() => void)[] = [];
  let depth = 0;

  const undo = (undoings: (() => void)[]): void => {
    if (depth === 0) db.exec('ROLLBACK');
    else db.exec(`ROLLBACK TO level${depth}; RELEASE level${depth}`);
    for (const restore of undoings) restore();
    for (const listener of rolledBack) listener();
  };

  return {
    run(work) {
      db.exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT level${depth}`);
      const undoings = beginning.map((listener) => listener());
      let result;
      depth++;
      try {
        result = work();
        if (depth === 1) for (const listener of beforeCommit) listener();
        db.exec(depth === 1 ? 'COMMIT' : `RELEASE level${depth - 1}`);
      } catch (error) {
        depth--;
        undo(undoings);
        throw error;
      }
      depth--;
      if (depth === 0) for (const listener of committed) listener();
      return result;
    },
    get active() {
      return depth > 0;
    },
    onBeforeCommit: (listener) => void beforeCommit.push(listener),
    onCommit: (listener) => void committed.push(listener),
    onRollback: (listener) => void rolledBack.push(listener),
    onBegin: (listener) => void beginning.push(listener)
  };
}
