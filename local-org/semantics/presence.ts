import type { StoredRow } from '../org.ts';
import type { Save } from './save.ts';

/**
 * A user has one presence at a time: a new one ends the one before. Source: Object Reference, UserServicePresence
 * (documented: IsCurrentState, StatusStartDate, StatusEndDate).
 */
export function settlePresence({ org, object, kind, after, now }: Save): void {
  if (object.name !== 'UserServicePresence' || kind !== 'create') return;
  const userId = after['UserId'] ?? null;
  for (const row of org.rows.findBy(object, 'UserId', userId)) {
    if (row['IsCurrentState'] !== 1) continue;
    const ended: StoredRow = {
      IsCurrentState: 0,
      StatusEndDate: now,
      StatusDuration: Math.round((Date.parse(now) - Date.parse(String(row['StatusStartDate']))) / 1000)
    };
    org.rows.update(object, String(row['Id']), ended);
  }
  Object.assign(after, { OwnerId: userId, IsCurrentState: 1, StatusStartDate: now });
}
