/** A spreadsheet from the disk, with what it needs to be understood. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import {
  readRegions,
  readTerritoryTable,
  targetNamed,
  type Column,
  type TableOptions,
  type TableProblem,
  type TerritoryTable
} from '../../../assignment-rules/index.ts';
import { BatonError } from '../../domain/errors.ts';

export interface TableSource {
  regions?: string;
  header?: Partial<Record<Column, string>>;
  metadata?: string[];
}

/** @throws BatonError `territoryTableNotReadable` with every row at fault */
export function readTableFile(
  file: string,
  { regions, header, metadata }: TableSource,
  regionIsField: boolean
): TerritoryTable {
  const known = regions === undefined ? undefined : reading(regions, readRegions);
  if (known && known.problems.length > 0) throw notReadable(regions!, known.problems);
  const queues = metadata ? queuesBelow(metadata) : undefined;
  const options: TableOptions = {
    ...(header ? { headers: header } : {}),
    ...(known ? { regions: known.regions } : {}),
    regionIsField,
    ...(queues ? { teamOf: (name: string) => targetAmong(queues, name) } : {})
  };
  const table = reading(file, (text) => readTerritoryTable(text, options));
  if (table.problems.length > 0) throw notReadable(file, table.problems);
  return table;
}

function reading<T>(file: string, work: (text: string) => T): T {
  try {
    return work(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BatonError('territoryTableNotReadable', `${file}: ${(error as Error).message}`, { cause: error });
  }
}

function notReadable(file: string, problems: readonly TableProblem[]): BatonError {
  const lines = problems.map(({ row, message }) => `\n  row ${row}: ${message}`).join('');
  return new BatonError('territoryTableNotReadable', `${file} cannot be used:${lines}`);
}

/** Developer names by the names that people use. */
type Queues = ReadonlyMap<string, string>;

function queuesBelow(folders: readonly string[]): Queues {
  const parser = new XMLParser({ parseTagValue: false });
  const queues = new Map<string, string>();
  for (const folder of folders) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new BatonError('territoryTableNotReadable', `${folder}: there is no such folder for --metadata.`);
    }
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.queue-meta.xml') || path.includes('node_modules')) continue;
      const developerName = basename(path, '.queue-meta.xml');
      const { Queue } = parser.parse(readFileSync(join(folder, path), 'utf8')) as { Queue?: { name?: string } };
      for (const name of [developerName, Queue?.name]) if (name) queues.set(name.toLowerCase(), developerName);
    }
  }
  return queues;
}

function targetAmong(queues: Queues, name: string): ReturnType<typeof targetNamed> | undefined {
  if (name.includes('@')) return targetNamed(name);
  const developerName = queues.get(name.toLowerCase());
  return developerName === undefined ? undefined : { type: 'Queue', name: developerName };
}
