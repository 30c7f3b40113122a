/** What `force-app`, which lies beside this folder, holds: the doctor judges an org by it, so no list can fall behind. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import type { ShippedMetadata } from './doctor/orgFacts.ts';

export const forceApp = fileURLToPath(new URL('../force-app', import.meta.url));

export const sampleOrg = fileURLToPath(new URL('../sample-org', import.meta.url));

interface PermissionSetFile {
  PermissionSet: {
    objectPermissions: {
      object: string;
      allowCreate: string;
      allowEdit: string;
      viewAllRecords: string;
      modifyAllRecords: string;
    }[];
    fieldPermissions: { field: string; editable: string }[];
  };
}

/** @throws an error of the file system when `force-app` is not there */
export async function readShippedMetadata(folder = join(forceApp, 'main/default')): Promise<ShippedMetadata> {
  const parser = new XMLParser({
    parseTagValue: false,
    isArray: (name) => ['objectPermissions', 'fieldPermissions'].includes(name)
  });
  const text = await readFile(join(folder, 'permissionsets/Baton_Integration.permissionset-meta.xml'), 'utf8');
  const { objectPermissions, fieldPermissions } = (parser.parse(text) as PermissionSetFile).PermissionSet;
  const fields = await partsIn(join(folder, 'objects'), '.field-meta.xml');
  const rules = await partsIn(join(folder, 'objects'), '.validationRule-meta.xml');
  return {
    customFields: fields.map(({ name }) => name),
    inseparableFields: fields
      .filter(({ xml }) => /<required>true<|<type>MasterDetail</.test(xml))
      .map(({ name }) => name),
    validationRules: rules.map(({ name }) => name),
    objects: objectPermissions.map((each) => ({
      object: each.object,
      create: each.allowCreate === 'true',
      edit: each.allowEdit === 'true',
      viewAll: each.viewAllRecords === 'true',
      modifyAll: each.modifyAllRecords === 'true'
    })),
    fields: fieldPermissions.map(({ field: name, editable }) => {
      const [object = '', field = ''] = name.split('.');
      return { object, field, editable: editable === 'true' };
    })
  };
}

/** Full names, as `Object.Name`, of the parts of objects that are files of their own. */
async function partsIn(folder: string, suffix: string): Promise<{ name: string; xml: string }[]> {
  const files = await readdir(folder, { recursive: true });
  const found = files.filter((file) => file.endsWith(suffix)).sort();
  return Promise.all(
    found.map(async (file) => ({
      name: `${file.split(/[\\/]/)[0]!}.${basename(file, suffix)}`,
      xml: await readFile(join(folder, file), 'utf8')
    }))
  );
}
