import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readUnpadded } from '../readTable.ts';
import { errorCatalogue } from '../../orchestrator/domain/errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readUnpadded('reference/errors.md');
const sources = readdirSync(`${root}orchestrator`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('domain/errors.ts'))
  .map((file) => readFileSync(`${root}orchestrator/${file}`, 'utf8'))
  .join('\n');

describe.each(Object.entries(errorCatalogue))('the error %s', (code, { status, retryable, next }) => {
  it('is documented with its status, whether it may be retried, and what to do', () => {
    expect(page).toContain(`| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${next} |`);
  });

  it('is raised somewhere', () => {
    expect(sources).toContain(`'${code}'`);
  });
});
