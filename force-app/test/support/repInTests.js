/**
 * What a rep's Salesforce answers to the screen pop, as tests need it: offers that can be changed, answers that are refused,
 * and readings that fail.
 */
import { graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';

export const me = '005000000000003AAA';
export const marcus = '005000000000004AAA';

const value = (content) => (content === undefined ? null : { value: content });

/** A lead as the query answers it. */
export const jamie = {
  Id: '00Q000000000001EAA',
  Name: value('Jamie Rivera'),
  Company: value('NovaCorp'),
  Title: value('VP of Operations'),
  Phone: value('+14155550142'),
  Email: value('jamie@novacorp.example'),
  Qualification_Summary__c: value('80-person support team, wants to pilot voice AI in Q2.'),
  Timeline__c: value('Q2'),
  Use_Case__c: value('Support'),
  Team_Size__c: { value: 80, displayValue: '80' },
  Budget__c: value(null),
  Qualification_Score__c: value(86),
  Transcript_URL__c: value('https://calls.example/c-0001')
};

/**
 * An offer as the query answers it.
 * @param {number} number makes the ids; offers of one number are of one handoff
 * @param {{ status?: string, offeredAt?: number, ringSeconds?: number, lead?: object | null, handoff?: object | null }} options
 */
export function offerNode(
  number,
  { status = 'Ringing', offeredAt, ringSeconds = 20, lead = jamie, handoff = {} } = {}
) {
  const at = offeredAt ?? Date.now();
  const handoffFields = {
    Rep__c: me,
    Status__c: 'Ringing',
    Next_Step__c: 'Transfer',
    Next_Step_At__c: null,
    ...handoff
  };
  const fields = Object.entries(handoffFields).map(([name, content]) => [name, value(content)]);
  return {
    Id: offerId(number),
    Status__c: value(status),
    Offered_At__c: value(new Date(at).toISOString()),
    Expires_At__c: value(new Date(at + ringSeconds * 1000).toISOString()),
    Handoff__c: value(handoffId(number)),
    // To a rep who may not see it, the handoff is not there.
    Handoff__r: handoff === null ? null : { ...Object.fromEntries(fields), Lead__r: lead }
  };
}

export const offerId = (number) => `a0200000000000${number}AAA`;
export const handoffId = (number) => `a0300000000000${number}AAA`;

/** The query's answer to these offers, the latest first among the recent ones. */
export function answerOf(nodes, feedbackOn = []) {
  const connection = (list) => ({ edges: list.map((node) => ({ node })) });
  const isOpen = ({ Status__c: { value: status } }) => status === 'Ringing' || status === 'Accepted';
  const feedback = feedbackOn.map((id) => ({ Id: `a01${id.slice(3)}`, Handoff__c: value(id) }));
  return {
    uiapi: {
      query: {
        open: connection(nodes.filter(isOpen)),
        recent: connection([...nodes].reverse()),
        feedback: connection(feedback)
      }
    }
  };
}

/** The rep's org: `nodes` is what it holds; each reading and each saved answer goes against it. */
export class RepsOrg {
  nodes = [];
  feedbackOn = [];
  /** What reading fails with, if it does. */
  outage;
  /** What saving fails with, if it does. */
  refusal;

  constructor() {
    this.refresh = jest.fn(async () => this.answer());
    updateRecord.mockReset();
    updateRecord.mockImplementation(async ({ fields: { Id, ...fields } }) => {
      if (this.refusal) throw this.refusal;
      if (fields.Status__c) this.become(Id, fields.Status__c);
      return {};
    });
  }

  answer() {
    if (this.outage) throw this.outage;
    graphql.emit(answerOf(this.nodes, this.feedbackOn), undefined, this.refresh);
  }

  become(id, status, handoff) {
    this.nodes = this.nodes.map((node) => {
      if (node.Id !== id) return node;
      const fields = Object.entries(handoff ?? {}).map(([name, content]) => [name, value(content)]);
      const changed = node.Handoff__r && { ...node.Handoff__r, ...Object.fromEntries(fields) };
      return { ...node, Status__c: value(status), Handoff__r: handoff === null ? null : changed };
    });
  }
}

/** As Salesforce refuses an answer to an offer that has ended. */
export const endedRefusal = {
  status: 400,
  body: {
    message: 'An error occurred while trying to update the record. Please try again.',
    statusCode: 400,
    output: {
      errors: [],
      fieldErrors: {
        Status__c: [
          {
            errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
            field: 'Status__c',
            fieldLabel: 'Status',
            message: 'This offer has ended.'
          }
        ]
      }
    }
  }
};

/** Lets whatever waits for nothing but its turn happen, timers aside. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Everything that a reader of the element would read, its children included. */
export function textOf(node) {
  const own = node.nodeType === Node.TEXT_NODE ? node.textContent : '';
  // Base components are stubs in tests: what they would show is their label.
  const label = node.tagName?.startsWith('LIGHTNING-') && node.label ? `${node.label} ` : '';
  const children = [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes];
  return (label + own + children.map(textOf).join(' ')).replace(/\s+/g, ' ').trim();
}

/** The first element that fits, within shadow roots as well. */
export function find(node, selector) {
  const roots = [node.shadowRoot, node].filter(Boolean);
  for (const root of roots) {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const child of root.querySelectorAll('*')) {
      const inside = child.shadowRoot && find(child, selector);
      if (inside) return inside;
    }
  }
  return null;
}

/** axe waits by the clock, so the clock runs again from here: call it last. */
export async function expectAccessible(element) {
  jest.useRealTimers();
  await expect(element).toBeAccessible();
}
