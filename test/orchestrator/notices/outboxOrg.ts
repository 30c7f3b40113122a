/** A local org with a handoff to tell of, as a service and an administrator see it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { NoticeChannel, NoticeKind } from '../../../orchestrator/domain/notice.ts';
import { NoticeDesk, type NoticeDeskOptions } from '../../../orchestrator/notices/noticeDesk.ts';
import type { NoticeSender } from '../../../orchestrator/notices/noticeSender.ts';
import { noticeSubrequests, SalesforceNotices } from '../../../orchestrator/salesforce/noticeRecords.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export interface OutboxOrg {
  org: LocalOrg;
  /** As the service is connected. */
  salesforce: Salesforce;
  admin: Connection;
  rep: { id: string; email: string; name: string };
  now: () => Date;
  /** A call that rings at the rep's, until 20 seconds from now. */
  ringingCall(callId: string): Promise<{ leadId: string; handoffId: string; offerId: string }>;
  /** Writes notices as a step does; answers with their ids. */
  write(
    call: { handoffId: string; offerId: string | null },
    kind: NoticeKind,
    channels: readonly NoticeChannel[],
    about: string
  ): Promise<string[]>;
  notice(id: string): Promise<Record<string, unknown>>;
  /** A process of its own that tells notices. */
  desk(senders: readonly NoticeSender[], options: Pick<NoticeDeskOptions, 'onError' | 'metrics'>): NoticeDesk;
  close(): Promise<void>;
}

export async function startOutboxOrg(): Promise<OutboxOrg> {
  const org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0,
    frozen: true,
    startAt: new Date('2026-12-03T20:00:00Z')
  });
  const connect = (username?: string): Connection => {
    const { accessToken } = username === undefined ? org.session() : org.session(username);
    return new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
  };
  const salesforce = new Salesforce(connect());
  const admin = connect('admin@local-org.example');
  const user = await admin.sobject('User').findOne({ Username: 'priya.raman@sample.example' });
  const repId = user!.Id as string;
  const now = (): Date => org.clock.now();

  const create = async (object: string, fields: Record<string, unknown>): Promise<string> => {
    const { id } = await admin.sobject(object).create(fields);
    return id!;
  };

  return {
    org,
    salesforce,
    admin,
    now,
    rep: { id: repId, email: 'priya.raman@sample.example', name: 'Priya Raman' },
    ringingCall: async (callId) => {
      const leadId = await create('Lead', {
        FirstName: 'Jamie',
        LastName: 'Rivera',
        Company: 'NovaCorp',
        Title: 'VP of Operations',
        Email: 'jamie.rivera@novacorp.example',
        Qualification_Summary__c: 'Runs an 80-person support team. Call back on +1 415 555 0142.',
        OwnerId: repId
      });
      const until = new Date(now().getTime() + 20_000).toISOString();
      const handoffId = await create('Handoff__c', {
        Call_Id__c: callId,
        Lead__c: leadId,
        Rep__c: repId,
        Status__c: 'Ringing',
        Step__c: 1,
        Next_Step__c: 'Transfer',
        Next_Step_At__c: until,
        Score__c: 86,
        Caller_Time_Zone__c: 'America/Denver'
      });
      const offerId = await create('Handoff_Offer__c', {
        Handoff__c: handoffId,
        Rep__c: repId,
        Kind__c: 'Live',
        Status__c: 'Ringing',
        Offered_At__c: now().toISOString(),
        Expires_At__c: until
      });
      return { leadId, handoffId, offerId };
    },
    write: async (call, kind, channels, about) => {
      const rows = noticeSubrequests([{ kind, repId, ...call, about }], channels, now());
      const results = await salesforce.composite(rows, { allOrNone: true, deadlineMs: 20_000, trace: startTrace() });
      const refusals = results.causes();
      if (refusals.length > 0) {
        throw new Error(JSON.stringify(refusals));
      }
      return rows.map(({ referenceId }) => results.body<{ id: string }>(referenceId)!.id);
    },
    notice: (id) => admin.sobject('Handoff_Notice__c').retrieve(id),
    desk: (senders, options) => {
      const records = new SalesforceNotices(salesforce, { deadlineMs: 20_000, onError: options.onError });
      return new NoticeDesk({ senders, records, now, newToken: randomUUID, ...options });
    },
    close: () => org.close()
  };
}
