/**
 * iCalendar text as components and properties (RFC 5545, section 3.1). The components are read here rather than by
 * node-ical because that reads a time without a zone, and one whose zone it does not know, on the clock of the server it
 * runs on; takes the first period of a free/busy list for the whole; and has no additional dates (RDATE).
 */

export interface Property {
  name: string;
  /** Parameters by name, e.g. `TZID`; quotes removed. */
  parameters: ReadonlyMap<string, string>;
  value: string;
}

export interface Component {
  /** `VEVENT`, `VTIMEZONE`, … */
  name: string;
  properties: Property[];
  components: Component[];
  /** Its own lines, unfolded, `BEGIN` and `END` included. Kept for `VTIMEZONE` only. */
  lines: string[];
}

/** Lines that are read in one go, before others get their turn. */
const batch = 5_000;

/**
 * The outermost components, usually one `VCALENDAR`. Lines that are no property are skipped, as the calendars of this
 * world write some.
 * @param yieldToOthers called between batches of lines: a feed of five megabytes must not hold up a call
 */
export async function readComponents(text: string, yieldToOthers: () => Promise<void>): Promise<Component[]> {
  const root: Component = { name: '', properties: [], components: [], lines: [] };
  const open: Component[] = [root];
  const lines = unfold(text);
  for (const [index, line] of lines.entries()) {
    if (index % batch === batch - 1) {
      await yieldToOthers();
    }
    const zone = open.find(({ name }) => name === 'VTIMEZONE');
    zone?.lines.push(line);
    const property = readProperty(line);
    const current = open.at(-1) ?? root;
    if (property?.name === 'BEGIN') {
      const name = property.value.trim().toUpperCase();
      const component = { name, properties: [], components: [], lines: name === 'VTIMEZONE' ? [line] : [] };
      current.components.push(component);
      open.push(component);
    } else if (property?.name === 'END') {
      if (open.length > 1) {
        open.pop();
      }
    } else if (property) {
      current.properties.push(property);
    }
  }
  return root.components;
}

/** The first property of a name. */
export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name);
}

/** A folded line goes on after a line break and one space or tab. */
function unfold(text: string): string[] {
  return text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
}

const linePattern = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*)*):(.*)$/;
const parameterPattern = /;([\w-]+)=((?:"[^"]*"|[^";])*)/g;

function readProperty(line: string): Property | undefined {
  const [, name, parameterText = '', value = ''] = linePattern.exec(line) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const parameters = new Map<string, string>();
  for (const [, key = '', text = ''] of parameterText.matchAll(parameterPattern)) {
    parameters.set(key.toUpperCase(), text.replaceAll('"', ''));
  }
  return { name: name.toUpperCase(), parameters, value };
}
