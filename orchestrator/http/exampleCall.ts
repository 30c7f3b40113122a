/** The example of the documentation, for /docs to start from. */
import { readFileSync } from 'node:fs';

export const exampleCall = JSON.parse(
  readFileSync(new URL('../../docs/examples/call.json', import.meta.url), 'utf8')
) as Record<string, unknown>;
