/** The curl commands of a guide, in the order in which a reader types them, with what the guide says they answer. */

export type GuideStep =
  /** `NAME=<path>`: the reader puts in what the last answer has there. */
  { kind: 'assignment'; name: string; path: string } | { kind: 'request'; words: readonly string[]; shown: unknown };

const fence = /^```(\w+)\n([\s\S]*?)^```$/gm;

/** @throws Error for a line of a bash block that is neither a curl command nor an assignment */
export function stepsOf(markdown: string): GuideStep[] {
  const steps: GuideStep[] = [];
  for (const [, language, content = ''] of markdown.matchAll(fence)) {
    if (language === 'bash') {
      const lines = content
        .replace(/\\\n\s*/g, ' ')
        .split('\n')
        .filter(Boolean);
      steps.push(...lines.map(stepOf));
    } else if (language === 'json') {
      const last = steps.at(-1);
      if (last?.kind !== 'request') {
        throw new Error(`No request comes before this answer: ${content}`);
      }
      last.shown = JSON.parse(content) as unknown;
    }
  }
  return steps;
}

function stepOf(line: string): GuideStep {
  const assignment = /^([A-Z]+)=<?(.*?)>?$/.exec(line);
  if (assignment) {
    return { kind: 'assignment', name: assignment[1]!, path: assignment[2]! };
  }
  if (!line.startsWith('curl ')) {
    throw new Error(`Neither a curl command nor an assignment: ${line}`);
  }
  return { kind: 'request', words: wordsOf(line).slice(1), shown: undefined };
}

/** A command's words, as a shell splits them; variables in single quotes are kept from being filled in. */
function wordsOf(line: string): string[] {
  const parts = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g) ?? [];
  return parts.map((part) =>
    part.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_all, double?: string, single?: string) =>
      double === undefined ? (single ?? '').replaceAll('$', '\0') : double.replace(/\\(["\\$])/g, '$1')
    )
  );
}

export interface GuideRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** Whether the answer comes bit by bit (`-N`). */
  streams: boolean;
}

/**
 * @param readFile what `-d @file` sends
 * @throws Error for an option of curl that is not known here, and for a variable that the guide never set
 */
export function requestOf(
  words: readonly string[],
  variables: ReadonlyMap<string, string>,
  readFile: (path: string) => string
): GuideRequest {
  const request: GuideRequest = { method: '', url: '', headers: {}, body: undefined, streams: false };
  const filled = words.map((word) => fill(word, variables));
  for (let index = 0; index < filled.length; index += 1) {
    const word = filled[index]!;
    const value = (): string => filled[(index += 1)]!;
    if (word === '-X') {
      request.method = value();
    } else if (word === '-H') {
      const [name = '', ...rest] = value().split(': ');
      request.headers[name.toLowerCase()] = rest.join(': ');
    } else if (word === '-d') {
      const data = value();
      request.body = data.startsWith('@') ? readFile(data.slice(1)) : data;
    } else if (word === '-s' || word === '-sN') {
      request.streams ||= word === '-sN';
    } else if (word.startsWith('-')) {
      throw new Error(`curl's ${word} is not known here.`);
    } else {
      request.url = word;
    }
  }
  return { ...request, method: request.method || (request.body === undefined ? 'GET' : 'POST') };
}

function fill(word: string, variables: ReadonlyMap<string, string>): string {
  const filled = word.replace(/\$([A-Z]+)/g, (_all, name: string) => {
    const value = variables.get(name);
    if (value === undefined) {
      throw new Error(`The guide sets no $${name} before it uses it.`);
    }
    return value;
  });
  return filled.replaceAll('\0', '$');
}

/** What an answer has at a path such as `slots[1].rep.id`. @throws Error when it has no text there */
export function textAt(answer: unknown, path: string): string {
  const found = path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer);
  if (typeof found !== 'string') {
    throw new Error(`The answer has no text at ${path}: ${JSON.stringify(answer)}`);
  }
  return found;
}
