import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../orchestrator/simulation/chance.ts';
import { drawLeads, type DrawOptions } from '../../../orchestrator/simulation/drawLeads.ts';
import type { FieldDraw, LeadSource } from '../../../orchestrator/simulation/leadSource.ts';
import { hourOfWeek, periodOf } from '../../../orchestrator/simulation/period.ts';
import { dayFromIso } from '../../../orchestrator/routing/wallClock.ts';

const period = periodOf(dayFromIso('2026-12-01'), 31, 'America/New_York');
const options = (seed: number, count = 4000): DrawOptions => ({
  count,
  period,
  chance: chanceOf(seed),
  timeZoneOf: ({ Country: country }) => (country === 'DE' ? 'Europe/Berlin' : 'America/New_York')
});

const country: FieldDraw = { name: 'Country', kind: 'place', part: 'country', blank: 0.05 };
const state: FieldDraw = { name: 'State', kind: 'place', part: 'state', blank: 0.1 };
const postalCode: FieldDraw = { name: 'PostalCode', kind: 'place', part: 'postalCode', blank: 0 };
const employees: FieldDraw = {
  name: 'NumberOfEmployees',
  kind: 'number',
  from: 1,
  to: 20_000,
  spread: 'magnitude',
  blank: 0.15
};
const industry: FieldDraw = { name: 'Industry', kind: 'value', values: ['Banking', 'Retail'], blank: 0 };
const lists = (...fields: FieldDraw[]): LeadSource => ({ kind: 'lists', fields, home: 'US' });
const share = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length / items.length;

describe('leads drawn from lists', () => {
  const leads = drawLeads(lists(country, state, postalCode, employees, industry), options(1));

  it('are the same under the same seed, whatever other fields are drawn beside', () => {
    const fewer = drawLeads(lists(country, industry), options(1));
    const seen = (drawn: typeof leads) => drawn.map(({ index, atMs, fields }) => [index, atMs, fields['Industry']]);
    expect(seen(fewer)).toEqual(seen(leads));
    expect(seen(drawLeads(lists(country, industry), options(2)))).not.toEqual(seen(leads));
  });

  it('have a state only where their country has them, and a postal code of that state', () => {
    for (const { fields } of leads) {
      if (fields['State'] === 'CA') {
        expect(fields['Country'] ?? 'US').toBe('US');
        expect(fields['PostalCode']).toMatch(/^9[0-6]\d{3}$/);
      }
      if (fields['Country'] === 'DE') {
        expect([fields['State'], fields['PostalCode']]).toEqual([null, null]);
      }
    }
    expect(share(leads, ({ fields }) => fields['Country'] === 'US')).toBeCloseTo(0.75 * 0.95, 1);
    expect(leads.some(({ fields }) => fields['State'] === 'CA')).toBe(true);
  });

  it('have values in the shares that are told', () => {
    expect(share(leads, ({ fields }) => fields['Industry'] === 'Banking')).toBeCloseTo(0.5, 1);
    expect(share(leads, ({ fields }) => fields['NumberOfEmployees'] === null)).toBeCloseTo(0.15, 1);
    const sizes = leads.flatMap(({ fields }) => (fields['NumberOfEmployees'] as number | null) ?? []);
    expect([Math.min(...sizes) >= 1, Math.max(...sizes) <= 20_000]).toEqual([true, true]);
    // As many below a hundred as between a hundred and ten thousand.
    expect(share(sizes, (size) => size < 100)).toBeCloseTo(0.46, 1);
  });

  it('come within the period, by day where they are and seldom at weekends', () => {
    expect(leads.every(({ atMs }) => atMs >= period.startMs && atMs < period.endMs)).toBe(true);
    expect(leads.map(({ atMs }) => atMs)).toEqual(leads.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    const hours = leads.map(({ atMs, fields }) =>
      hourOfWeek(fields['Country'] === 'DE' ? 'Europe/Berlin' : 'America/New_York', atMs)
    );
    expect(share(hours, (hour) => hour % 24 >= 9 && hour % 24 < 17)).toBeGreaterThan(0.75);
    expect(share(hours, (hour) => hour % 24 < 6 || hour % 24 >= 22)).toBe(0);
    expect(share(hours, (hour) => hour >= 5 * 24)).toBeLessThan(0.06);
  });
});

describe('leads drawn from those of the org', () => {
  /** On Mondays at ten from New York, on Thursdays at three from Berlin. */
  const leads = Array.from({ length: 300 }, (_, at) =>
    at % 3 === 0
      ? {
          createdMs: Date.parse('2026-11-05T14:00:00Z'),
          fields: { Country: 'DE', State: null, Size: at },
          ownerId: null
        }
      : {
          createdMs: Date.parse('2026-11-09T15:00:00Z'),
          fields: { Country: 'US', State: 'NY', Size: at },
          ownerId: null
        }
  );
  const source = (hours: 'own' | 'usual'): LeadSource => ({
    kind: 'past',
    leads,
    groups: [['Country', 'State']],
    hours
  });

  it('keep together what belongs together, and mix in a little of others', () => {
    const drawn = drawLeads(source('usual'), options(3));
    expect(new Set(drawn.map(({ fields }) => `${fields['Country'] as string} ${fields['State'] as string}`))).toEqual(
      new Set(['US NY', 'DE null'])
    );
    expect(share(drawn, ({ fields }) => fields['Country'] === 'DE')).toBeCloseTo(1 / 3, 1);
    const mixed = drawn.filter(({ fields }) => (fields['Country'] === 'DE') !== ((fields['Size'] as number) % 3 === 0));
    expect(mixed.length / drawn.length).toBeGreaterThan(0.01);
    expect(mixed.length / drawn.length).toBeLessThan(0.1);
  });

  it('come at the hours of the week at which those came', () => {
    const drawn = drawLeads(source('own'), options(4));
    const hours = new Set(drawn.map(({ atMs }) => hourOfWeek('America/New_York', atMs)));
    // A quarter of an hour around ten on Monday and nine on Thursday, in New York.
    expect([...hours].sort((a, b) => a - b)).toEqual([9, 10, 3 * 24 + 8, 3 * 24 + 9]);
  });
});
