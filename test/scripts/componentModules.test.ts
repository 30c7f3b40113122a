/** Where the type check finds components, as `npm run fix` writes it down. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { componentModules } from '../../scripts/componentModules.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-modules-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the modules of the components', () => {
  it('are each component’s script, in order of name, without what has none', () => {
    for (const name of ['errorPanel', 'alarm', 'styles']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'errorPanel', 'errorPanel.js'), '');
    writeFileSync(join(folder, 'alarm', 'alarm.js'), '');
    writeFileSync(join(folder, 'styles', 'styles.css'), '');
    const { compilerOptions } = JSON.parse(componentModules(folder)) as { compilerOptions: { paths: object } };
    expect(Object.entries(compilerOptions.paths)).toEqual([
      ['c/alarm', ['./main/default/lwc/alarm/alarm.js']],
      ['c/errorPanel', ['./main/default/lwc/errorPanel/errorPanel.js']]
    ]);
  });

  it('are none where there are no components', () => {
    expect(JSON.parse(componentModules(join(folder, 'nowhere')))).toEqual({ compilerOptions: { paths: {} } });
  });
});
