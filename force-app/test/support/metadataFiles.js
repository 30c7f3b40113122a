/** Reads the metadata files of the two package directories, as they stand in the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

const repository = join(__dirname, '..', '..', '..');

/** Elements that are lists even when there is one of them. */
const lists = new Set([
  'businessHours',
  'columns',
  'criteriaItems',
  'customMetadataTypeAccesses',
  'fieldPermissions',
  'fields',
  'filters',
  'holidays',
  'labels',
  'layoutColumns',
  'layoutItems',
  'layoutSections',
  'objectPermissions',
  'relatedLists',
  'ruleEntry',
  'tabSettings',
  'userPermissions',
  'value',
  'values'
]);

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: false,
  isArray: (name, path) => lists.has(name) && !/(criteriaItems|filters|labels|values)\.value$/.test(String(path))
});

/** Paths below the repository of all files of a package directory, e.g. `force-app/main/default/tabs/X.tab-meta.xml`. */
export function filesOf(packageDirectory) {
  return readdirSync(join(repository, packageDirectory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** The element below the root of a metadata file, all texts as strings. */
export function readMetadata(path) {
  const { '?xml': _declaration, ...roots } = parser.parse(readFileSync(join(repository, path), 'utf8'));
  return Object.values(roots)[0];
}

/** What keeps an XML file from being well-formed, with the path and the line; undefined when nothing does. */
export function faultIn(path) {
  const outcome = XMLValidator.validate(readFileSync(join(repository, path), 'utf8'));
  return outcome === true ? undefined : `${path}:${outcome.err.line} ${outcome.err.msg}`;
}

const untrimmed = new XMLParser({ parseTagValue: false, trimValues: false, preserveOrder: true });

/** Every text of an XML file as it stands there, white space and all, with the name of its element. */
export function textsIn(path) {
  const texts = [];
  const visit = (nodes, element) => {
    for (const node of nodes) {
      for (const [name, value] of Object.entries(node)) {
        if (Array.isArray(value)) visit(value, name);
        else if (name === '#text' && value.trim() !== '') texts.push({ element, text: value });
      }
    }
  };
  visit(untrimmed.parse(readFileSync(join(repository, path), 'utf8')), undefined);
  return texts;
}

/** The deployable files whose name ends in `suffix`, e.g. `.queue`: path, name without the suffix, and content. */
export function metadataOf(packageDirectory, suffix) {
  const ending = `${suffix}-meta.xml`;
  return filesOf(`${packageDirectory}/main`)
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path, name: basename(path).slice(0, -ending.length), content: readMetadata(path) }));
}

/** Custom fields of a package directory: `object`, `name`, and the content of the file. */
export function fieldsOf(packageDirectory) {
  return metadataOf(packageDirectory, '.field').map(({ path, name, content }) => ({
    object: path.split('/').at(-3),
    name,
    content
  }));
}

export function readJson(path) {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'));
}
