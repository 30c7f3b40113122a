import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmailSender } from '../../../orchestrator/notices/emailSender.ts';
import { SlackSender } from '../../../orchestrator/notices/slackSender.ts';
import { readAskedRep } from '../../../orchestrator/salesforce/readAskedRep.ts';
import { sendEmail } from '../../../orchestrator/salesforce/sendEmail.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { startFakeSlack } from './fakeSlack.ts';
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
