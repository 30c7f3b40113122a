import { LightningElement, api } from 'lwc';
import BALANCES_UNREADABLE from '@salesforce/label/c.Trace_Balances_Unreadable';
import ENTRY from '@salesforce/label/c.Trace_Entry';
import ENTRY_UNKNOWN from '@salesforce/label/c.Trace_Entry_Unknown';
import NO_TURN from '@salesforce/label/c.Trace_No_Turn';
import NOBODY_PASSED from '@salesforce/label/c.Trace_Nobody_Passed_Over';
import PASSED_OVER from '@salesforce/label/c.Trace_Passed_Over';
import PASSED_UNREADABLE from '@salesforce/label/c.Trace_Passed_Unreadable';
import REASONS_NONE from '@salesforce/label/c.Trace_Reasons_None';
import REASONS_UNREADABLE from '@salesforce/label/c.Trace_Reasons_Unreadable';
import TURN from '@salesforce/label/c.Trace_Turn';
import { matchedEntry, readList, standings } from 'c/handoffReasons';
import { fill } from 'c/labelText';
import { withLocalTimes } from 'c/momentText';

/** @typedef {{ repId?: string, repName?: string, because?: string, passedOver?: string, ledger?: string, turn?: number }} KeptReasons */

/** Why one offer was made to its rep: the rule, the reasons, the turn, and who was passed over. */
export default class HandoffOfferTrace extends LightningElement {
  /**
   * What the record of the offer, or of a handoff without one, keeps.
   * @type {KeptReasons}
   */
  @api offer;
  /** The entry of the rule, where a reason of this call tells it. */
  @api entry;
  /** The time that it is. */
  @api now;

  label = { BALANCES_UNREADABLE, NOBODY_PASSED, NO_TURN, PASSED_OVER, PASSED_UNREADABLE };

  get entryText() {
    const entry = matchedEntry(this.because.items) ?? this.entry;
    return entry ? fill(ENTRY, entry.entry, entry.rule) : ENTRY_UNKNOWN;
  }

  get because() {
    return readList(this.offer.because);
  }

  get reasons() {
    const { items, isUnreadable } = this.because;
    if (isUnreadable) return [{ key: 0, text: REASONS_UNREADABLE }];
    if (items.length === 0) return [{ key: 0, text: REASONS_NONE }];
    return items.map((item, key) => ({ key, text: this.sentence(item) }));
  }

  get passedOver() {
    return readList(this.offer.passedOver);
  }

  get passed() {
    return this.passedOver.items.map((item, key) => ({ key, text: this.sentence(item) }));
  }

  get isNobodyPassed() {
    return !this.passedOver.isUnreadable && this.passed.length === 0;
  }

  get hasTurn() {
    return typeof this.offer.turn === 'number';
  }

  get turnText() {
    return fill(TURN, this.offer.turn);
  }

  get standings() {
    return this.hasTurn ? standings(this.offer.ledger, this.offer.repId) : undefined;
  }

  get names() {
    const others = this.passedOver.items.map(({ repId, repName }) => [repId, repName]);
    return Object.fromEntries([...others, [this.offer.repId, this.offer.repName]].filter(([, name]) => name));
  }

  /** A reason without a sentence is an administrator's, or of a later version: its rule is all there is to tell. */
  sentence({ text, rule, repName }) {
    return text ? withLocalTimes(String(text), this.now) : [repName, rule].filter(Boolean).join(': ');
  }
}
