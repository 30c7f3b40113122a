import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, describe } from 'vitest';

const page = readFileSync(new URL('../../docs/when-things-fail.md', import.meta.url), 'utf8');
const here = new URL('.', import.meta.url);

/** Sections of the page that tell of one scenario. */
const sections = [...page.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!);

/** What the scenario tests describe, each at the left margin. */
const scenarios = readdirSync(here)
  .filter((name) => /^whenThingsFail.*\.test\.ts$/.test(name) && name !== 'whenThingsFailDocs.test.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .flatMap((source) => [...source.matchAll(/^describe\('(.+)', /gm)].map(([, title]) => title!));

describe('the page on failures', () => {
  it('has a section for each scenario that is tested, and a test for each section', () => {
    expect(sections.length).toBeGreaterThan(20);
    expect([...sections].sort()).toEqual([...scenarios].sort());
  });

  it('says of each what the caller hears, or that it is told in a table', () => {
    const texts = page.split(/^### .+$/m).slice(1);
    expect(texts.filter((text) => !/\*\*Caller( and rep)?:\*\*|\| caller /.test(text))).toEqual([]);
  });

  it('names steps of a dying process that are tested, each under its name', () => {
    const rows = [...page.matchAll(/^\| ((?:before|after) (?:the|a) [a-z ]+?) +\|/gm)].map(([, step]) => step!);
    const source = readFileSync(new URL('whenThingsFailProcess.test.ts', here), 'utf8');
    expect(rows).toHaveLength(7);
    for (const step of rows) {
      expect(source).toMatch(new RegExp(`it\\('${step}[:,]`));
    }
  });

  it('names only figures and settings that there are', () => {
    const known = ['orchestrator/http/metrics.ts', 'orchestrator/cli/startService.ts', 'orchestrator/config.ts']
      .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
      .join('\n');
    const named = page.match(/\bbaton_[a-z_]+|\b(?:BATON|SF)_[A-Z_]+|\bDATABASE_URL/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((name) => !known.includes(`'${name}'`))).toEqual([]);
  });
});
