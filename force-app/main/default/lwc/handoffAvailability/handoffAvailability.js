import { LightningElement, wire } from 'lwc';
import { getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import ME from '@salesforce/user/Id';
import AWAY_UNTIL_FIELD from '@salesforce/schema/User.Away_Until__c';
import ID_FIELD from '@salesforce/schema/User.Id';
import TAKES_TRANSFERS_FIELD from '@salesforce/schema/User.Takes_Transfers__c';
import AWAY from '@salesforce/label/c.Pop_Away';
import AWAY_UNTIL from '@salesforce/label/c.Pop_Away_Until';
import BACK from '@salesforce/label/c.Pop_Away_Back';
import CHOOSE from '@salesforce/label/c.Pop_Away_Choose';
import NOT_SAVED from '@salesforce/label/c.Pop_Yourself_Not_Saved';
import PAST from '@salesforce/label/c.Pop_Away_Past';
import SET from '@salesforce/label/c.Pop_Away_Save';
import TAKES_TRANSFERS from '@salesforce/label/c.Pop_Takes_Transfers';
import { awayChoices, morningOf } from 'c/handoffAwayChoices';
import { every } from 'c/handoffClock';
import { momentText } from 'c/momentText';
import { fill } from 'c/labelText';

/** The rep's own two switches, as the user record holds them. */
export default class HandoffAvailability extends LightningElement {
  label = { AWAY, BACK, CHOOSE, NOT_SAVED, SET, TAKES_TRANSFERS };
  takesTransfers = false;
  awayUntil = null;
  isLoaded = false;
  isSaving = false;
  isChoosing = false;
  chosen = null;
  error;
  now = Date.now();
  stopTicking;

  @wire(getRecord, { recordId: ME, fields: [TAKES_TRANSFERS_FIELD, AWAY_UNTIL_FIELD] })
  take({ data, error }) {
    if (data) {
      this.isLoaded = true;
      this.takesTransfers = getFieldValue(data, TAKES_TRANSFERS_FIELD) === true;
      this.awayUntil = getFieldValue(data, AWAY_UNTIL_FIELD);
      this.now = Date.now();
    }
    this.error = error;
  }

  connectedCallback() {
    // Whoever is away until three is back at three without a press.
    this.stopTicking = every(15_000, () => {
      this.now = Date.now();
    });
  }

  disconnectedCallback() {
    this.stopTicking();
  }

  get isAway() {
    return this.awayUntil !== null && Date.parse(this.awayUntil) > this.now;
  }

  get awayText() {
    return fill(AWAY_UNTIL, momentText(this.awayUntil, this.now));
  }

  get choices() {
    return awayChoices(this.now, TIME_ZONE);
  }

  get choosing() {
    return String(this.isChoosing);
  }

  toggleChoices() {
    this.now = Date.now();
    this.isChoosing = !this.isChoosing;
    this.error = undefined;
  }

  async switchTransfers(event) {
    const before = this.takesTransfers;
    this.takesTransfers = event.detail.checked;
    const saved = await this.save({ [TAKES_TRANSFERS_FIELD.fieldApiName]: this.takesTransfers });
    if (!saved) this.takesTransfers = before;
  }

  goAway(event) {
    this.setAwayUntil(event.target.value);
  }

  keepChosen(event) {
    this.chosen = event.detail.value;
  }

  setChosen() {
    const until = morningOf(this.chosen, TIME_ZONE);
    // Not ahead, or nothing chosen at all.
    if (Date.parse(until) > Date.now()) this.setAwayUntil(until);
    else this.error = PAST;
  }

  comeBack() {
    this.setAwayUntil(null);
  }

  async setAwayUntil(until) {
    const before = this.awayUntil;
    this.now = Date.now();
    this.awayUntil = until;
    const saved = await this.save({ [AWAY_UNTIL_FIELD.fieldApiName]: until });
    if (saved) this.isChoosing = false;
    else this.awayUntil = before;
  }

  /** @returns {Promise<boolean>} whether it was saved; if not, the error is shown */
  async save(fields) {
    this.isSaving = true;
    this.error = undefined;
    try {
      await updateRecord({ fields: { [ID_FIELD.fieldApiName]: ME, ...fields } });
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.isSaving = false;
    }
  }
}
