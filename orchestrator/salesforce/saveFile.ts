/** Files, as mails take them for attachments. */
import type { Subrequest } from './composite.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { BatonError } from '../domain/errors.ts';
import type { Trace } from './trace.ts';

export interface NewFile {
  /** With its ending: `invite.ics`. */
  name: string;
  title: string;
  content: string;
  /** The record that shows it. */
  recordId: string;
}

/**
 * Saves a file and shows it on a record; where the org does not let that be, as on a lead that has been converted, the file is
 * the integration user's alone. No object permission is needed: every user with a content feature licence may save files
 * of their own (documented, Object Reference, ContentVersion). That the Salesforce Integration licence has that feature is
 * assumed.
 * @returns the id of the ContentVersion
 * @throws BatonError what is not retryable was not saved
 */
export async function saveFile(
  salesforce: Salesforce,
  file: NewFile,
  options: { deadlineMs: number; trace: Trace }
): Promise<string> {
  const endsAtMs = performance.now() + options.deadlineMs;
  try {
    return await create(salesforce, file, file.recordId, options);
  } catch (error) {
    if (!(error instanceof BatonError) || error.retryable || error.code === 'salesforceAuthentication') {
      throw error;
    }
    return create(salesforce, file, null, { ...options, deadlineMs: Math.max(1, endsAtMs - performance.now()) });
  }
}

async function create(
  salesforce: Salesforce,
  { name, title, content }: NewFile,
  recordId: string | null,
  options: { deadlineMs: number; trace: Trace }
): Promise<string> {
  const file: Subrequest = {
    method: 'POST',
    path: '/sobjects/ContentVersion',
    referenceId: 'file',
    body: {
      Title: title,
      PathOnClient: name,
      VersionData: Buffer.from(content, 'utf8').toString('base64'),
      ...(recordId === null ? {} : { FirstPublishLocationId: recordId })
    }
  };
  const results = await salesforce.composite([file], { allOrNone: true, ...options });
  const saved = results.body<{ id: string }>('file');
  if (!saved) {
    throw fromSubrequest(results.errors('file'));
  }
  return saved.id;
}
