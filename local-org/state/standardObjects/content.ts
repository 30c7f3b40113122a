/**
 * Files: each has a document, and a version for each time it was saved. Source: Object Reference, ContentDocument and
 * ContentVersion (documented). Everyone may save files and sees their own (assumed: a user with Chatter or Salesforce
 * Files); there are no libraries and no shares, so nobody sees those of others: where a file was first published is kept, and
 * shows it to nobody.
 */
import { base64, boolean, int, lookup, picklist, readOnly, text, textArea } from '../fieldDeclaration.ts';
import { defineObject, systemFields, userOwnerField } from '../sobjectType.ts';

export const contentDocument = defineObject({
  name: 'ContentDocument',
  label: 'Content Document',
  keyPrefix: '069',
  nameField: 'Title',
  sharing: 'private',
  createable: false,
  updateable: false,
  fields: [
    ...systemFields.full,
    text('Title', 255),
    textArea('Description', 1000),
    text('FileType', 20),
    text('FileExtension', 40),
    int('ContentSize', 9),
    lookup('LatestPublishedVersionId', 'ContentVersion', readOnly),
    userOwnerField
  ]
});

export const contentVersion = defineObject({
  name: 'ContentVersion',
  label: 'Content Version',
  keyPrefix: '068',
  nameField: 'Title',
  sharing: 'private',
  // A version goes with its document (documented: ContentVersion has no delete()).
  updateable: false,
  deletable: false,
  fields: [
    ...systemFields.full,
    lookup('ContentDocumentId', 'ContentDocument', {
      updateable: false,
      childRelationshipName: 'ContentVersions',
      onParentDelete: 'cascade'
    }),
    // Salesforce takes libraries and custom objects too (documented: Object Reference, ContentVersion).
    lookup('FirstPublishLocationId', ['User', 'Account', 'Contact', 'Lead', 'Opportunity'], {
      label: 'First Publish Location ID',
      updateable: false
    }),
    boolean('IsLatest', readOnly),
    text('VersionNumber', 20, readOnly),
    text('Title', 255),
    textArea('Description', 1000),
    text('PathOnClient', 500, { required: true, updateable: false }),
    base64('VersionData', { required: true }),
    text('FileType', 20, readOnly),
    text('FileExtension', 40, readOnly),
    int('ContentSize', 9, readOnly),
    text('Checksum', 50, readOnly),
    picklist('Origin', ['*C', 'H'], { updateable: false, restrictedPicklist: true }),
    userOwnerField
  ]
});
