/** Results in the XML that CI systems read: one suite a file, one case a case. */
import { stripVTControlCharacters } from 'node:util';
import { XMLBuilder } from 'fast-xml-parser';
import type { RulesWorld } from '../../rulesWorld.ts';
import { failureLines, type TestedFile } from './describeTests.ts';

export function junitReport(files: readonly TestedFile[], world: RulesWorld): string {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  const failedIn = (results: TestedFile['results']): number => results.filter(({ passed }) => !passed).length;
  const all = files.flatMap(({ results }) => results);
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': `rule tests of ${world.rule.fullName}`,
      '@tests': all.length,
      '@failures': failedIn(all),
      testsuite: files.map(({ file, results }) => ({
        '@name': file,
        '@tests': results.length,
        '@failures': failedIn(results),
        testcase: results.map((result) => {
          const lines = result.passed ? [] : failureLines(result, world).map(stripVTControlCharacters);
          return {
            '@name': result.test.name,
            '@classname': file,
            '@file': file,
            '@line': result.test.line,
            ...(result.passed
              ? {}
              : { failure: { '@message': lines.slice(0, 2).join('; '), '#text': lines.join('\n') } })
          };
        })
      }))
    }
  };
  return builder.build(document);
}
