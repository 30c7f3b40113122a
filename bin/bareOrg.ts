/**
 * An org made from somebody's own package directories, with what a rule is judged by: fields of Lead and User, and queues.
 * Most repositories hold far more than the local org can deploy; of that nothing is read.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BatonError } from '../orchestrator/domain/errors.ts';
import type { EmbeddedOrg } from '../orchestrator/cli/orgForUse.ts';

const rulesPath = /(^|[\\/])assignmentRules[\\/]Lead\.assignmentRules-meta\.xml$/;
const wanted = /(^|\/)(objects\/(Lead|User)\/fields\/[^/]+\.field-meta\.xml|queues\/[^/]+\.queue-meta\.xml)$/;

/**
 * @param packageFolder what every org with Baton has
 * @throws BatonError `invalidConfiguration` for a folder that is not there
 */
export async function startBareOrg(packageFolder: string, folders: readonly string[]): Promise<EmbeddedOrg> {
  for (const folder of folders) {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw new BatonError('invalidConfiguration', `--metadata ${folder}: there is no such folder.`);
    }
  }
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  const { readSourceFolder } = await import('../local-org/state/sourceFolder.ts');
  const org = await createLocalOrg({ metadata: [packageFolder], port: 0 });
  const notes: string[] = [];
  try {
    for (const folder of folders) {
      const components = readSourceFolder(folder, (file) => wanted.test(file)).map((component) =>
        component.type === 'Queue' ? asLeadQueue(component) : component
      );
      const { results } = org.org.metadata.deploy(components, { rollbackOnError: false });
      for (const { success, fullName, problem } of results) {
        if (!success) notes.push(`${fullName} is not known here: ${problem}`);
      }
    }
  } catch (error) {
    await org.close();
    throw new BatonError('invalidConfiguration', `--metadata: ${(error as Error).message}`, { cause: error });
  }
  const rulesFile = folders.flatMap(rulesIn).at(-1);
  // Nobody has given the integration user its permission set here.
  const { accessToken } = org.session('admin@local-org.example');
  return {
    url: org.url,
    accessToken,
    administratorToken: accessToken,
    ...(rulesFile === undefined ? {} : { rulesFile }),
    bare: true,
    notes,
    startedHere: true,
    close: () => org.close()
  };
}

/** A queue without its members, who are no users here, and without the objects that are not here either. */
function asLeadQueue<T extends { content: Readonly<Record<string, unknown>> }>(component: T): T {
  const { name, queueSobject } = component.content;
  const objects = [queueSobject].flat().filter((each) => (each as { sobjectType?: unknown })?.sobjectType === 'Lead');
  return { ...component, content: { name, ...(objects.length > 0 ? { queueSobject: objects[0] } : {}) } };
}

function rulesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => rulesPath.test(file))
    .map((file) => join(folder, file));
}
