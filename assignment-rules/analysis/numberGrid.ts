import type { DescribedField } from './orgDescription.ts';

/** The numbers that a field can hold. */
export interface NumberGrid {
  holds(value: number): boolean;
  /** Some number of the field strictly between two, near the lower one or else near the upper; undefined when there is none. */
  between(low: number, high: number): number | undefined;
  /** The greatest number of the field below a bound, above which it has one; the bound itself where there is none greatest. */
  justBelow(bound: number): number;
}

const lastSafe = Number.MAX_SAFE_INTEGER;

/**
 * Multiples of 10^-scale within the precision. A value with more decimals than its field's scale is rounded before anybody
 * sees it (assumed for every way in). Without a scale every double counts.
 */
export function decimalGrid({ type, precision, scale }: DescribedField): NumberGrid {
  const places = type === 'int' ? 0 : scale;
  if (places === undefined) return steppedGrid(undefined, -Infinity, Infinity);
  const digits = precision && precision > 0 ? precision : type === 'int' ? 9 : 18;
  const most = 10 ** (digits - places) - 10 ** -places;
  return steppedGrid((at) => Number(`${at}e${-places}`), -most, most, 10 ** places);
}

/** Days that Salesforce can save: 1700-01-01 to 4000-12-31 (Salesforce Help, "Custom Field Types"; documented). */
export const dayGrid: NumberGrid = steppedGrid((at) => at, -98_615, 741_807);

/** Instants of the same days, by whole seconds: what Salesforce keeps of a datetime (assumed). */
export const instantGrid: NumberGrid = steppedGrid(
  (at) => at * 1000,
  -98_615 * 86_400_000,
  741_807 * 86_400_000 + 86_399_000,
  1 / 1000
);

/**
 * @param valueAt the number of a step; undefined for all numbers
 * @param perUnit steps in one
 */
function steppedGrid(
  valueAt: ((at: number) => number) | undefined,
  least: number,
  most: number,
  perUnit = 1
): NumberGrid {
  /** Steps around a number, exact ones: the quotient may be off by a rounding. */
  const near = (value: number): number[] => {
    const at = Math.floor(value * perUnit);
    return [at - 2, at - 1, at, at + 1, at + 2].map((step) => valueAt!(step === 0 ? 0 : step));
  };
  const isCoarse = (value: number) => valueAt === undefined || Math.abs(value * perUnit) > lastSafe / 4;
  return {
    holds(value) {
      if (value < least || value > most) return false;
      return isCoarse(value) || near(value).includes(value);
    },
    justBelow(bound) {
      if (bound > most) return most;
      return isCoarse(bound) ? bound : near(bound).findLast((value) => value < bound)!;
    },
    between(low, high) {
      const inside = (value: number) => value > low && value < high && value >= least && value <= most;
      if (low === -Infinity && high === Infinity) return 0;
      const from = Math.max(low, least);
      const to = Math.min(high, most);
      const candidates: number[] = [];
      for (const edge of [from, to]) {
        if (Number.isFinite(edge)) candidates.push(edge, ...(isCoarse(edge) ? [edge + 1, edge - 1] : near(edge)));
      }
      if (Number.isFinite(from) && Number.isFinite(to) && (isCoarse(from) || isCoarse(to)))
        candidates.push((from + to) / 2);
      if (from === -Infinity && Number.isFinite(to)) candidates.push(Math.min(2 * to, to - 1));
      if (to === Infinity && Number.isFinite(from)) candidates.push(Math.max(2 * from, from + 1));
      return candidates.find((value) => inside(value) && this.holds(value));
    }
  };
}
