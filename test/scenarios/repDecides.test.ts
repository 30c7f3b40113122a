import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import type { HandoffHub } from '../../orchestrator/handoffHub.ts';
import { openEvents, type EventStream } from './eventStream.ts';
import { handoffsAtWork } from './handoffsAtWork.ts';
import { apiKey, ask, place, startWorld, westCall, type World } from './world.ts';

let world: World;
let at: ReturnType<typeof handoffsAtWork>;
/** Address of the service. */
let url: string;
const streams: EventStream[] = [];
beforeEach(async () => {
  world = await startWorld();
  at = handoffsAtWork(world);
  url = await world.service.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  streams.splice(0).forEach((stream) => stream.leave());
  await world.close();
});

async function events(answer: HandoffAnswer, service = url): Promise<EventStream> {
  const stream = await openEvents(service, answer.handoffId);
  streams.push(stream);
  return stream;
}

/** Starts the service's background work; resolves when it hears what people do, with what is told to sweep soon. */
async function start(baton = world.baton) {
  const soon = vi.spyOn(baton.sweep, 'soon');
  const hears = new Promise<void>((resolve) => soon.mockImplementation(resolve));
  // Only what is heard is to act here.
  vi.spyOn(baton.sweep, 'start').mockImplementation(() => undefined);
  baton.start();
  await hears;
  return soon;
}

describe('a rep who declines in Salesforce', () => {
  it('stops the ringing within a second: the voice agent hears who is rung instead', async () => {
    await start();
    const answer = await at.ringing('declines');
    const stream = await events(answer);
    expect(await stream.next()).toMatchObject({ phase: 'ringing', rep: { id: answer.rep!.id } });
    const pressedAt = performance.now();
    await at.press(answer, 'Declined');
    const news = await stream.next();
    expect(performance.now() - pressedAt).toBeLessThan(1_000);
    expect(news).toMatchObject({ phase: 'ringing', nextStep: { kind: 'transfer' } });
    expect(news!.rep!.id).not.toBe(answer.rep!.id);
    expect((await at.offersOf(answer)).map(({ Status__c }) => Status__c)).toEqual(['Declined', 'Ringing']);
  });

  it('changes nothing of another handoff', async () => {
    await start();
    const [answer, other] = [await at.ringing('declined'), await at.ringing('untouched')];
    const stream = await events(answer);
    await stream.next();
    await at.press(answer, 'Declined');
    await stream.next();
    expect((await at.offersOf(other)).map(({ Status__c }) => Status__c)).toEqual(['Ringing']);
  });

  it('is heard once by two services, which ring one further phone between them', async () => {
    const second = await world.startInstance();
    await Promise.all([start(), start(second.baton)]);
    const answer = await at.ringing('heard-twice');
    const streamed = [
      await events(answer),
      await events(answer, await second.service.listen({ port: 0, host: '127.0.0.1' }))
    ];
    await Promise.all(streamed.map((stream) => stream.next()));
    await at.press(answer, 'Declined');
    const [one, two] = await Promise.all(streamed.map((stream) => stream.next()));
    expect(one!.rep!.id).toBe(two!.rep!.id);
    await Promise.all([world.baton.stop(), second.baton.stop()]);
    expect((await at.offersOf(answer)).map(({ Status__c }) => Status__c)).toEqual(['Declined', 'Ringing']);
  });
});

describe('a rep who accepts in Salesforce', () => {
  it('has the call, and the voice agent hears it', async () => {
    await start();
    const answer = await at.ringing('accepts');
    const stream = await events(answer);
    await stream.next();
    await at.press(answer, 'Accepted');
    expect(await stream.next()).toMatchObject({ phase: 'accepted', rep: { id: answer.rep!.id } });
  });

  it('cannot decline in another window any more, while the voice agent may still report that the talk failed', async () => {
    const answer = await at.ringing('accepts-once');
    await at.press(answer, 'Accepted');
    await expect(at.press(answer, 'Declined')).rejects.toThrow('You have accepted this call already.');
    expect(await at.statusesOf(answer)).toEqual(['Live Accepted']);
    const report = { outcome: 'declined', repId: answer.rep!.id };
    await ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, report);
    expect(await at.statusesOf(answer)).toEqual(['Live Declined', 'Live Ringing']);
  });
});

describe('the stream of a handoff', () => {
  it('tells what another service did', async () => {
    await start();
    const second = await world.startInstance();
    const answer = await at.ringing('elsewhere');
    const stream = await events(answer);
    await stream.next();
    const report = { outcome: 'noAnswer', repId: answer.rep!.id };
    const next = await ask(second.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, report);
    expect(await stream.next()).toMatchObject({ rep: { id: next.answer.rep!.id } });
  });

  it('ends when the handoff is completed', async () => {
    const answer = await at.ringing('ends');
    const stream = await events(answer);
    expect(stream).toMatchObject({ status: 200, contentType: expect.stringContaining('text/event-stream') });
    await stream.next();
    await ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome: 'ended' });
    expect(await stream.next()).toMatchObject({ phase: 'completed' });
    expect(await stream.next()).toBeUndefined();
  });

  it('of a completed handoff tells that, and ends', async () => {
    const answer = await at.ringing('ended');
    await ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome: 'ended' });
    const stream = await events(answer);
    expect(await stream.next()).toMatchObject({ phase: 'completed' });
    expect(await stream.next()).toBeUndefined();
  });

  it('is let go of when its client goes away, and others stay', async () => {
    const counter = countListeners(world.baton.hub);
    const answer = await at.ringing('leaves');
    const [leaver, stayer] = [await events(answer), await events(answer)];
    await Promise.all([leaver.next(), stayer.next()]);
    await counter.until(2);
    leaver.leave();
    await counter.until(1);
    await ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome: 'ended' });
    expect(await stayer.next()).toMatchObject({ phase: 'completed' });
    await counter.until(0);
  });

  it('ends when the service stops, which does not wait for it', async () => {
    const stream = await events(await at.ringing('stopped'));
    await stream.next();
    const ended = stream.next();
    await world.service.close();
    expect(await ended).toBeUndefined();
  });

  it('breaks off while Salesforce is down, and another tells how it stands', async () => {
    const counter = countListeners(world.baton.hub);
    const answer = await at.ringing('down');
    const stream = await events(answer);
    await stream.next();
    world.org.host.faults.add({ kind: '503', match: { path: '/composite' }, after: 0, probability: 1, seed: 1 });
    world.baton.hub.tell(answer.handoffId);
    expect(await stream.next()).toBeUndefined();
    await counter.until(0);
    world.org.host.faults.remove();
    expect(await (await events(answer)).next()).toMatchObject({ phase: 'ringing' });
  });

  it('needs the key', async () => {
    const answer = await at.ringing('secret');
    for (const authorization of ['', 'Bearer nobodys-key']) {
      const reply = await fetch(`${url}/v1/handoffs/${answer.handoffId}/events`, {
        headers: { accept: 'text/event-stream', ...(authorization === '' ? {} : { authorization }) }
      });
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({ error: { code: 'unauthorized' } });
    }
  });

  it('of a handoff that is not there is refused before it begins', async () => {
    const reply = await fetch(`${url}/v1/handoffs/a03000000000999AAA/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${apiKey}` }
    });
    expect(reply.status).toBe(404);
  });
});

describe('a channel that the org does not grant', () => {
  it('is told of once, and the others work', async () => {
    const { records } = await world.admin.query(
      "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Baton_Calendars'"
    );
    await world.admin.sobject('PermissionSetAssignment').delete(records.map(({ Id }) => Id!));
    await start();
    const refusals = world.log.filter((line) => line.includes('listening to /data/'));
    expect(refusals).toHaveLength(3);
    for (const channel of ['TaskChangeEvent', 'EventChangeEvent', 'UserChangeEvent']) {
      expect(refusals.filter((line) => line.includes(channel))).toHaveLength(1);
    }
    const answer = await at.ringing('granted');
    const stream = await events(answer);
    await stream.next();
    await at.press(answer, 'Accepted');
    expect(await stream.next()).toMatchObject({ phase: 'accepted' });
  });
});

describe('an org that grants the changes of activities and users', () => {
  it('lets a completed Task end its callback at once', async () => {
    const { answer } = await place(world.service, { ...westCall('at-once'), wish: 'callback' });
    await world.baton.sweep.sweepOnce();
    const soon = await start();
    const swept = new Promise<void>((resolve) => soon.mockImplementation(resolve));
    const handoff = await world.admin.sobject('Handoff__c').retrieve(answer.handoffId);
    const task = { Id: handoff['Task_Id__c'] as string, Status: 'Completed' };
    await (await at.as(answer.rep!.id)).sobject('Task').update(task);
    await swept;
    expect(await world.baton.sweep.sweepOnce()).toEqual({ contactMade: 1 });
  });

  it('reads a rep’s calendar again after a change of it or of them, and nobody else’s', async () => {
    const invalidated: string[] = [];
    const wake: (() => void)[] = [];
    vi.spyOn(world.baton.calendars, 'invalidate').mockImplementation((repId) => {
      invalidated.push(repId);
      wake.splice(0).forEach((resolve) => resolve());
    });
    const next = () => new Promise<void>((resolve) => wake.push(resolve));
    const { answer } = await place(world.service, { ...westCall('calendar'), wish: 'callback' });
    await start();
    const repId = answer.rep!.id;
    const rep = await at.as(repId);
    let heard = next();
    const { id } = await rep.sobject('Event').create({
      OwnerId: repId,
      Subject: 'Dentist',
      StartDateTime: '2026-12-03T18:00:00Z',
      EndDateTime: '2026-12-03T19:00:00Z'
    });
    await heard;
    heard = next();
    await rep.sobject('Event').update({ Id: id!, EndDateTime: '2026-12-03T20:00:00Z' });
    await heard;
    heard = next();
    await world.admin.sobject('User').update({ Id: repId, Takes_Transfers__c: false });
    await heard;
    expect(invalidated).toEqual([repId, repId, repId]);
  });
});

/** Counts who listens to the hub. */
function countListeners(hub: HandoffHub): { until: (count: number) => Promise<void> } {
  let listeners = 0;
  let wake = (): void => undefined;
  const changed = (by: number): void => {
    listeners += by;
    wake();
  };
  const listen = hub.listen.bind(hub);
  vi.spyOn(hub, 'listen').mockImplementation((handoffId, listener) => {
    const end = listen(handoffId, listener);
    let hasEnded = false;
    changed(1);
    return () => {
      end();
      changed(hasEnded ? 0 : -1);
      hasEnded = true;
    };
  });
  return {
    async until(count) {
      while (listeners !== count) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  };
}
