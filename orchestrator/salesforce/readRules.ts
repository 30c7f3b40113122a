/** The org's Lead assignment rules: from a file, or through the Metadata API where the user may read metadata. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BatonError } from '../domain/errors.ts';
import type { SnapshotRules } from '../snapshot/orgSnapshot.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/**
 * @param options.rulesFile BATON_RULES_FILE; wins over the org
 * @throws BatonError when Salesforce does not answer; that the user may not read metadata is part of the answer
 */
export async function readRules(
  salesforce: Salesforce,
  { rulesFile, deadlineMs }: { rulesFile: string | undefined; deadlineMs: number }
): Promise<SnapshotRules> {
  if (rulesFile !== undefined) {
    return readRulesFile(rulesFile).catch((error: unknown) => ({ xml: null, why: (error as Error).message }));
  }
  try {
    const content = await salesforce.readMetadata('AssignmentRules', 'Lead', { deadlineMs, trace: startTrace() });
    const xml = `<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata">${content}</AssignmentRules>`;
    return { xml, from: 'org' };
  } catch (error) {
    if (error instanceof BatonError && error.code === 'salesforcePermission') {
      return {
        xml: null,
        why:
          'The integration user may not read metadata, and BATON_RULES_FILE names no file with the rules: retrieve ' +
          'Lead.assignmentRules-meta.xml and give its path.'
      };
    }
    throw error;
  }
}

/** @throws BatonError `invalidConfiguration` when the file cannot be read */
export async function readRulesFile(file: string): Promise<SnapshotRules> {
  try {
    return { xml: await readFile(file, 'utf8'), from: 'file' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `${resolve(file)}: there is no such file.` : `${file} cannot be read: ${message}`;
    throw new BatonError('invalidConfiguration', `BATON_RULES_FILE: ${why}`, {
      fields: [{ path: 'BATON_RULES_FILE', message: why }],
      cause: error
    });
  }
}
