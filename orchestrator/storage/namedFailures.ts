/** Failures of the database in our catalogue's words, whichever statement meets them. */
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { BatonError } from '../domain/errors.ts';

/** What each code of SQLite, Postgres and the network means for the reader. Longer codes begin with these. */
const meanings: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'is no SQLite database, or is damaged',
  SQLITE_CORRUPT: 'is damaged',
  SQLITE_READONLY: 'cannot be written: the file or its folder is read-only for this user',
  SQLITE_CANTOPEN: 'cannot be opened: the folder is missing, or read-only for this user',
  SQLITE_PERM: 'may not be opened by this user',
  SQLITE_FULL: 'cannot grow: the disk is full',
  SQLITE_IOERR: 'cannot be read or written: the disk reports an error',
  SQLITE_BUSY: 'is locked by another process',
  EACCES: 'may not be opened by this user',
  EROFS: 'lies on a read-only disk',
  EEXIST: 'cannot be opened: a file stands where its folder should be',
  ENOTDIR: 'cannot be opened: a file stands where its folder should be',
  ENOSPC: 'cannot grow: the disk is full',
  ECONNREFUSED: 'is out of reach: nobody listens at its address',
  ECONNRESET: 'is out of reach: the connection broke',
  ETIMEDOUT: 'is out of reach: it does not answer',
  ENOTFOUND: 'is out of reach: its host is not known',
  '28P01': 'refuses the password',
  '28000': 'refuses the user',
  '3D000': 'does not exist on that server',
  '42501': 'does not let this user do that',
  '53': 'has run out of something',
  '57P': 'is shutting down'
};

/** @param name begins the message, e.g. `The journal /srv/baton/baton.sqlite` */
export function failureOf(error: unknown, name: string): BatonError {
  if (error instanceof BatonError) {
    return error;
  }
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const key = Object.keys(meanings).find((start) => code.startsWith(start));
  const meaning = key === undefined ? 'does not work' : meanings[key]!;
  return new BatonError('journalUnusable', `${name} ${meaning} (${message}).`, { cause: error });
}

/** The same dialect, whose statements throw BatonError `journalUnusable`. */
export function withNamedFailures(dialect: Dialect, name: string): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => new NamingDriver(dialect.createDriver(), name)
  };
}

class NamingDriver implements Driver {
  private readonly inner: Driver;
  private readonly name: string;
  private readonly wrapped = new WeakMap<DatabaseConnection, NamingConnection>();

  constructor(inner: Driver, name: string) {
    this.inner = inner;
    this.name = name;
  }

  init(): Promise<void> {
    return this.named(() => this.inner.init());
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.named(() => this.inner.acquireConnection());
    const known = this.wrapped.get(connection) ?? new NamingConnection(connection, this.name);
    this.wrapped.set(connection, known);
    return known;
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.named(() => this.inner.beginTransaction(innerOf(connection), settings));
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.named(() => this.inner.commitTransaction(innerOf(connection)));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.named(() => this.inner.rollbackTransaction(innerOf(connection)));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.inner.releaseConnection(innerOf(connection));
  }

  destroy(): Promise<void> {
    return this.inner.destroy();
  }

  private async named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw failureOf(error, this.name);
    }
  }
}

class NamingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  private readonly name: string;

  constructor(inner: DatabaseConnection, name: string) {
    this.inner = inner;
    this.name = name;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.inner.executeQuery<R>(query);
    } catch (error) {
      throw failureOf(error, this.name);
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof NamingConnection ? connection.inner : connection;
}
