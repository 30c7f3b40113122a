/** The calls that write single components without a package: createMetadata, updateMetadata, upsertMetadata, deleteMetadata. */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { requireMetadataAccess } from './metadataDeploy.ts';
import { unknownElement } from './metadataElements.ts';
import { splitParts } from './metadataFiles.ts';
import { fileNameOf } from './metadataInventory.ts';
import { parentTypeOf, typeNamed } from '../state/metadata/metadataTypes.ts';
import { listOf, metadataNamespace, MetadataXmlError, textOf } from '../state/metadata/metadataXml.ts';

/** `SaveResult`, `UpsertResult` or `DeleteResult` of the Metadata API. */
export interface WriteResult {
  /** Of an upsert only. */
  readonly created?: boolean;
  readonly errors?: { readonly message: string; readonly statusCode: string };
  readonly fullName: string;
  readonly success: boolean;
}

export type WriteMode = 'create' | 'update' | 'upsert';

/** Documented: 10 components a call; 200 of custom metadata records. */
function refuseTooMany(items: readonly unknown[], type: string): void {
  const most = type === 'CustomMetadata' ? 200 : 10;
  if (items.length > most) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `record limit reached. cannot write more than ${most} records in one call`
    );
  }
}

/**
 * Writes each component by itself: one that fails leaves the others.
 * @param given the `metadata` elements of the call, each with its `xsi:type`
 */
export function writeMetadata(org: Org, session: Session, mode: WriteMode, given: unknown): WriteResult[] {
  requireMetadataAccess(org, session);
  const items = listOf(given).map((item) => withTypePrefixes(item) as Record<string, unknown>);
  const types = items.map((item) => (textOf(item['@_xsi:type']) ?? '').replace(/^.*:/, ''));
  refuseTooMany(items, types[0] ?? '');
  for (const type of types)
    if (!typeNamed(type) && !parentTypeOf(type)) throw unsupported(`writing metadata of type ${type || 'none'}`);
  for (const type of types) if (isContent(type)) throw unsupported(`${mode}Metadata of ${type}`);
  return items.map((item, index) => writeOne(org, mode, types[index] as string, item));
}

function isContent(type: string): boolean {
  const known = typeNamed(type);
  return known !== undefined && (!known.suffix || known.contentFile === true);
}

function writeOne(org: Org, mode: WriteMode, type: string, item: Record<string, unknown>): WriteResult {
  const fullName = textOf(item['fullName']) ?? '';
  const failed = (statusCode: string, message: string): WriteResult => ({
    errors: { message, statusCode },
    fullName,
    success: false
  });
  if (!fullName) return failed('REQUIRED_FIELD_MISSING', 'Required field is missing: fullName');
  const exists = org.metadata.read(type, fullName) !== undefined;
  if (mode === 'create' && exists)
    return failed('DUPLICATE_DEVELOPER_NAME', `There is already a ${type} named ${fullName}`);
  if (mode === 'update' && !exists) return failed('INVALID_CROSS_REFERENCE_KEY', `no ${type} named ${fullName} found`);
  const content: Record<string, unknown> = { ...item };
  delete content['@_xsi:type'];
  // In a file a part carries its own name only, and a whole file none.
  if (parentTypeOf(type)) content['fullName'] = fullName.slice(fullName.indexOf('.') + 1);
  else delete content['fullName'];
  const filePath = fileNameOf({ type, fullName, filePath: '', content });
  try {
    const known = typeNamed(type);
    const { own, parts } = known ? splitParts(known, fullName, content, filePath) : { own: content, parts: [] };
    const components = [{ type, fullName, filePath, content: own }, ...parts];
    for (const component of components) {
      const unknown = unknownElement(component.type, component.content);
      if (unknown) {
        const element = `{${metadataNamespace}}${unknown.element}`;
        throw new MetadataXmlError(`Element ${element} invalid at this location in type ${unknown.type}`, 1, 1);
      }
    }
    const outcome = org.metadata.deploy(components, { rollbackOnError: true });
    const problem = outcome.results.find((result) => !result.success)?.problem;
    if (!outcome.success) return failed('INVALID_INPUT', problem ?? 'The component cannot be written');
    return mode === 'upsert' ? { created: !exists, fullName, success: true } : { fullName, success: true };
  } catch (error) {
    if (error instanceof MetadataXmlError) return failed('INVALID_INPUT', error.message);
    throw error;
  }
}

/** Removes each component by itself: one that fails leaves the others. */
export function deleteMetadata(org: Org, session: Session, type: string, fullNames: readonly string[]): WriteResult[] {
  requireMetadataAccess(org, session);
  refuseTooMany(fullNames, type);
  if (!typeNamed(type) && !parentTypeOf(type)) throw unsupported(`deleting metadata of type ${type}`);
  return fullNames.map((fullName) => {
    if (!org.metadata.read(type, fullName)) {
      const message = `no ${type} named ${fullName} found`;
      return { errors: { message, statusCode: 'INVALID_CROSS_REFERENCE_KEY' }, fullName, success: false };
    }
    try {
      org.metadata.remove(type, fullName);
      return { fullName, success: true };
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      return { errors: { message: error.message, statusCode: error.errorCode }, fullName, success: false };
    }
  });
}

/** A SOAP call is read without prefixes; a file keeps `xsi:type` and `xsi:nil`. */
function withTypePrefixes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTypePrefixes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === '@_type' || key === '@_nil' ? key.replace('@_', '@_xsi:') : key,
      withTypePrefixes(item)
    ])
  );
}
