/**
 * The outbox of notices, kept in the org: a notice is written in the same transaction as the step that it tells of, so that
 * none is lost and none tells of what never happened. Two senders may find the same one; a claim decides. Each
 * claim raises the number of attempts by one and carries a token of its own, and a validation rule of the object
 * refuses the second.
 */
import { createHash } from 'node:crypto';
import type { NoticeChannel, NoticeKind } from '../domain/notice.ts';
import type {
  NoticeRecords,
  NoticeResult,
  QueuedNotice,
  StandingMessage,
  WaitingNotice
} from '../domain/noticeQueue.ts';
import {
  queryPath,
  type CompositeResults,
  type Reference,
  type Subrequest,
  type SubrequestError
} from './composite.ts';
import {
  channels,
  kinds,
  noticeFields,
  noticeFromRecord,
  noticeHandoffFields,
  resultSubrequest,
  type NoticeHandoffRecord,
  type NoticeRecord
} from './noticeRecord.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import { startTrace, type Trace } from './trace.ts';

/** A notice that is to be told once a step has been written. */
export interface NoticeOrder {
  kind: NoticeKind;
  repId: string;
  /** Whether the caller is told and not the rep. */
  forCaller?: boolean;
  handoffId: string | Reference;
  /** Null when the handoff as a whole is meant. */
  offerId: string | Reference | null;
  /**
   * What it tells of, the same however often the step is tried: `<call id>:<step>`. With kind and channel it makes the
   * unique key, so that two who find one thing to tell write it once.
   */
  about: string;
}

/** The rows of the notices, for the transaction of their step. Reference ids begin with `notice`. */
export function noticeSubrequests(
  orders: readonly NoticeOrder[],
  enabled: readonly NoticeChannel[],
  now: Date
): Subrequest[] {
  return orders.flatMap((order, index) =>
    enabled
      .filter((channel) => reaches(channel, order))
      .map((channel): Subrequest => {
        const { kind, repId, handoffId, offerId, about } = order;
        return {
          method: 'POST',
          path: '/sobjects/Handoff_Notice__c',
          referenceId: `notice${index}${channels[channel]}`,
          body: {
            Notice_Key__c: noticeKey(about, kind, channel),
            OwnerId: repId,
            Rep__c: repId,
            Handoff__c: handoffId,
            Offer__c: offerId,
            Kind__c: kinds[kind],
            Channel__c: channels[channel],
            Status__c: 'Pending',
            Attempts__c: 0,
            Next_Attempt_At__c: now.toISOString()
          }
        };
      })
  );
}

/** An invitation is the caller's; all other channels are the rep's. */
function reaches(channel: NoticeChannel, { forCaller = false }: NoticeOrder): boolean {
  return (channel === 'invitation') === forCaller;
}

/** The field holds 100 characters, and a call id alone may have 128; a longer one stands as its digest. */
export function noticeKey(about: string, kind: NoticeKind, channel: NoticeChannel): string {
  const subject = about.length <= 60 ? about : createHash('sha256').update(about).digest('base64url');
  return `${subject}:${kind}:${channel}`;
}

export class SalesforceNotices implements NoticeRecords {
  private readonly salesforce: Salesforce;
  private readonly deadlineMs: number;
  private readonly onTrace: (trace: Trace) => void;
  private readonly onError: (error: unknown) => void;

  /**
   * @param options.deadlineMs for each call to Salesforce; no caller waits for these. Default 10 seconds
   * @param options.onError hears of single notices that the org does not let be written; the others go on
   */
  constructor(
    salesforce: Salesforce,
    options: { deadlineMs?: number; onTrace?: (trace: Trace) => void; onError?: (error: unknown) => void } = {}
  ) {
    this.salesforce = salesforce;
    this.deadlineMs = options.deadlineMs ?? 10_000;
    this.onTrace = options.onTrace ?? (() => undefined);
    this.onError = options.onError ?? (() => undefined);
  }

  async due(now: Date, limit: number): Promise<WaitingNotice[]> {
    const rows = await this.query<{ Id: string; Attempts__c: number | null }>(
      "SELECT Id, Attempts__c FROM Handoff_Notice__c WHERE Status__c = 'Pending' AND " +
        `Next_Attempt_At__c <= ${now.toISOString()} ORDER BY Next_Attempt_At__c, Id LIMIT ${limit}`
    );
    return rows.map(({ Id, Attempts__c }) => ({ id: Id, attempts: Attempts__c ?? 0 }));
  }

  async claim(waiting: readonly WaitingNotice[], claim: { token: string; until: Date }): Promise<QueuedNotice[]> {
    if (waiting.length === 0) {
      return [];
    }
    const ids = waiting.map(({ id }) => soqlString(id)).join(', ');
    const results = await this.composite([
      ...waiting.map(({ id, attempts }): Subrequest => ({
        method: 'PATCH',
        path: `/sobjects/Handoff_Notice__c/${id}`,
        referenceId: id,
        body: {
          Attempts__c: attempts + 1,
          Attempt_Token__c: claim.token,
          Next_Attempt_At__c: claim.until.toISOString()
        }
      })),
      {
        method: 'GET',
        path: queryPath(`SELECT ${noticeFields.join(', ')} FROM Handoff_Notice__c WHERE Id IN (${ids})`),
        referenceId: 'notices'
      },
      {
        method: 'GET',
        path: queryPath(
          `SELECT ${noticeHandoffFields.join(', ')} FROM Handoff__c ` +
            `WHERE Id IN (SELECT Handoff__c FROM Handoff_Notice__c WHERE Id IN (${ids}))`
        ),
        referenceId: 'handoffs'
      }
    ]);
    const unread = [...results.errors('notices'), ...results.errors('handoffs')];
    if (unread.length > 0) {
      throw fromSubrequest(unread);
    }
    for (const { id } of waiting) {
      this.report(results, id, isLostClaim);
    }
    const handoffs = new Map(results.records<NoticeHandoffRecord>('handoffs').map((record) => [record.Id, record]));
    return results.records<NoticeRecord>('notices').flatMap((record) => {
      const handoff = handoffs.get(record.Handoff__c);
      const isWon = results.body(record.Id) !== undefined;
      // Whoever claimed it before may have finished with it since it was read.
      const isOpen = record.Status__c === 'Pending';
      return isWon && isOpen && handoff ? [this.queued(record, handoff, waiting)] : [];
    });
  }

  async save(results: readonly NoticeResult[]): Promise<string[]> {
    if (results.length === 0) {
      return [];
    }
    const answers = await this.composite(results.map(resultSubrequest));
    return results.flatMap(({ id }) => (this.report(answers, id, isGone) ? [] : [id]));
  }

  async standingMessages(limit: number, offerIds?: readonly string[]): Promise<StandingMessage[]> {
    if (offerIds?.length === 0) {
      return [];
    }
    const only = offerIds ? ` AND Offer__c IN (${offerIds.map(soqlString).join(', ')})` : '';
    const rows = await this.query<NoticeRecord>(
      `SELECT ${noticeFields.join(', ')} FROM Handoff_Notice__c WHERE Status__c = 'Sent' AND Reference__c != null ` +
        `AND Offer__r.Status__c != 'Ringing'${only} ORDER BY Sent_At__c DESC LIMIT ${limit}`
    );
    if (rows.length === 0) {
      return [];
    }
    const ids = [...new Set(rows.map(({ Handoff__c }) => soqlString(Handoff__c)))].join(', ');
    const handoffs = await this.query<NoticeHandoffRecord>(
      `SELECT ${noticeHandoffFields.join(', ')} FROM Handoff__c WHERE Id IN (${ids})`
    );
    return rows.flatMap((row) => {
      const handoff = handoffs.find(({ Id }) => Id === row.Handoff__c);
      const notice = handoff && noticeFromRecord(row, handoff, this.salesforce.instanceUrl);
      return notice?.offer ? [standingMessage(notice, notice.offer, row.Reference__c!)] : [];
    });
  }

  async forgetMessages(noticeIds: readonly string[]): Promise<void> {
    if (noticeIds.length === 0) {
      return;
    }
    const results = await this.composite(
      noticeIds.map((id) => ({
        method: 'PATCH',
        path: `/sobjects/Handoff_Notice__c/${id}`,
        referenceId: id,
        body: { Reference__c: null }
      }))
    );
    noticeIds.forEach((id) => this.report(results, id, isGone));
  }

  private queued(record: NoticeRecord, handoff: NoticeHandoffRecord, waiting: readonly WaitingNotice[]): QueuedNotice {
    const before = waiting.find(({ id }) => id === record.Id)?.attempts ?? 0;
    // The order of reading and claiming within one call is Salesforce's affair.
    return { ...noticeFromRecord(record, handoff, this.salesforce.instanceUrl), attempts: before + 1 };
  }

  /** Whether a notice could not be written for a reason that is not expected; one must not hold up the others. */
  private report(
    results: CompositeResults,
    noticeId: string,
    isExpected: (error: SubrequestError) => boolean
  ): boolean {
    const errors = results.errors(noticeId).filter((error) => !isExpected(error));
    if (errors.length > 0) {
      this.onError(fromSubrequest(errors));
    }
    return errors.length > 0;
  }

  private composite(subrequests: readonly Subrequest[]): Promise<CompositeResults> {
    return this.traced((request) => this.salesforce.composite(subrequests, { allOrNone: false, ...request }));
  }

  private query<T>(soql: string): Promise<T[]> {
    return this.traced((request) => this.salesforce.query<T>(soql, request));
  }

  private async traced<T>(ask: (request: { deadlineMs: number; trace: Trace }) => Promise<T>): Promise<T> {
    const trace = startTrace();
    try {
      return await ask({ deadlineMs: this.deadlineMs, trace });
    } finally {
      this.onTrace(trace);
    }
  }
}

function standingMessage(
  { id, channel, kind, lead, caller, offerId }: QueuedNotice,
  offer: NonNullable<QueuedNotice['offer']>,
  reference: string
): StandingMessage {
  return { id, channel, kind, lead, caller, reference, offerId: offerId!, offerStatus: offer.status };
}

/** Somebody else has claimed it, is claiming it at this moment, or has deleted it. */
function isLostClaim(error: SubrequestError): boolean {
  return (
    (error.errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && (error.fields ?? []).includes('Attempts__c')) ||
    error.errorCode === 'UNABLE_TO_LOCK_ROW' ||
    isGone(error)
  );
}

/** An administrator deleted the notice, or the data retention of the org did. */
function isGone({ errorCode }: SubrequestError): boolean {
  return errorCode === 'ENTITY_IS_DELETED' || errorCode === 'NOT_FOUND';
}
