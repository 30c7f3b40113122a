import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SalesforceNotices } from '../../../orchestrator/salesforce/noticeRecords.ts';
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

describe('a process that dies', () => {
  const claim = { token: randomUUID(), until: new Date() };

  it('after it claimed a notice and before it sent it leaves it to the next, once the claim has run out', async () => {
    const call = await outbox.ringingCall('claimed');
    const [id] = await outbox.write(call, 'cancelled', ['slack'], 'claimed:2');
    const dead = new SalesforceNotices(outbox.salesforce);
    const until = new Date(outbox.now().getTime() + 60_000);
    expect(await dead.claim([{ id: id!, attempts: 0 }], { ...claim, until })).toHaveLength(1);

    const slack = new RecordingSender();
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

    const slack = new RecordingSender();
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
    const slack = new RecordingSender();
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
