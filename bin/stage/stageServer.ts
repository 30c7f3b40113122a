/** The stage's own server: one page, and what the page asks. Service and org are reached from here; no key leaves it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { PlayLog } from './playLog.ts';
import type { Play } from './play.ts';
import { scriptNamed, stageScripts } from './scripts.ts';
import { StageBusyError, type Stage } from './stage.ts';

const styles = createRequire(import.meta.url).resolve(
  '@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system.min.css'
);

/** Address to file and type. All that the page loads is here or in the org. */
const files: Readonly<Record<string, { readonly file: string | URL; readonly type: string }>> = {
  '/': { file: new URL('./page/stage.html', import.meta.url), type: 'text/html; charset=utf-8' },
  '/stage.css': { file: new URL('./page/stage.css', import.meta.url), type: 'text/css; charset=utf-8' },
  '/stage.js': { file: new URL('./page/stage.js', import.meta.url), type: 'text/javascript; charset=utf-8' },
  '/slds.css': { file: styles, type: 'text/css; charset=utf-8' }
};

/** @param clockNote what the page says of the time, when it is not the machine's */
export function stageServer(stage: Stage, clockNote: string | undefined): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  const leaving = new AbortController();
  app.addHook('preClose', async () => leaving.abort());

  for (const [path, { file, type }] of Object.entries(files)) {
    app.get(path, async (_request, reply) => reply.type(type).send(await readFile(file)));
  }
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());

  app.get('/api/stage', async () => ({
    orgUrl: stage.orgUrl,
    serviceUrl: stage.serviceUrl,
    clockNote: clockNote ?? null,
    now: stage.now().toISOString(),
    reps: stage.reps.map(({ id, name }) => ({ id, name })),
    scripts: stageScripts.map(({ name, title, text }) => ({ name, title, text }))
  }));

  app.post('/api/plays', async (request, reply) => {
    const script = scriptNamed((request.body as { script?: unknown } | undefined)?.script);
    if (!script) {
      const names = stageScripts.map(({ name }) => name).join(', ');
      return refuse(reply, 400, `There is no such script. Send {"script": one of ${names}}.`);
    }
    try {
      return await reply.code(201).send({ id: stage.place(script).id });
    } catch (error) {
      if (error instanceof StageBusyError || error instanceof RangeError) return refuse(reply, 409, error.message);
      throw error;
    }
  });

  app.get<{ Params: { id: string }; Headers: { 'last-event-id'?: string } }>(
    '/api/plays/:id/log',
    async (request, reply) => {
      const play = stage.play(request.params.id);
      if (!play) return refuse(reply, 404, 'There is no such play.');
      // A page that lost the connection goes on where it was.
      const seen = Number(request.headers['last-event-id'] ?? -1);
      const lines = eventsOf(play.log, Number.isInteger(seen) ? seen + 1 : 0, leaving.signal);
      return reply.type('text/event-stream').header('Cache-Control', 'no-store').send(Readable.from(lines));
    }
  );

  const act = (path: string, action: (play: Play) => Promise<unknown> | void): void => {
    app.post<{ Params: { id: string } }>(`/api/plays/:id/${path}`, async (request, reply) => {
      const play = stage.play(request.params.id);
      if (!play) return refuse(reply, 404, 'There is no such play.');
      try {
        await action(play);
        return await reply.code(204).send();
      } catch (error) {
        return refuse(reply, 409, (error as Error).message);
      }
    });
  };
  act('accept', (play) => play.accept());
  act('hang-up', (play) => play.hangUp());
  return app;
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ message });
}

async function* eventsOf(log: PlayLog, from: number, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { index, entry } of log.from(from, signal)) {
    yield `id: ${index}\ndata: ${JSON.stringify(entry)}\n\n`;
  }
}
