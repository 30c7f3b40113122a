/** The steps that bring a database's tables up to date. A step that has shipped never changes; a new one is added. */
import { Migrator, type Kysely, type Migration } from 'kysely';
import { failureOf } from './namedFailures.ts';
import type { Tables } from './tables.ts';

type Engine = 'sqlite' | 'postgres';

/** @throws BatonError `journalUnusable`; nothing of the failed step stays */
export async function migrate(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations(engine)) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw failureOf(error, 'The database');
  }
}

function migrations(engine: Engine): Record<string, Migration> {
  return {
    '0001_journal_and_snapshot': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .createTable('journal')
          // The one thing the two engines write differently: a number that counts by itself.
          .addColumn('position', 'integer', (column) =>
            engine === 'sqlite'
              ? column.primaryKey().autoIncrement()
              : column.primaryKey().generatedByDefaultAsIdentity()
          )
          .addColumn('org', 'text', (column) => column.notNull())
          .addColumn('call_id', 'text', (column) => column.notNull())
          .addColumn('call', 'text', (column) => column.notNull())
          .addColumn('predicted', 'text')
          .addColumn('arrived_at', 'text', (column) => column.notNull())
          .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
          .addColumn('last_code', 'text')
          .addColumn('last_message', 'text')
          .addColumn('next_attempt_at', 'text')
          .addColumn('held_by', 'text')
          .addColumn('held_until', 'text')
          .addUniqueConstraint('journal_call', ['org', 'call_id'])
          .execute();
        await db.schema
          .createTable('snapshot')
          .addColumn('org', 'text', (column) => column.primaryKey())
          .addColumn('version', 'integer', (column) => column.notNull())
          .addColumn('read_at', 'text', (column) => column.notNull())
          .addColumn('body', 'text', (column) => column.notNull())
          .execute();
        await db.schema
          .createTable('lease')
          .addColumn('org', 'text', (column) => column.notNull())
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('held_by', 'text', (column) => column.notNull())
          .addColumn('held_until', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('lease_key', ['org', 'name'])
          .execute();
      }
    },
    '0002_live_offers': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .createTable('live_offer')
          .addColumn('org', 'text', (column) => column.notNull())
          .addColumn('call_id', 'text', (column) => column.notNull())
          .addColumn('rep_id', 'text', (column) => column.notNull())
          .addColumn('status', 'text', (column) => column.notNull())
          .addColumn('offered_at', 'text', (column) => column.notNull())
          .addColumn('expires_at', 'text')
          .addPrimaryKeyConstraint('live_offer_key', ['org', 'call_id'])
          .execute();
      }
    }
  };
}
