import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordingSender } from './recordingSender.ts';
import type { NoticeDesk } from '../../../orchestrator/notices/noticeDesk.ts';
import type { NoticeSender } from '../../../orchestrator/notices/noticeSender.ts';
import { startOutboxOrg, type OutboxOrg } from './outboxOrg.ts';

let outbox: OutboxOrg;
let errors: unknown[] = [];
beforeAll(async () => {
  outbox = await startOutboxOrg();
});
afterAll(() => outbox.close());
beforeEach(() => {
  errors = [];
});

const deskWith = (...senders: NoticeSender[]): NoticeDesk =>
  outbox.desk(senders, { onError: (error) => void errors.push(error) });

describe('a notice in the org', () => {
  it('tells whoever sends it all that there is to tell, as the org knows it at that moment', async () => {
    const call = await outbox.ringingCall('tells');
    const ids = await outbox.write(call, 'offered', ['slack'], 'tells:1');
    const slack = new RecordingSender();
    const desk = deskWith(slack);
    desk.sendSoon(ids);
    await desk.idle();
    expect(errors).toEqual([]);
    expect(slack.sent).toEqual([
      {
        id: ids[0],
        channel: 'slack',
        attempts: 1,
        kind: 'offered',
        rep: { id: outbox.rep.id, name: 'Priya Raman', email: outbox.rep.email, timeZone: 'America/Los_Angeles' },
        handoffId: call.handoffId,
        offerId: call.offerId,
        offer: { kind: 'live', status: 'ringing' },
        phase: 'ringing',
        step: 1,
        callerEmail: 'jamie.rivera@novacorp.example',
        callerTimeZone: 'America/Denver',
        lead: { id: call.leadId, url: `${outbox.org.url}/lightning/r/Lead/${call.leadId}/view` },
        caller: { name: 'Jamie Rivera', company: 'NovaCorp', title: 'VP of Operations' },
        summary: 'Runs an 80-person support team. Call back on +1 415 555 0142.',
        score: 86,
        at: '2026-12-03T20:00:20.000Z',
        endsAt: null
      }
    ]);
    expect(await outbox.notice(ids[0]!)).toMatchObject({
      Status__c: 'Sent',
      Attempts__c: 1,
      Last_Error__c: null,
      Next_Attempt_At__c: null
    });
  });

  it('is sent once when ten senders find it at the same moment, and so is its neighbour', async () => {
    const call = await outbox.ringingCall('race');
    const ids = [
      ...(await outbox.write(call, 'offered', ['slack'], 'race:1')),
      ...(await outbox.write(call, 'callbackLapsed', ['slack'], 'race:2'))
    ];
    const senders = Array.from({ length: 10 }, () => new RecordingSender());
    await Promise.all(
      senders.map(async (sender, index) => {
        const desk = deskWith(sender);
        if (index % 2 === 0) {
          desk.sendSoon(ids);
        }
        await desk.sweep();
        await desk.idle();
      })
    );
    expect(errors).toEqual([]);
    const sent = senders.flatMap(({ sent: each }) => each.map(({ id }) => id));
    expect(sent.sort()).toEqual([...ids].sort());
  });

  it('that somebody has finished with since it was found is not claimed, and nor is one that is gone', async () => {
    const call = await outbox.ringingCall('finished');
    const [done, gone, waits] = [
      ...(await outbox.write(call, 'cancelled', ['slack'], 'finished:1')),
      ...(await outbox.write(call, 'cancelled', ['slack'], 'finished:2')),
      ...(await outbox.write(call, 'cancelled', ['slack'], 'finished:3'))
    ];
    await outbox.admin.sobject('Handoff_Notice__c').update({ Id: done!, Status__c: 'Sent' });
    await outbox.admin.sobject('Handoff_Notice__c').destroy(gone!);
    const slack = new RecordingSender();
    const desk = deskWith(slack);
    desk.sendSoon([done!, gone!, waits!]);
    await desk.idle();
    expect(slack.sent.map(({ id }) => id)).toEqual([waits]);
    expect(errors).toEqual([]);
  });

  it('that the org does not let be written is reported, and holds up no other', async () => {
    const call = await outbox.ringingCall('refused');
    // One attempt more than the field holds.
    const { id: refused } = await outbox.admin.sobject('Handoff_Notice__c').create({
      Notice_Key__c: 'refused',
      Handoff__c: call.handoffId,
      Rep__c: outbox.rep.id,
      Kind__c: 'Cancelled',
      Channel__c: 'Slack',
      Status__c: 'Pending',
      Attempts__c: 999,
      Next_Attempt_At__c: outbox.now().toISOString()
    });
    const [waits] = await outbox.write(call, 'cancelled', ['slack'], 'refused:1');
    const slack = new RecordingSender();
    await deskWith(slack).sweep();
    expect(slack.sent.map(({ id }) => id)).toEqual([waits]);
    expect(errors).toHaveLength(1);
    await outbox.admin.sobject('Handoff_Notice__c').destroy(refused!);
  });

  it('is counted by channel, kind and how it went', async () => {
    const call = await outbox.ringingCall('counted');
    await outbox.write(call, 'offered', ['slack', 'email'], 'counted:1');
    const counted: unknown[] = [];
    const email = new RecordingSender('email');
    email.outcome = { kind: 'failed', error: 'salesforceLimit', retryable: false, retryAfterMs: 0 };
    const desk = outbox.desk([new RecordingSender(), email], {
      onError: (error) => void errors.push(error),
      metrics: { countNotice: (notice) => void counted.push(notice) }
    });
    await desk.sweep();
    expect(counted).toHaveLength(2);
    expect(counted).toContainEqual({ channel: 'slack', kind: 'offered', outcome: 'sent' });
    expect(counted).toContainEqual({ channel: 'email', kind: 'offered', outcome: 'failed' });
  });

  it('comes with the others of its moment, however many there are', async () => {
    const call = await outbox.ringingCall('many');
    const ids: string[] = [];
    for (let step = 1; step <= 45; step += 1) {
      ids.push(...(await outbox.write(call, 'cancelled', ['slack'], `many:${step}`)));
    }
    const [first, second] = [new RecordingSender(), new RecordingSender()];
    const desk = deskWith(first);
    desk.sendSoon(ids.slice(0, 25));
    await desk.idle();
    await deskWith(second).sweep();
    expect(first.sent).toHaveLength(25);
    expect([...first.sent, ...second.sent].map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('is written once however often its step is written, and again for another step', async () => {
    const call = await outbox.ringingCall('twice');
    await outbox.write(call, 'offered', ['slack'], 'twice:1');
    await expect(outbox.write(call, 'offered', ['slack'], 'twice:1')).rejects.toThrow('Notice_Key__c');
    await expect(outbox.write(call, 'offered', ['slack'], 'twice:2')).resolves.toHaveLength(1);
    await deskWith(new RecordingSender()).sweep();
  });

  it('has a key that fits, however long the id of the call', async () => {
    const callId = 'c'.repeat(128);
    const call = await outbox.ringingCall(callId);
    const [first, second] = await outbox.write(call, 'offered', ['slack', 'email'], `${callId}:1`);
    const keys = [await outbox.notice(first!), await outbox.notice(second!)].map((each) =>
      String(each['Notice_Key__c'])
    );
    expect(keys.every((key) => key.length <= 100)).toBe(true);
    expect(new Set(keys).size).toBe(2);
    await deskWith(new RecordingSender(), new RecordingSender('email')).sweep();
  });
});

describe('a notice that was not sent', () => {
  it('is tried again when its time comes, not before, and says meanwhile what was wrong', async () => {
    const call = await outbox.ringingCall('recovers');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'recovers:2');
    const slack = new RecordingSender();
    slack.outcome = { kind: 'failed', error: 'Slack answered HTTP 503.', retryable: true, retryAfterMs: 0 };
    const desk = deskWith(slack);
    await desk.sweep();
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Pending', Last_Error__c: 'Slack answered HTTP 503.' });

    slack.outcome = { kind: 'sent', reference: null };
    outbox.org.clock.advance(14_000);
    await desk.sweep();
    expect(slack.sent).toHaveLength(1);
    outbox.org.clock.advance(2_000);
    await desk.sweep();
    expect(slack.sent.map(({ attempts }) => attempts)).toEqual([1, 2]);
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Sent', Attempts__c: 2, Last_Error__c: null });
  });

  it('waits as long as the channel asks', async () => {
    const call = await outbox.ringingCall('limited');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'limited:2');
    const slack = new RecordingSender();
    slack.outcome = { kind: 'failed', error: 'Slack asks to wait.', retryable: true, retryAfterMs: 90_000 };
    await deskWith(slack).sweep();
    const { Next_Attempt_At__c: next } = await outbox.notice(id!);
    expect(Date.parse(String(next)) - outbox.now().getTime()).toBeGreaterThanOrEqual(89_000);
    outbox.org.clock.advance(91_000);
    slack.outcome = { kind: 'sent', reference: null };
    await deskWith(slack).sweep();
  });

  it('is given up after eight attempts', async () => {
    const call = await outbox.ringingCall('hopeless');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'hopeless:2');
    const slack = new RecordingSender();
    slack.outcome = { kind: 'failed', error: 'Slack could not be reached.', retryable: true, retryAfterMs: 0 };
    const desk = deskWith(slack);
    for (let hour = 0; hour < 12; hour += 1) {
      await desk.sweep();
      outbox.org.clock.advance(3_600_000);
    }
    expect(slack.sent).toHaveLength(8);
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Failed', Next_Attempt_At__c: null });
  });

  it('is given up at once when it can never be sent', async () => {
    const call = await outbox.ringingCall('stranger');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'stranger:2');
    const slack = new RecordingSender();
    slack.outcome = { kind: 'failed', error: 'Nobody.', retryable: false, retryAfterMs: 0 };
    await deskWith(slack).sweep();
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Failed', Last_Error__c: 'Nobody.' });
  });

  it('is not sent late when it would mislead: the phone no longer rings', async () => {
    const call = await outbox.ringingCall('late');
    const [offered] = await outbox.write(call, 'offered', ['slack'], 'late:1');
    const [lapsed] = await outbox.write(call, 'callbackLapsed', ['slack'], 'late:2');
    outbox.org.clock.advance(21_000);
    const slack = new RecordingSender();
    await deskWith(slack).sweep();
    expect(await outbox.notice(offered!)).toMatchObject({
      Status__c: 'Outdated',
      Last_Error__c: 'The call no longer rings.'
    });
    expect(slack.sent.map(({ id }) => id)).toEqual([lapsed]);
  });
});
