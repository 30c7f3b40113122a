/** A screen pop on a rep's page, as its tests raise it, with the org that answers it. */
import { createElement } from 'lwc';
import { publish, reset } from 'lightning/empApi';
import { EnclosingUtilityId, reset as resetUtility, utility } from 'lightning/platformUtilityBarApi';
import HandoffScreenPop from 'c/handoffScreenPop';
import { find, handoffId, me, offerId, offerNode, RepsOrg, settled, textOf } from './repInTests';

export const CHANNEL = '/event/Handoff_Event__e';
const startAt = new Date('2026-12-01T16:10:00Z');

/** Whose answers the pop reads; a new one for each test. */
export let org;

/** Gives each test of a suite a page, a clock and an org of its own. */
export function popInEachTest() {
  beforeEach(() => {
    jest.useFakeTimers({ now: startAt });
    reset();
    resetUtility();
    jest.clearAllMocks();
    window.localStorage.clear();
    org = new RepsOrg();
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });
}

export async function start({ inUtilityBar = true, reads = true } = {}) {
  const element = createElement('c-handoff-screen-pop', { is: HandoffScreenPop });
  document.body.appendChild(element);
  if (inUtilityBar) EnclosingUtilityId.emit(utility.id);
  if (reads) org.answer();
  await settled();
  return element;
}

export async function happen({ number = 1, repId = me, phase = 'ringing' } = {}) {
  publish(CHANNEL, {
    Handoff_Id__c: handoffId(number),
    Offer_Id__c: offerId(number),
    Lead_Id__c: '00Q000000000001EAA',
    Rep_Id__c: repId,
    State__c: phase
  });
  await settled();
}

export async function ring(number = 1, options = {}) {
  org.nodes.push(offerNode(number, options));
  await happen({ number });
}

export async function pass(ms) {
  jest.advanceTimersByTime(ms);
  await settled();
}

export async function press(element, selector) {
  const button = find(element, selector);
  if (!button) throw new Error(`There is no ${selector} in: ${textOf(element)}`);
  button.click();
  await settled();
}

export function cardOf(element, number = 1) {
  return find(element, `[data-offer="${offerId(number)}"]`);
}

export const byId = (id) => `[data-id="${id}"]`;
