/** Everything that a table comes to: entries, and what people should know before they use them. */
import { conflicts, holes } from './conflicts.ts';
import type { Conflict, Hole } from './conflicts.ts';
import type { TerritoryFields } from './columns.ts';
import { territoryEntries } from './territoryEntries.ts';
import type { TerritoryEntry } from './territoryEntries.ts';
import { territorySpace } from './territorySpace.ts';
import type { Territory } from './territory.ts';

export interface BuiltTerritories {
  readonly entries: readonly TerritoryEntry[];
  readonly conflicts: readonly Conflict[];
  readonly holes: readonly Hole[];
  /** Whether there are more holes than are told. */
  readonly moreHoles: boolean;
}

/** @throws ValueTooLongError */
export function buildTerritories(territories: readonly Territory[], fields: TerritoryFields): BuiltTerritories {
  const space = territorySpace(territories);
  const uncovered = holes(space, fields);
  return {
    entries: territoryEntries(territories, fields, space),
    conflicts: conflicts(space, fields),
    holes: uncovered.holes,
    moreHoles: uncovered.more
  };
}
