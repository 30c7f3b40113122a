/** Draws the callers of a month: who they are, and when they call. */
import { pastArrival, usualArrival } from './arrivals.ts';
import { anyOf, bell, type Chance } from './chance.ts';
import type { DrawnLead, FieldDraw, LeadFields, LeadSource } from './leadSource.ts';
import type { Period } from './period.ts';
import { placeOf, type Place } from './places.ts';

/** Share of leads in which a group of fields, or a field on its own, is another lead’s: callers whom the org has not had yet. */
const borrowed = 0.05;

export interface DrawOptions {
  count: number;
  period: Period;
  chance: Chance;
  /** IANA name of where a lead calls from; null when its fields do not tell. */
  timeZoneOf: (fields: LeadFields) => string | null;
}

/** In the order in which they call. */
export function drawLeads(source: LeadSource, options: DrawOptions): DrawnLead[] {
  const draw = source.kind === 'past' ? pastDraw(source, options) : listDraw(source, options);
  return Array.from({ length: options.count }, (_, index) => draw(index)).sort(
    (a, b) => a.atMs - b.atMs || a.index - b.index
  );
}

/** A past lead as a whole, so that what belongs together stays together; now and then a part of it is another's. */
function pastDraw(
  { leads, groups, hours }: Extract<LeadSource, { kind: 'past' }>,
  options: DrawOptions
): (index: number) => DrawnLead {
  const { chance, timeZoneOf } = options;
  const instants = leads.map(({ createdMs }) => createdMs);
  const together = new Map(groups.flatMap((group) => group.map((name) => [name, group[0]!] as const)));
  return (index) => {
    const arrival = hours === 'own' ? pastArrival(index, instants, options) : undefined;
    const lead = arrival ? leads[arrival.past]! : anyOf(leads, chance('past', index))!;
    const fields: Record<string, LeadFields[string]> = {};
    for (const name of Object.keys(lead.fields)) {
      const part = `borrow ${together.get(name) ?? name}`;
      const from = chance(part, index) < borrowed ? anyOf(leads, chance(part, index, 1))! : lead;
      fields[name] = from.fields[name];
    }
    const atMs = arrival?.atMs ?? usualArrival(index, timeZoneOf(fields), options);
    return { index, atMs, fields, ownerId: lead.ownerId };
  };
}

/** Field by field; but a state lies in its country, and a postal code in its state. */
function listDraw(
  { fields: draws, home }: Extract<LeadSource, { kind: 'lists' }>,
  options: DrawOptions
): (index: number) => DrawnLead {
  const { chance, timeZoneOf } = options;
  const countries = draws.flatMap((draw) =>
    draw.kind === 'place' && draw.part === 'country' && draw.spelling ? [draw.spelling] : []
  );
  const isAllowed = (code: string): boolean => countries.every((spelling) => spelling(code) !== undefined);
  return (index) => {
    const place = placeOf(index, { home, isAllowed, chance });
    const fields = Object.fromEntries(draws.map((draw) => [draw.name, valueOf(draw, index, place, chance)]));
    return { index, atMs: usualArrival(index, timeZoneOf(fields), options), fields, ownerId: null };
  };
}

function valueOf(draw: FieldDraw, index: number, place: Place, chance: Chance): LeadFields[string] {
  const { name } = draw;
  if (chance(`blank ${name}`, index) < draw.blank) {
    return null;
  }
  const pick = (more = 0): string | null =>
    'values' in draw ? (anyOf(draw.values, chance(name, index, more)) ?? null) : null;
  switch (draw.kind) {
    case 'value':
      return pick();
    case 'values': {
      const both = chance(`two ${name}`, index) < 0.3 ? [pick(), pick(1)] : [pick()];
      return [...new Set(both)].join(';');
    }
    case 'number':
      return numberOf(draw, chance(name, index), chance(name, index, 1));
    case 'place': {
      const code = place[draw.part];
      return code === null || !draw.spelling ? code : (draw.spelling(code) ?? null);
    }
    case 'constant':
      return draw.value;
  }
}

function numberOf({ from, to, spread }: Extract<FieldDraw, { kind: 'number' }>, one: number, other: number): number {
  switch (spread) {
    case 'even':
      return from + Math.floor(one * (to - from + 1));
    case 'magnitude':
      return Math.floor(Math.max(1, from) * ((to + 1) / Math.max(1, from)) ** one);
    case 'middle': {
      const middle = (from + to) / 2 + bell(one, other) * ((to - from) / 5);
      return Math.round(Math.min(to, Math.max(from, middle)));
    }
  }
}
