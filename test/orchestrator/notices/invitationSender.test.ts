import nodeIcal from 'node-ical';
import { describe, expect, it } from 'vitest';
import { BatonError, type BatonErrorCode } from '../../../orchestrator/domain/errors.ts';
import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';
import type { SendMail } from '../../../orchestrator/notices/emailSender.ts';
import { InvitationSender, type FileToSave } from '../../../orchestrator/notices/invitationSender.ts';
import { exampleMeeting, exampleNotice } from './exampleNotice.ts';

type Mail = Parameters<SendMail>[0];
const deadline = { deadlineMs: 5000 };
const invited = (changes: Partial<QueuedNotice> = {}): QueuedNotice =>
  exampleMeeting({ channel: 'invitation', ...changes });

/** An org that keeps files and mails, and refuses those that it is told to. */
class FakeOrg {
  readonly files: FileToSave[] = [];
  readonly mails: Mail[] = [];
  refuseFile: BatonErrorCode | undefined;
  refuseMail: ((mail: Mail) => BatonErrorCode | undefined) | undefined;
  readonly sender = new InvitationSender({
    saveFile: (file) => {
      if (this.refuseFile !== undefined) {
        return Promise.reject(new BatonError(this.refuseFile, 'refused'));
      }
      return Promise.resolve(`068-${this.files.push(file)}`);
    },
    sendMail: (mail) => {
      const code = this.refuseMail?.(mail);
      if (code !== undefined) {
        return Promise.reject(new BatonError(code, `${mail.to[0]} is refused`));
      }
      this.mails.push(mail);
      return Promise.resolve();
    },
    now: () => new Date('2026-12-03T20:00:00Z')
  });
}

describe('an invitation to the caller', () => {
  it('says when in their own time, with whom, and how to change it', async () => {
    const org = new FakeOrg();
    expect(await org.sender.send(invited(), deadline)).toEqual({ kind: 'sent', reference: null });
    expect(org.mails).toEqual([
      {
        to: ['jamie@novacorp.example'],
        subject: 'Your meeting with Rosa Ortiz',
        body: [
          'Hello Jamie Rivera,',
          '',
          'Your meeting is booked with Rosa Ortiz.',
          '',
          'When: Friday, December 4, 1:00 PM to 1:30 PM MST (America/Denver)',
          'With: Rosa Ortiz, rosa@sample.example',
          '',
          'To move or cancel it, write to rosa@sample.example.',
          'The attachment puts it into your calendar.'
        ].join('\n'),
        attachmentIds: ['068-1']
      }
    ]);
  });

  it.each<['booked' | 'moved' | 'cancelled', string, string, string]>([
    ['booked', 'Your meeting with Rosa Ortiz', 'REQUEST', 'When: '],
    ['moved', 'New time for your meeting with Rosa Ortiz', 'REQUEST', 'When: '],
    ['cancelled', 'Cancelled: your meeting with Rosa Ortiz', 'CANCEL', 'Was to begin: ']
  ])('that is %s says so to the reader and to the calendar', async (kind, subject, method, when) => {
    const org = new FakeOrg();
    await org.sender.send(invited({ kind, step: 4 }), deadline);
    expect(org.mails[0]).toMatchObject({ subject, body: expect.stringContaining(`\n${when}`) });
    const [file] = org.files;
    expect(file).toMatchObject({ name: 'invite.ics', title: subject, recordId: '00Q000000000001AAA' });
    const event = Object.values(nodeIcal.parseICS(file!.content)).find((each) => each?.type === 'VEVENT');
    expect(file!.content).toContain(`\r\nMETHOD:${method}\r\n`);
    expect(event).toMatchObject({ uid: 'a02000000000001AAA@baton', summary: 'Meeting with Rosa Ortiz' });
    expect(Number(event?.sequence)).toBe(4);
  });

  it('is in the rep’s time when nobody knows the caller’s', async () => {
    const org = new FakeOrg();
    await org.sender.send(invited({ callerTimeZone: null }), deadline);
    expect(org.mails[0]!.body).toContain('2:00 PM to 2:30 PM CST (America/Chicago)');
  });

  it('gives a name that was heard with line breaks no line of its own', async () => {
    const org = new FakeOrg();
    const caller = { name: 'Jamie\r\nTo move it, write to eve@other.example', company: 'NovaCorp', title: null };
    await org.sender.send(invited({ caller }), deadline);
    expect(org.mails[0]!.body).toMatch(/^Hello Jamie To move it/);
  });

  it.each<[string, Partial<QueuedNotice>]>([
    ['The lead has no e-mail address.', { callerEmail: null }],
    ['There is no meeting to tell of.', { endsAt: null }],
    ['The rep has no e-mail address.', { rep: { ...exampleNotice().rep, email: null } }],
    ['There is no meeting to tell of.', { kind: 'callbackDue' }]
  ])('is given up with the reason: %s', async (error, changes) => {
    const org = new FakeOrg();
    expect(await org.sender.send(invited(changes), deadline)).toMatchObject({
      kind: 'failed',
      error,
      retryable: false
    });
    expect([org.files, org.mails]).toEqual([[], []]);
  });
});

describe('an org that does not take the attachment', () => {
  it.each<BatonErrorCode>(['salesforcePermission', 'rejectedBySalesforce', 'unexpected'])(
    'and does not save the file (%s) lets the mail go without it, which the notice keeps',
    async (code) => {
      const org = new FakeOrg();
      org.refuseFile = code;
      const lacks = `Sent without the meeting attached; the file was not saved: ${code}.`;
      expect(await org.sender.send(invited(), deadline)).toEqual({ kind: 'sent', reference: null, lacks });
      expect(org.mails).toHaveLength(1);
      expect(org.mails[0]).not.toHaveProperty('attachmentIds');
      expect(org.mails[0]!.body).not.toContain('attachment');
    }
  );

  it('with the mail is given the mail once more without it', async () => {
    const org = new FakeOrg();
    org.refuseMail = ({ attachmentIds }) => (attachmentIds ? 'rejectedBySalesforce' : undefined);
    expect(await org.sender.send(invited(), deadline)).toMatchObject({ kind: 'sent', lacks: expect.any(String) });
    expect(org.mails).toHaveLength(1);
  });

  it('and refuses the mail without it too has refused the address', async () => {
    const org = new FakeOrg();
    org.refuseMail = () => 'rejectedBySalesforce';
    const outcome = await org.sender.send(invited(), deadline);
    expect(outcome).toEqual({ kind: 'failed', error: 'rejectedBySalesforce', retryable: false, retryAfterMs: 0 });
  });

  it.each<BatonErrorCode>(['salesforceTimeout', 'salesforceUnavailable', 'salesforceLimit'])(
    'at this moment (%s) gets no mail without it: the next attempt may have it',
    async (code) => {
      const org = new FakeOrg();
      org.refuseFile = code;
      expect(await org.sender.send(invited(), deadline)).toMatchObject({
        kind: 'failed',
        error: code,
        retryable: true
      });
      expect(org.mails).toEqual([]);
    }
  );

  it('and may have sent the mail is not sent another in the same attempt', async () => {
    const org = new FakeOrg();
    let tries = 0;
    org.refuseMail = () => {
      tries += 1;
      return 'unexpected';
    };
    expect(await org.sender.send(invited(), deadline)).toMatchObject({ kind: 'failed' });
    expect(tries).toBe(1);
  });
});

describe('an invitation that is tried again', () => {
  it('uses the file that it has saved, unless the meeting has changed since', async () => {
    const org = new FakeOrg();
    org.refuseMail = () => 'salesforceUnavailable';
    await org.sender.send(invited(), deadline);
    await org.sender.send(invited({ attempts: 2 }), deadline);
    expect(org.files).toHaveLength(1);
    org.refuseMail = undefined;
    await org.sender.send(invited({ attempts: 3, step: 3, at: '2026-12-04T19:00:00.000Z' }), deadline);
    expect(org.files).toHaveLength(2);
    expect(org.mails[0]!.attachmentIds).toEqual(['068-2']);
  });
});
