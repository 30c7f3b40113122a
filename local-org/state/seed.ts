/**
 * Loads sample data: a `plan.json` with objects and files in their order, and files in the data-tree form of the sf
 * command line. A text value that begins with `@` refers to a record:
 *
 * - `@PriyaRaman`: one loaded before, by its referenceId
 * - `@Group.Enterprise_West`, `@Profile.Standard User`: one that the org has, by DeveloperName, Name or Username
 * - `@IntegrationUser`, `@AdminUser`: the users that every local org has
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Org, Session } from '../org.ts';
import { builtInUsernames } from './builtInRows.ts';

interface TreeRecord {
  attributes: { type: string; referenceId: string };
  [field: string]: unknown;
}

/**
 * All or nothing; a second time changes nothing.
 * @param directory folder with `plan.json`
 * @throws Error that names the file and the record that could not be loaded
 */
export function seed(org: Org, directory: string): void {
  const plan = readJson<{ sobject: string; files: string[] }[]>(directory, 'plan.json');
  const key = JSON.stringify(plan);
  org.transaction(() => {
    if (org.db.prepare('INSERT OR IGNORE INTO _seeded (name) VALUES (?)').run(key).changes === 0) return;
    const references = new Map(
      Object.entries(builtInUsernames).map(([reference, username]) => [reference, existing(org, 'User', username)])
    );
    const session: Session = { userId: references.get('AdminUser')!, accessToken: '' };
    for (const { sobject, files } of plan) {
      for (const file of files) {
        for (const record of readJson<{ records: TreeRecord[] }>(directory, file).records) {
          load(org, session, sobject, record, references, file);
        }
      }
    }
  });
}

function load(
  org: Org,
  session: Session,
  sobject: string,
  { attributes, ...values }: TreeRecord,
  references: Map<string, string>,
  file: string
): void {
  try {
    const resolved = Object.entries(values).map(([field, value]) => [
      field,
      typeof value === 'string' && value.startsWith('@') ? resolve(org, value.slice(1), references) : value
    ]);
    const options = { autoAssign: { kind: 'off' as const } };
    const { id } = org.records.create(
      session,
      sobject,
      Object.fromEntries(resolved) as Record<string, unknown>,
      options
    );
    references.set(attributes.referenceId, id);
  } catch (error) {
    throw new Error(`${file}: ${sobject} ${attributes.referenceId} cannot be loaded: ${(error as Error).message}`, {
      cause: error
    });
  }
}

function resolve(org: Org, reference: string, references: ReadonlyMap<string, string>): string {
  const known = references.get(reference);
  if (known !== undefined) return known;
  const point = reference.indexOf('.');
  if (point < 0) throw new Error(`@${reference} refers to no record loaded before.`);
  return existing(org, reference.slice(0, point), reference.slice(point + 1));
}

/** Id of the record with this DeveloperName, Name or Username. */
function existing(org: Org, objectName: string, name: string): string {
  const object = org.schema.object(objectName);
  if (!object) throw new Error(`@${objectName}.${name}: the org has no object ${objectName}.`);
  const keys = ['DeveloperName', 'Name', 'Username'].filter((field) => object.field(field));
  for (const field of keys) {
    const row = org.db
      .prepare(`SELECT "Id" FROM "${object.name}" WHERE "${field}" = ? AND "IsDeleted" = 0`)
      .get(name) as { Id: string } | undefined;
    if (row) return row.Id;
  }
  throw new Error(`@${objectName}.${name}: the org has no such record (looked at ${keys.join(', ')}).`);
}

function readJson<T>(directory: string, file: string): T {
  const path = join(directory, file);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
