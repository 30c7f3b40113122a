import { readFileSync } from 'node:fs';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomes } from '../../orchestrator/domain/outcome.ts';
import { apiKey, startWorld, type World } from '../scenarios/world.ts';
import { requestOf, stepsOf, textAt, type GuideRequest } from './guideCommands.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const guide = read('docs/guides/voice-agent.md');
const steps = stepsOf(guide);

let world: World;
const variables = new Map<string, string>();
beforeAll(async () => {
  world = await startWorld();
  variables.set('BATON', await world.service.listen({ port: 0, host: '127.0.0.1' }));
  variables.set('KEY', apiKey);
});
afterAll(() => world.close());

async function send({ method, url, headers, body, streams }: GuideRequest): Promise<{ status: number; json: unknown }> {
  const reply = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  if (!streams) {
    return { status: reply.status, json: await reply.json() };
  }
  const reader = reply
    .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const { value: first } = await reader.read();
  await reader.cancel();
  return { status: reply.status, json: JSON.parse(first!.data) as unknown };
}

describe('the guide for voice agents', () => {
  it('gets the answers that it shows, command by command', async () => {
    let answer: unknown;
    for (const step of steps) {
      if (step.kind === 'request') {
        const request = requestOf(step.words, variables, read);
        const { status, json } = await send(request);
        answer = json;
        expect({ status, answer }, `${request.method} ${request.url}`).toMatchObject({
          status: request.url.endsWith('/started') ? 202 : 200,
          answer: step.shown
        });
      } else if (!variables.has(step.name) || !['BATON', 'KEY'].includes(step.name)) {
        variables.set(step.name, textAt(answer, step.path));
      }
    }
  });

  it('shows what each of its commands answers', () => {
    const silent = steps.filter((step) => step.kind === 'request' && step.shown === undefined);
    expect(silent).toEqual([]);
    expect(steps.filter(({ kind }) => kind === 'request').length).toBeGreaterThan(9);
  });

  it('lists every outcome that can be reported, and no other', () => {
    const [, table = ''] = guide.split(/^\| what happened .*\n.*\n/m);
    const listed = [...table.split('\n\n')[0]!.matchAll(/^\|[^|]+\| +`(\w+)` +\|/gm)].map(([, outcome]) => outcome);
    expect(listed.sort()).toEqual([...outcomes].sort());
  });

  it('names every path of the service that a voice agent may ask, and no other', async () => {
    const { paths } = (await (await fetch(`${variables.get('BATON')}/docs/json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const known = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '*')}`)
    );
    const used = steps.flatMap((step) => {
      if (step.kind !== 'request') {
        return [];
      }
      const { method, url } = requestOf(
        step.words,
        new Map([...variables, ['HANDOFF', 'x'], ['REP', 'x'], ['START', 'x']]),
        read
      );
      return `${method} ${new URL(url).pathname.replace(/(handoffs|calls)\/[^/]+/, '$1/*')}`;
    });
    const forAgents = known.filter((each) => each.includes('/v1/'));
    expect([...new Set(used)].sort()).toEqual(forAgents.sort());
  });
});
