import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoticeChannel } from '../../../orchestrator/domain/notice.ts';
import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';
import { EmailSender } from '../../../orchestrator/notices/emailSender.ts';
import { NoticeDesk } from '../../../orchestrator/notices/noticeDesk.ts';
import type { NoticeSender, SendOutcome } from '../../../orchestrator/notices/noticeSender.ts';
import { SlackSender } from '../../../orchestrator/notices/slackSender.ts';
import { SalesforceNotices } from '../../../orchestrator/salesforce/noticeRecords.ts';
import { readAskedRep } from '../../../orchestrator/salesforce/readAskedRep.ts';
import { sendEmail } from '../../../orchestrator/salesforce/sendEmail.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { startFakeSlack } from './fakeSlack.ts';
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

const onError = (error: unknown): void => void errors.push(error);

/** Says what it is told to, and remembers what it sent. */
class Recorder implements NoticeSender {
  readonly sent: QueuedNotice[] = [];
  readonly channel: NoticeChannel;
  outcome: SendOutcome = { kind: 'sent', reference: null };

  constructor(channel: NoticeChannel = 'slack') {
    this.channel = channel;
  }

  send(notice: QueuedNotice): Promise<SendOutcome> {
    this.sent.push(notice);
    return Promise.resolve(this.outcome);
  }
}

function deskWith(...senders: NoticeSender[]): NoticeDesk {
  const records = new SalesforceNotices(outbox.salesforce, { deadlineMs: 20_000, onError });
  return new NoticeDesk({ senders, records, now: outbox.now, newToken: randomUUID, onError });
}

describe('a notice in the org', () => {
  it('tells whoever sends it all that there is to tell, as the org knows it at that moment', async () => {
    const call = await outbox.ringingCall('tells');
    const ids = await outbox.write(call, 'offered', ['slack'], 'tells:1');
    const slack = new Recorder();
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
    const senders = Array.from({ length: 10 }, () => new Recorder());
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
    const slack = new Recorder();
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
    const slack = new Recorder();
    await deskWith(slack).sweep();
    expect(slack.sent.map(({ id }) => id)).toEqual([waits]);
    expect(errors).toHaveLength(1);
    await outbox.admin.sobject('Handoff_Notice__c').destroy(refused!);
  });

  it('is counted by channel, kind and how it went', async () => {
    const call = await outbox.ringingCall('counted');
    await outbox.write(call, 'offered', ['slack', 'email'], 'counted:1');
    const counted: unknown[] = [];
    const email = new Recorder('email');
    email.outcome = { kind: 'failed', error: 'salesforceLimit', retryable: false, retryAfterMs: 0 };
    const desk = new NoticeDesk({
      senders: [new Recorder(), email],
      records: new SalesforceNotices(outbox.salesforce),
      now: outbox.now,
      newToken: randomUUID,
      onError,
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
    const [first, second] = [new Recorder(), new Recorder()];
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
    await deskWith(new Recorder()).sweep();
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
    await deskWith(new Recorder(), new Recorder('email')).sweep();
  });
});

describe('a notice that was not sent', () => {
  it('is tried again when its time comes, not before, and says meanwhile what was wrong', async () => {
    const call = await outbox.ringingCall('recovers');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'recovers:2');
    const slack = new Recorder();
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
    const slack = new Recorder();
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
    const slack = new Recorder();
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
    const slack = new Recorder();
    slack.outcome = { kind: 'failed', error: 'Nobody.', retryable: false, retryAfterMs: 0 };
    await deskWith(slack).sweep();
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Failed', Last_Error__c: 'Nobody.' });
  });

  it('is not sent late when it would mislead: the phone no longer rings', async () => {
    const call = await outbox.ringingCall('late');
    const [offered] = await outbox.write(call, 'offered', ['slack'], 'late:1');
    const [lapsed] = await outbox.write(call, 'callbackLapsed', ['slack'], 'late:2');
    outbox.org.clock.advance(21_000);
    const slack = new Recorder();
    await deskWith(slack).sweep();
    expect(await outbox.notice(offered!)).toMatchObject({
      Status__c: 'Outdated',
      Last_Error__c: 'The call no longer rings.'
    });
    expect(slack.sent.map(({ id }) => id)).toEqual([lapsed]);
  });
});

describe('a process that dies', () => {
  const claim = { token: randomUUID(), until: new Date() };

  it('after it claimed a notice and before it sent it leaves it to the next, once the claim has run out', async () => {
    const call = await outbox.ringingCall('claimed');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'claimed:2');
    const dead = new SalesforceNotices(outbox.salesforce);
    const until = new Date(outbox.now().getTime() + 60_000);
    expect(await dead.claim([{ id: id!, attempts: 0 }], { ...claim, until })).toHaveLength(1);

    const slack = new Recorder();
    const desk = deskWith(slack);
    await desk.sweep();
    expect(slack.sent).toEqual([]);
    outbox.org.clock.advance(61_000);
    await desk.sweep();
    expect(slack.sent.map((sent) => sent.id)).toEqual([id]);
  });

  it('after it sent a notice and before it noted that makes it arrive once more, and no more', async () => {
    const call = await outbox.ringingCall('noted');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'noted:2');
    const dead = new SalesforceNotices(outbox.salesforce);
    const until = new Date(outbox.now().getTime() + 60_000);
    await dead.claim([{ id: id!, attempts: 0 }], { ...claim, until });

    const slack = new Recorder();
    const desk = deskWith(slack);
    for (let minute = 0; minute < 5; minute += 1) {
      outbox.org.clock.advance(61_000);
      await desk.sweep();
    }
    expect(slack.sent.map((sent) => sent.id)).toEqual([id]);
  });
});

describe('a process that cannot note what it sent', () => {
  it('does not send it again, and notes it later', async () => {
    const call = await outbox.ringingCall('unnoted');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'unnoted:2');
    const slack = new Recorder();
    const desk = deskWith(slack);
    const faults = (method: string, body?: unknown) =>
      fetch(`${outbox.org.url}/_local/faults`, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      });
    // The query for what is due and the claim pass; the note is lost, and so are the attempts to write it later.
    await faults('POST', { kind: 'drop', match: { method: 'POST', path: '/composite' }, after: 1 });
    await desk.sweep();
    expect(errors).toHaveLength(1);
    outbox.org.clock.advance(61_000);
    await desk.sweep();
    expect(slack.sent).toHaveLength(1);

    await faults('DELETE');
    await desk.sweep();
    expect(slack.sent).toHaveLength(1);
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Sent', Attempts__c: 1 });
  });
});

describe('the Slack message of a call', () => {
  it('loses its buttons when the offer ends, by whichever process comes first, and is then left alone', async () => {
    const slack = await startFakeSlack();
    try {
      slack.people.set(outbox.rep.email, 'U0PRIYA');
      const sender = (): SlackSender =>
        new SlackSender({ botToken: 'xoxb-test', apiUrl: slack.apiUrl, hearsPresses: true, now: outbox.now });
      const call = await outbox.ringingCall('buttons');
      const other = await outbox.ringingCall('still rings');
      const [id] = await outbox.write(call, 'offered', ['slack'], 'buttons:1');
      const [otherId] = await outbox.write(other, 'offered', ['slack'], 'still rings:1');
      await deskWith(sender()).sweep();
      const reference = String((await outbox.notice(id!))['Reference__c']);
      expect(JSON.stringify(slack.messages.get(reference))).toContain('baton_accept');

      await outbox.admin.sobject('Handoff_Offer__c').update({ Id: call.offerId, Status__c: 'Declined' });
      const afterRestart = deskWith(sender());
      afterRestart.offersEnded([call.offerId, other.offerId]);
      await afterRestart.idle();
      expect(JSON.stringify(slack.messages.get(reference))).not.toContain('baton_accept');
      expect(slack.messages.get(reference)!.text).toContain('you declined.');
      const otherReference = String((await outbox.notice(otherId!))['Reference__c']);
      expect(JSON.stringify(slack.messages.get(otherReference))).toContain('baton_accept');

      await outbox.admin.sobject('Handoff_Offer__c').update({ Id: other.offerId, Status__c: 'Accepted' });
      await deskWith(sender()).sweep();
      await deskWith(sender()).sweep();
      expect(slack.messages.get(otherReference)!.text).toContain('you took the call.');
      expect(slack.of('chat.update')).toHaveLength(2);
      expect(errors).toEqual([]);
    } finally {
      await slack.close();
    }
  });
});

describe('an offer', () => {
  it('tells whom it was made to, by the address that other systems know them by', async () => {
    const { offerId, handoffId, leadId } = await outbox.ringingCall('asked');
    const request = { deadlineMs: 20_000, trace: startTrace() };
    expect(await readAskedRep(outbox.salesforce, offerId, request)).toEqual({
      repId: outbox.rep.id,
      email: outbox.rep.email,
      handoffId
    });
    expect(await readAskedRep(outbox.salesforce, leadId, request)).toBeNull();
  });
});

describe('a notice by e-mail', () => {
  it('reaches the rep through the org, with the time in their zone', async () => {
    const call = await outbox.ringingCall('mail');
    const [id] = await outbox.write(call, 'callbackDue', ['email'], 'mail:2');
    await outbox.admin
      .sobject('Handoff_Offer__c')
      .update({ Id: call.offerId, Status__c: 'Assigned', Kind__c: 'Callback' });
    await outbox.admin
      .sobject('Handoff__c')
      .update({ Id: call.handoffId, Status__c: 'Callback', Next_Step_At__c: '2026-12-05T00:30:00Z' });
    const email = new EmailSender((mail, { deadlineMs }) =>
      sendEmail(outbox.salesforce, mail, { deadlineMs, trace: startTrace() })
    );
    await deskWith(email).sweep();
    expect(errors).toEqual([]);
    expect(await outbox.notice(id!)).toMatchObject({ Status__c: 'Sent' });
    const { emails } = (await (await fetch(`${outbox.org.url}/_local/outbox`)).json()) as {
      emails: { to: string[]; subject: string; body: string }[];
    };
    expect(emails).toHaveLength(1);
    expect(emails[0]).toMatchObject({ to: [outbox.rep.email], subject: 'Callback due: Jamie Rivera of NovaCorp' });
    expect(emails[0]!.body).toContain('Due: Friday, December 4, 4:30 PM PST (America/Los_Angeles)');
  });
});
