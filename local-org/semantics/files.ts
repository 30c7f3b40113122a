import { createHash } from 'node:crypto';
import { SalesforceError } from '../errors.ts';
import type { Save } from './save.ts';

/**
 * A version of a file that is saved: its size, ending and checksum follow from the content, and it belongs to a document.
 * A first version makes its document, a further one takes the place of the latest. Source: Object Reference,
 * ContentVersion (documented); that FileType is UNKNOWN for all but a few endings is assumed.
 * @throws SalesforceError INSUFFICIENT_ACCESS_OR_READONLY for a new version of someone else's document
 */
export function keepFile({ org, object, kind, id, after, access }: Save): void {
  if (object.name !== 'ContentVersion' || kind !== 'create') return;
  const documents = org.schema.object('ContentDocument');
  if (!documents) return;
  const path = String(after['PathOnClient']);
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const [, stem = name, extension = ''] = /^(.*)\.(\w+)$/.exec(name) ?? [];
  const content = Buffer.from(String(after['VersionData']), 'base64');
  Object.assign(after, {
    Title: after['Title'] ?? stem,
    FileExtension: extension.toLowerCase() || null,
    FileType: fileTypes[extension.toLowerCase()] ?? 'UNKNOWN',
    ContentSize: content.length,
    Checksum: createHash('md5').update(content).digest('hex'),
    IsLatest: 1,
    VersionNumber: '1'
  });
  const described = {
    Title: after['Title'] ?? null,
    FileExtension: after['FileExtension'] ?? null,
    FileType: after['FileType'] ?? null,
    ContentSize: content.length,
    LatestPublishedVersionId: id
  };
  const documentId = after['ContentDocumentId'] ?? null;
  if (documentId === null) {
    after['ContentDocumentId'] = org.mintId(documents.keyPrefix);
    const stamps = ['OwnerId', 'IsDeleted', 'CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate'];
    org.rows.insert(documents, {
      Id: after['ContentDocumentId'],
      ...Object.fromEntries([...stamps, 'SystemModstamp'].map((stamp) => [stamp, after[stamp] ?? null])),
      Description: after['Description'] ?? null,
      ...described
    });
    return;
  }
  const document = org.rows.find(documents, String(documentId));
  if (document && document['OwnerId'] !== access.userId && !access.isAdmin)
    throw new SalesforceError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  const earlier = org.rows.findBy(object, 'ContentDocumentId', documentId);
  for (const version of earlier) org.rows.update(object, String(version['Id']), { IsLatest: 0 });
  after['VersionNumber'] = String(earlier.length + 1);
  org.rows.update(documents, String(documentId), { ...described, LastModifiedDate: after['LastModifiedDate'] ?? null });
}

const fileTypes: Readonly<Record<string, string>> = {
  csv: 'CSV',
  html: 'HTML',
  jpg: 'JPG',
  json: 'JSON',
  pdf: 'PDF',
  png: 'PNG',
  txt: 'TEXT'
};
