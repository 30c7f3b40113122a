/** Both engines, fresh for each suite: SQLite in a folder, and Postgres behind a real socket and driver. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { openDatabase, type Database, type DatabaseAddress } from '../../../orchestrator/storage/database.ts';

export interface TestDatabase {
  address: DatabaseAddress;
  /** Another connection to it, as another instance has. */
  open(): Promise<Database>;
  close(): Promise<void>;
}

export async function sqliteInFolder(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-journal-'));
  return track({ kind: 'file', folder }, () => rmSync(folder, { recursive: true }));
}

export async function postgres(): Promise<TestDatabase> {
  const engine = await PGlite.create();
  const server = new PGLiteSocketServer({ db: engine, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  const url = `postgres://postgres:postgres@${server.getServerConn()}/postgres`;
  return track({ kind: 'postgres', url }, async () => {
    await server.stop();
    await engine.close();
  });
}

function track(address: DatabaseAddress, end: () => unknown): TestDatabase {
  const opened: Database[] = [];
  return {
    address,
    open: async () => {
      const database = await openDatabase(address);
      opened.push(database);
      return database;
    },
    close: async () => {
      await Promise.all(opened.map((database) => database.close().catch(() => undefined)));
      await end();
    }
  };
}
