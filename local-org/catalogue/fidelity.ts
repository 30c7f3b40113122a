/**
 * FIDELITY.md: what the local org does, does in part, or refuses, and how we know. Generated from the catalogue.
 *
 *     npx tsx local-org/catalogue/fidelity.ts --write    writes it
 *     npx tsx local-org/catalogue/fidelity.ts --check    exits with 1 when it is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { harmlessHeaders } from '../api/requestHeaders.ts';
import { newestVersion, oldestVersion } from '../api/apiVersions.ts';
import type { Operation } from '../api/operation.ts';
import { behaviourGroups } from './behaviours.ts';
import type { FidelityRow } from './fidelityRow.ts';
import { operationGroups } from './operations.ts';
import { soqlFeatures } from './soqlFeatures.ts';

export const fidelityFile = fileURLToPath(new URL('../FIDELITY.md', import.meta.url));

const prefixes: Record<Operation['at'], string> = { data: '', root: '', control: '/_local' };

function operationRow({ method, at, path, summary, support, note, source }: Operation): FidelityRow {
  const address = `${method} ${prefixes[at]}${at === 'data' && path === '/' ? '/services/data/vNN.0' : path}`;
  return { feature: `\`${address}\` ${summary}`, support, note, source };
}

function table(rows: readonly FidelityRow[]): string {
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();
  const lines = rows.map(
    ({ feature, support, note, source }) => `| ${cell(feature)} | ${support} | ${cell(note ?? '')} | ${cell(source)} |`
  );
  return ['| what | support | note | how we know |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function count(rows: readonly FidelityRow[], support: FidelityRow['support']): number {
  return rows.filter((row) => row.support === support).length;
}

/** The text of FIDELITY.md, formatted as the repository's Prettier would. */
export async function fidelityText(): Promise<string> {
  const operationSections = operationGroups.map(({ title, operations }) => ({
    title,
    rows: operations.map(operationRow)
  }));
  const soqlSection = { title: 'SOQL', rows: soqlFeatures };
  const all = [
    ...operationSections.flatMap(({ rows }) => rows),
    ...soqlFeatures,
    ...behaviourGroups.flatMap(({ rows }) => rows)
  ];
  const section = ({ title, rows }: { title: string; rows: readonly FidelityRow[] }): string =>
    `### ${title}\n\n${table(rows)}\n`;
  const headers = Object.entries(harmlessHeaders).map(([name, reason]) => `- \`${name}\`: ${reason}`);
  const text = `# What the local org does

Generated from \`local-org/catalogue\`; do not edit. ${all.length} rows: ${count(all, 'supported')} supported, ${count(all, 'partial')} in part, ${count(all, 'refused')} refused.

The local org stands in for a Salesforce org in development, demos and tests. It is not Salesforce: it runs no Apex and no flows, and what it
does not do it refuses by name, with status 501, code \`LOCAL_ORG_UNSUPPORTED\` and a message in double parentheses, before anything changes.
What stands in no table is refused too. It serves API versions ${oldestVersion} to ${newestVersion}; paths without a host prefix are below \`/services/data/vNN.0\`.

How we know what Salesforce does is one of: _documented_, with the guide; _recorded_, seen in replies of real orgs; _assumed_, with the reason.

## Operations

${operationSections.map(section).join('\n')}
Headers that are accepted and have nothing to act on:

${headers.join('\n')}

## Queries

${section(soqlSection)}
## Behaviour

${behaviourGroups.map(section).join('\n')}`;
  const options = await prettier.resolveConfig(fidelityFile);
  return prettier.format(text, { ...options, filepath: fidelityFile, plugins: [] });
}

async function main(argument: string | undefined): Promise<number> {
  const text = await fidelityText();
  if (argument === '--write') {
    writeFileSync(fidelityFile, text);
    return 0;
  }
  if (argument !== '--check') {
    process.stderr.write('Say --write or --check.\n');
    return 2;
  }
  if (readFileSync(fidelityFile, 'utf8') === text) return 0;
  process.stderr.write(
    'local-org/FIDELITY.md is not current. Repair it: npx tsx local-org/catalogue/fidelity.ts --write\n'
  );
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv[2]);
