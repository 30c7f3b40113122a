/**
 * How many API requests the org has answered in the last 24 hours, and how many it may.
 */
import { SalesforceError } from '../errors.ts';
import type { Clock } from '../org.ts';

/** Daily API requests of a Developer Edition org. Source: documented, "API Request Limits and Allocations". */
const developerEditionDailyRequests = 15_000;

const windowMs = 24 * 60 * 60 * 1000;
/** Counting by the quarter of an hour keeps the rolling window to 97 numbers. */
const slotMs = 15 * 60 * 1000;

export interface ApiUsage {
  readonly max: number;
  used(): number;
  /**
   * Counts one request.
   * @throws SalesforceError REQUEST_LIMIT_EXCEEDED when the allocation of the last 24 hours is used up
   */
  count(): void;
  /** Value of the `Sforce-Limit-Info` header, e.g. `api-usage=18/15000`. */
  header(): string;
  reset(): void;
}

export function createApiUsage(clock: Clock, max: number = developerEditionDailyRequests): ApiUsage {
  const slots = new Map<number, number>();
  let total = 0;
  const forgetOld = (): void => {
    const oldest = Math.floor((clock.now().getTime() - windowMs) / slotMs);
    for (const [slot, count] of slots) {
      if (slot > oldest) continue;
      slots.delete(slot);
      total -= count;
    }
  };
  return {
    max,
    used() {
      forgetOld();
      return total;
    },
    count() {
      forgetOld();
      if (total >= max) throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      const slot = Math.floor(clock.now().getTime() / slotMs);
      slots.set(slot, (slots.get(slot) ?? 0) + 1);
      total += 1;
    },
    header: () => `api-usage=${total}/${max}`,
    reset() {
      slots.clear();
      total = 0;
    }
  };
}
