import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../assignment-rules/index.ts';
import { flowChart } from '../../../orchestrator/cli/rules/flowChart.ts';
import { flowPage } from '../../../orchestrator/cli/rules/flowPage.ts';
import { flowPicture } from '../../../orchestrator/cli/rules/flowPicture.ts';
import type { Replay } from '../../../orchestrator/replayRules.ts';

const queue = (name: string): Flow['before'] => ({ kind: 'assign', target: { type: 'Queue', name } });
const flow = (before: string, after: string, leads: number): Flow => ({
  before: queue(before),
  after: queue(after),
  changes: before !== after,
  leads,
  entries: [{ before: 1, after: 2, leads }],
  examples: before === after ? [] : ['00QAW00000000012AA']
});
const sum = (flows: readonly Flow[]): number => flows.reduce((total, { leads }) => total + leads, 0);

function replayOf(flows: readonly Flow[], notDecided = 0): Replay {
  const rule = {
    rules: { rules: [] },
    rule: { fullName: 'Routing & <more>', active: true, entries: [] },
    source: 'rules.xml',
    xml: '',
    comments: new Map<number, string>()
  };
  const changed = sum(flows.filter(({ changes }) => changes));
  return {
    before: rule,
    after: rule,
    source: 'leads.csv',
    period: undefined,
    timeZone: 'UTC',
    comparison: {
      leads: sum(flows) + notDecided,
      changed,
      stayed: sum(flows) - changed,
      notDecided,
      sameEitherWay: 0,
      flows,
      reasons: [],
      inQueues: { leads: 0, asBefore: 0 }
    }
  };
}

/** All that is written in a picture. */
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

/** Sixty teams; each fourth gives some of its leads to the next. */
const sixty = Array.from({ length: 60 }, (_, at) => [
  flow(`Team_${at}`, `Team_${at}`, 1_000 + at),
  ...(at % 4 === 0 ? [flow(`Team_${at}`, `Team_${at + 1}`, 1 + at)] : [])
]).flat();

describe('the chart of a replay', () => {
  it('gathers the owners beyond the first into one, and loses no lead', () => {
    const { owners, flows } = flowChart({ flows: sixty }, 12);
    expect(owners.map(({ name }) => name).at(-1)).toBe('49 others');
    expect(owners).toHaveLength(12);
    expect(flows.reduce((total, { leads }) => total + leads, 0)).toBe(sum(sixty));
    for (const changes of [true, false]) {
      const shown = flows.filter((each) => each.changes === changes);
      expect(shown.reduce((total, { leads }) => total + leads, 0)).toBe(
        sum(sixty.filter((each) => each.changes === changes))
      );
    }
    for (const side of ['before', 'after'] as const)
      expect(owners.reduce((total, owner) => total + owner[side], 0)).toBe(sum(sixty));
  });

  it('keeps by name those of whom most changes', () => {
    const { owners } = flowChart({ flows: sixty }, 12);
    expect(owners.map(({ name }) => name)).toEqual(expect.arrayContaining(['Team_56', 'Team_57', 'Team_52']));
  });

  it('draws what stays so much thinner that what changes can be seen', () => {
    expect(flowChart({ flows: [flow('A', 'A', 9_990), flow('A', 'B', 10)] }).stayScale).toBe(1_000);
    expect(flowChart({ flows: [flow('A', 'A', 10), flow('A', 'B', 10)] }).stayScale).toBe(1);
    expect(flowChart({ flows: [flow('A', 'A', 10)] }).stayScale).toBe(1);
  });
});

describe('the picture of a replay', () => {
  it.each([
    ['two teams', [flow('A', 'A', 5), flow('A', 'B', 3)]],
    ['sixty teams', sixty],
    ['no change', [flow('A', 'A', 5)]],
    ['names that need care', [flow('A & {b|c} <d>', 'E "f" \'g\'', 5)]],
    ['no lead', []]
  ])('is SVG with a title and a description, of %s', (_what, flows) => {
    const svg = flowPicture(replayOf(flows, 2));
    expect(XMLValidator.validate(svg)).toBe(true);
    const { svg: root } = new XMLParser({ ignoreAttributes: false }).parse(svg) as {
      svg: { title: { '#text': string }; desc: { '#text': string }; '@_role': string };
    };
    expect(root['@_role']).toBe('img');
    expect(root.title['#text']).toMatch(/leads? changes? owner/);
    expect(root.desc['#text']).toMatch(/stay, 2 are not decided/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('names each owner on both sides with its leads, and each change with its number', () => {
    const texts = textsOf(flowPicture(replayOf([flow('West', 'West', 1_200), flow('West', 'East', 34)])));
    expect(texts.filter((text) => text === 'West')).toHaveLength(2);
    expect(texts).toEqual(
      expect.arrayContaining(['1,234 leads, 34 leave', 'East', '34 leads, 34 come', '34', 'West → East'])
    );
    expect(texts).toContain('34 of 1,234 leads change owner (2.8 %)');
  });

  it('lets no two names of a side touch', () => {
    const svg = flowPicture(replayOf(sixty));
    const heights = (anchor: string): number[] =>
      [...svg.matchAll(/<text [^>]*>Team_\d+<\/text>/g)]
        .filter(([text]) => text.includes(anchor))
        .map(([text]) => Number(/translate\([\d.]+ ([\d.]+)\)/.exec(text)?.[1] ?? / y="([\d.]+)"/.exec(text)?.[1]))
        .sort((a, b) => a - b);
    const ends = heights('text-anchor="end"');
    expect(ends.length).toBeGreaterThan(30);
    expect(Math.min(...ends.slice(1).map((y, at) => y - ends[at]!))).toBeGreaterThanOrEqual(28);
  });
});

describe('the page of a replay', () => {
  it('holds the picture and the tables, with names as text', () => {
    const page = flowPage(replayOf([flow('A & <b>', 'C', 5)]));
    expect(page).toContain('<svg ');
    expect(page).toContain('<td>A &amp; &lt;b&gt;</td>');
    expect(page).not.toContain('<b>');
    expect(page).toContain('<code>00QAW00000000012AA</code>');
  });
});
