/** What happens to a caller when a rep cannot be told. Named as in docs/when-things-fail.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SlackSender } from '../../orchestrator/notices/slackSender.ts';
import { startFakeSlack } from '../orchestrator/notices/fakeSlack.ts';
import { minutes } from './handoffsAtWork.ts';
import { place, startWorld, westCall, type World } from './world.ts';

let world: World;
const answeredWithinMs = 4_000;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('Slack is down', () => {
  it('keeps no caller waiting, and tells the rep when it is back, once', async () => {
    const slack = await startFakeSlack();
    try {
      const { service: own, baton } = await world.startInstance({
        noticeSenders: [new SlackSender({ webhookUrl: slack.webhookUrl, now: () => world.org.clock.now() } as never)]
      });
      slack.next.push(...Array.from({ length: 10 }, () => ({ status: 500, body: 'down' })));
      const askedAt = performance.now();
      const { answer } = await place(own, { ...westCall('slack'), wish: 'callback' });
      expect(performance.now() - askedAt).toBeLessThan(answeredWithinMs);
      await baton.notices.idle();
      const noticeOf = async () =>
        (await world.admin.query(`SELECT Status__c FROM Handoff_Notice__c WHERE Handoff__c = '${answer.handoffId}'`))
          .records;
      expect(await noticeOf()).toMatchObject([{ Status__c: 'Pending' }]);
      slack.next.length = 0;
      const before = slack.of('webhook').length;
      world.org.clock.advance(minutes(5));
      await baton.sweep.sweepOnce();
      await baton.notices.idle();
      expect(await noticeOf()).toMatchObject([{ Status__c: 'Sent' }]);
      await baton.sweep.sweepOnce();
      expect(slack.of('webhook').length).toBe(before + 1);
    } finally {
      await slack.close();
    }
  });
});
