/** One deploy through the Metadata API. */
import type { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import { fromThrown } from './salesforceErrors.ts';

export interface DeployFailure {
  /** `CustomField`. */
  type: string;
  fullName: string;
  message: string;
  /** In the file, from 1; undefined where Salesforce does not tell. */
  line: number | undefined;
}

export interface DeployOutcome {
  id: string;
  succeeded: boolean;
  /** `Succeeded`, `Failed`, `Canceled`. */
  status: string;
  created: number;
  changed: number;
  unchanged: number;
  failures: readonly DeployFailure[];
  /** What Salesforce says of the deploy as a whole; undefined when nothing. */
  message: string | undefined;
}

interface Message {
  componentType: string | null;
  fullName: string;
  created: boolean | string;
  changed: boolean | string;
  problem?: string | null;
  lineNumber?: number | string | null;
}

const betweenLooksMs = 500;

/**
 * @param options.checkOnly whether it is a dry run, which changes nothing
 * @param options.onProgress hears how many components are done
 * @throws BatonError when the org cannot be asked; failures of components are in the outcome
 */
export async function deployPackage(
  connection: Connection,
  zip: Buffer,
  options: { checkOnly: boolean; onProgress: (done: number, of: number) => void }
): Promise<DeployOutcome> {
  try {
    const { id } = await connection.metadata.deploy(zip, {
      checkOnly: options.checkOnly,
      rollbackOnError: true,
      singlePackage: true
    });
    if (!id) {
      throw new BatonError('salesforceUnavailable', 'Salesforce took the deploy and gave it no id.');
    }
    for (;;) {
      const status = await connection.metadata.checkDeployStatus(id, true);
      options.onProgress(Number(status.numberComponentsDeployed), Number(status.numberComponentsTotal));
      if (status.done) {
        const { componentSuccesses = [], componentFailures = [] } = (status.details ?? {}) as unknown as Record<
          'componentSuccesses' | 'componentFailures',
          Message | Message[] | undefined
        >;
        const taken = [componentSuccesses].flat().filter(({ componentType }) => Boolean(componentType));
        const is = (value: boolean | string): boolean => value === true || value === 'true';
        const created = taken.filter((each) => is(each.created)).length;
        const changed = taken.filter((each) => is(each.changed) && !is(each.created)).length;
        return {
          id,
          succeeded: status.success,
          status: String(status.status),
          created,
          changed,
          unchanged: taken.length - created - changed,
          failures: [componentFailures].flat().map(({ componentType, fullName, problem, lineNumber }) => ({
            type: componentType ?? '',
            fullName,
            message: problem ?? '',
            line: lineNumber ? Number(lineNumber) : undefined
          })),
          message: status.errorMessage ?? undefined
        };
      }
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
    }
  } catch (error) {
    if (/INSUFFICIENT_ACCESS/.test(`${(error as Error).name} ${(error as Error).message}`)) {
      throw new BatonError(
        'salesforcePermission',
        'This user may not deploy: that takes a user with Modify Metadata Through Metadata API Functions, which the integration user should not have. `baton deploy --help` tells how to log in as one.',
        { cause: error }
      );
    }
    throw fromThrown(error);
  }
}
