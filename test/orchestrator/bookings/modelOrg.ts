/**
 * Salesforce as far as calls and bookings need it: records, unique keys, the two rules of steps and offers, transactions,
 * and the few queries that a service asks. What it does not know it refuses by name.
 */
import {
  CompositeResults,
  Reference,
  type Subrequest,
  type SubrequestResult
} from '../../../orchestrator/salesforce/composite.ts';
import { storedCallFields, userFields } from '../../../orchestrator/salesforce/fieldMap.ts';
import { handoffFields } from '../../../orchestrator/salesforce/handoffRecord.ts';
import { answerQuery } from './modelQueries.ts';

export type Row = Record<string, unknown> & { Id: string };

/** A record that a transaction has saved. */
export interface Change {
  object: string;
  before: Row | undefined;
  after: Row;
}

const uniqueFields: Readonly<Record<string, readonly string[]>> = {
  Lead: ['Voice_Call_Id__c'],
  Handoff__c: ['Call_Id__c'],
  Handoff_Offer__c: ['Turn_Key__c', 'Live_Key__c', 'Step_Key__c', 'Slot_Key__c']
};

/** What a record that was saved without them has: nothing. */
const blankFields: Readonly<Record<string, readonly string[]>> = {
  Lead: storedCallFields,
  Handoff__c: handoffFields,
  Handoff_Offer__c: ['Turn_Key__c', 'Turn_Number__c', 'Live_Key__c', 'Step_Key__c', 'Slot_Key__c', 'Slot_Number__c'],
  Event: ['WhoId', 'GroupEventType', 'DurationInMinutes'],
  User: userFields
};

const prefixes: Readonly<Record<string, string>> = {
  Lead: '00Q',
  Handoff__c: 'a0A',
  Handoff_Offer__c: 'a0B',
  Event: '00U',
  Task: '00T',
  User: '005',
  Group: '00G'
};

const endedStatuses = new Set(
  'Declined,No Answer,Voicemail,Busy,Unreachable,Caller Left,Lapsed,Cancelled,Completed'.split(',')
);

/** What the org answers a request that it does not do. */
class Refusal {
  readonly errorCode: string;
  readonly message: string;
  readonly fields: readonly string[];

  constructor(errorCode: string, message: string, fields: readonly string[] = []) {
    this.errorCode = errorCode;
    this.message = message;
    this.fields = fields;
  }
}

export class ModelOrg {
  private readonly tables = new Map<string, Map<string, Row>>();
  private readonly assignedTo: (callId: string) => string;
  private made = 0;

  /** @param assignedTo the queue or the user whom the assignment rules choose for a call's lead */
  constructor(assignedTo: (callId: string) => string) {
    this.assignedTo = assignedTo;
  }

  rows(object: string): Row[] {
    return [...this.table(object).values()];
  }

  row(object: string, id: string): Row | undefined {
    return this.table(object).get(id);
  }

  private insert(object: string, fields: Record<string, unknown>): Row | Refusal {
    this.made += 1;
    const Id = `${prefixes[object] ?? 'a0X'}${String(this.made).padStart(12, '0')}AAA`;
    const blank = Object.fromEntries((blankFields[object] ?? []).map((field) => [field, null]));
    const Name = String(this.made).padStart(8, '0');
    return this.save(object, { ...blank, Name, ...this.assigned(object, fields), Id });
  }

  update(object: string, id: string, fields: Record<string, unknown>): Row | Refusal {
    const before = this.row(object, id);
    if (!before) {
      return new Refusal('NOT_FOUND', 'The requested resource does not exist');
    }
    const isStep = object === 'Handoff__c' && ('Step__c' in fields || 'Step_Token__c' in fields);
    if (isStep && fields['Step__c'] !== (before['Step__c'] as number) + 1) {
      return new Refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Someone else has moved this handoff on.', ['Step__c']);
    }
    const status = before['Status__c'] as string;
    const isEnd = object === 'Handoff_Offer__c' && 'Status__c' in fields && fields['Status__c'] !== status;
    if (isEnd && endedStatuses.has(status)) {
      return new Refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'This offer has ended.', ['Status__c']);
    }
    return this.save(object, { ...before, ...fields });
  }

  /** A record that was there before the story, or that a person makes. */
  put(object: string, fields: Record<string, unknown>): Row {
    return this.insert(object, fields) as Row;
  }

  /** One composite request, and what it changed. */
  composite(subrequests: readonly Subrequest[], allOrNone: boolean): { results: CompositeResults; changes: Change[] } {
    const changes: Change[] = [];
    const results: SubrequestResult[] = [];
    for (const [index, subrequest] of subrequests.entries()) {
      const { referenceId } = subrequest;
      const complete = resolved(subrequest, results);
      const body = complete instanceof Refusal ? complete : this.answer(complete, changes);
      const isRefused = body instanceof Refusal;
      results.push({ referenceId, httpStatusCode: isRefused ? 400 : 200, body: isRefused ? [body] : body });
      if (isRefused && allOrNone) {
        this.undo(changes);
        return { results: halted(subrequests, results[index]!), changes: [] };
      }
    }
    return { results: new CompositeResults(results), changes };
  }

  query(soql: string): Row[] {
    return answerQuery(this, soql);
  }

  get(path: string): unknown {
    return path === '/services/oauth2/userinfo'
      ? { user_id: '005999999999999AAA' }
      : this.answer({ method: 'GET', path, referenceId: '' }, []);
  }

  private answer({ method, path, body = {} }: Subrequest, changes: Change[]): unknown {
    if (path.startsWith('/query/?q=')) {
      const records = this.query(decodeURIComponent(path.slice('/query/?q='.length)));
      return { records, done: true, totalSize: records.length };
    }
    const [, object = '', key = '', value] = /^\/sobjects\/([^/?]+)\/?([^/?]*)\/?([^/?]*)/.exec(path) ?? [];
    if (method === 'GET') {
      const found = value ? this.rows(object).find((row) => row[key] === value) : this.row(object, key);
      if (!found) {
        return new Refusal('NOT_FOUND', 'The requested resource does not exist');
      }
      return found;
    }
    if (object.endsWith('__e')) {
      return { id: 'published' };
    }
    const before = key === '' ? undefined : this.row(object, key);
    const after = key === '' ? this.insert(object, body) : this.update(object, key, body);
    if (after instanceof Refusal) {
      return after;
    }
    changes.push({ object, before, after });
    return { id: after.Id, success: true };
  }

  private save(object: string, row: Row): Row | Refusal {
    for (const field of uniqueFields[object] ?? []) {
      const holder = row[field] === null ? undefined : this.rows(object).find((other) => other[field] === row[field]);
      if (holder && holder.Id !== row.Id) {
        return new Refusal(
          'DUPLICATE_VALUE',
          `duplicate value found: ${field} duplicates value on record ${holder.Id}`
        );
      }
    }
    this.table(object).set(row.Id, row);
    return row;
  }

  private undo(changes: readonly Change[]): void {
    for (const { object, before, after } of changes.toReversed()) {
      if (before) {
        this.table(object).set(before.Id, before);
      } else {
        this.table(object).delete(after.Id);
      }
    }
  }

  private assigned(object: string, fields: Record<string, unknown>): Record<string, unknown> {
    return object === 'Lead' ? { ...fields, OwnerId: this.assignedTo(String(fields['Voice_Call_Id__c'])) } : fields;
  }

  private table(object: string): Map<string, Row> {
    const table = this.tables.get(object) ?? new Map<string, Row>();
    this.tables.set(object, table);
    return table;
  }
}

/** With the results of earlier subrequests in place of the references to them. */
function resolved(subrequest: Subrequest, results: readonly SubrequestResult[]): Subrequest | Refusal {
  let missing: string | undefined;
  const valueOf = (reference: string): string => {
    const [referenceId, field = ''] = reference.split('.');
    const result = results.find((each) => each.referenceId === referenceId);
    const value = result && result.httpStatusCode < 400 ? (result.body as Row)[field] : undefined;
    missing = typeof value === 'string' ? missing : reference;
    return String(value);
  };
  const { path, body } = subrequest;
  const complete = {
    ...subrequest,
    path: path.replace(/@\{([\w.]+)\}/g, (_all, reference: string) => valueOf(reference)),
    ...(body && {
      body: Object.fromEntries(
        Object.entries(body).map(([field, value]) => [field, value instanceof Reference ? valueOf(value.path) : value])
      )
    })
  };
  return missing === undefined ? complete : new Refusal('PROCESSING_HALTED', `Invalid reference specified: ${missing}`);
}

/** Of a transaction of which one part was refused, every other part says only that it was not done. */
function halted(subrequests: readonly Subrequest[], refused: SubrequestResult): CompositeResults {
  const body = [{ errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back.' }];
  return new CompositeResults(
    subrequests.map(({ referenceId }) =>
      referenceId === refused.referenceId ? refused : { referenceId, httpStatusCode: 400, body }
    )
  );
}

/** A row that somebody else has locked. */
export function lockedRow(subrequests: readonly Subrequest[]): CompositeResults {
  const body = [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access to this record' }];
  return halted(subrequests, { referenceId: subrequests[0]!.referenceId, httpStatusCode: 400, body });
}
