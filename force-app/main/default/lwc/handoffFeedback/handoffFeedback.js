import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { createRecord, getRecord, updateRecord } from 'lightning/uiRecordApi';
import ME from '@salesforce/user/Id';
import FEEDBACK_OBJECT from '@salesforce/schema/Handoff_Feedback__c';
import HANDOFF_NAME from '@salesforce/schema/Handoff__c.Name';
import CANCEL from '@salesforce/label/c.Feedback_Cancel';
import CHANGE from '@salesforce/label/c.Feedback_Change';
import CHOOSE from '@salesforce/label/c.Feedback_Choose_Quality';
import COMPLETENESS from '@salesforce/label/c.Feedback_Completeness';
import ERROR from '@salesforce/label/c.Feedback_Error';
import LOADING from '@salesforce/label/c.Feedback_Loading';
import MISROUTED from '@salesforce/label/c.Feedback_Misrouted';
import MISSING from '@salesforce/label/c.Feedback_Missing';
import MORE from '@salesforce/label/c.Feedback_More';
import NOTES from '@salesforce/label/c.Feedback_Notes';
import QUALITY from '@salesforce/label/c.Feedback_Quality';
import READ_ERROR from '@salesforce/label/c.Feedback_Read_Error';
import READ_ONLY from '@salesforce/label/c.Feedback_Read_Only';
import SAVE from '@salesforce/label/c.Feedback_Save';
import SAVED from '@salesforce/label/c.Feedback_Saved';
import SAVED_QUALITY from '@salesforce/label/c.Feedback_Saved_Quality';
import SAVING from '@salesforce/label/c.Feedback_Saving';
import SHOULD_HAVE_GONE from '@salesforce/label/c.Feedback_Should_Have_Gone_To';
import TITLE from '@salesforce/label/c.Feedback_Title';
import { fill } from 'c/labelText';
import { errorCodes } from 'c/ldsErrors';
import { completenesses, labelOf, missings, qualities } from './feedbackChoices';
import { blankVerdict, feedbackFrom, FEEDBACK_QUERY, fieldsOf } from './feedbackRecord';

const dayMs = 24 * 60 * 60_000;
/** Radio buttons of one name are one group in the whole page, and the screen pop may ask beside the record page. */
let instances = 0;

/** The rep's verdict on a handed-over lead: a number and Save are enough. One for each rep and handoff. */
export default class HandoffFeedback extends LightningElement {
  /** The handoff, where the component is not on its page. */
  @api handoffId;
  /** The handoff of the page. */
  @api recordId;
  /** Days after which what was said stays as it is. */
  @api editableDays = 7;

  label = {
    CANCEL,
    CHANGE,
    CHOOSE,
    COMPLETENESS,
    ERROR,
    LOADING,
    MISROUTED,
    MISSING,
    MORE,
    NOTES,
    QUALITY,
    READ_ERROR,
    SAVE,
    SAVED,
    SHOULD_HAVE_GONE,
    TITLE
  };
  qualities = qualities;
  completenesses = completenesses;
  missings = missings;
  qualityName = `quality${(instances += 1)}`;
  completenessName = `completeness${instances}`;
  handoffFields = [HANDOFF_NAME];

  /** What the rep has typed; it outlives every error. Undefined while what was saved is shown. */
  typed;
  isSaving = false;
  hasTriedBlank = false;
  saveError;
  /** Saved in this session, before Salesforce's own reading has caught up. */
  written;

  @wire(getRecord, { recordId: '$handoff', optionalFields: '$handoffFields' })
  record;

  @wire(graphql, { query: '$query', variables: '$variables', operationName: 'HandoffFeedback' })
  answer;

  /** On a page of its own it is a card like its neighbours; within the screen pop it has a frame already. */
  get frame() {
    return this.recordId ? 'slds-card slds-p-around_medium' : '';
  }

  get handoff() {
    return this.handoffId ?? this.recordId;
  }

  get key() {
    return `${this.handoff}:${ME}`;
  }

  /** Undefined until the handoff is known: the wire waits for it. */
  get query() {
    return this.handoff && FEEDBACK_QUERY;
  }

  get variables() {
    return this.handoff && { key: this.key };
  }

  get readErrors() {
    return this.record.error ?? this.answer.errors;
  }

  get isLoading() {
    return !this.readErrors && !(this.record.data && this.answer.data);
  }

  get saved() {
    return this.written ?? feedbackFrom(this.answer.data);
  }

  get isForm() {
    return this.typed !== undefined || !this.saved;
  }

  get verdict() {
    return this.typed ?? this.saved?.verdict ?? blankVerdict();
  }

  get mayChange() {
    return Date.now() < Date.parse(this.saved.createdAt) + this.editableDays * dayMs;
  }

  get readOnlyText() {
    return fill(READ_ONLY, this.editableDays);
  }

  get savedQuality() {
    return fill(SAVED_QUALITY, this.verdict.quality);
  }

  get savedFacts() {
    const { completeness, missing, misrouted, shouldHaveGoneTo, notes } = this.verdict;
    return [
      [COMPLETENESS, labelOf(completenesses, completeness)],
      [MISSING, missing.map((value) => labelOf(missings, value)).join(', ')],
      [SHOULD_HAVE_GONE, misrouted ? shouldHaveGoneTo || MISROUTED : ''],
      [NOTES, notes]
    ]
      .filter(([, value]) => value)
      .map(([name, value]) => ({ name, value }));
  }

  get saveLabel() {
    return this.isSaving ? SAVING : SAVE;
  }

  get isQualityMissing() {
    return this.hasTriedBlank && !this.verdict.quality;
  }

  /** Details are open for whoever has said some. */
  get hasDetails() {
    const { completeness, missing, misrouted, notes } = this.saved?.verdict ?? blankVerdict();
    return Boolean(completeness || missing.length > 0 || misrouted || notes);
  }

  get isChange() {
    return this.saved !== undefined;
  }

  change() {
    this.typed = { ...this.saved.verdict };
  }

  cancel() {
    this.typed = undefined;
    this.saveError = undefined;
  }

  takeValue(event) {
    this.take(event.target.dataset.field, event.detail.value);
  }

  takeChecked(event) {
    this.take(event.target.dataset.field, event.target.checked);
  }

  take(name, value) {
    this.typed = { ...this.verdict, [name]: value };
  }

  async save() {
    if (this.isSaving) return;
    if (!this.verdict.quality) {
      this.hasTriedBlank = true;
      return;
    }
    const verdict = { ...this.verdict };
    this.isSaving = true;
    this.saveError = undefined;
    try {
      this.written = await this.write(verdict);
      this.typed = undefined;
      this.dispatchEvent(new CustomEvent('done', { detail: { saved: true } }));
      // Whoever else shows it reads it anew; a failure of that is no failure to save.
      this.answer.refresh?.()?.catch?.(() => {});
    } catch (error) {
      this.typed = verdict;
      this.saveError = error;
    } finally {
      this.isSaving = false;
    }
  }

  async write(verdict) {
    if (this.saved) return this.update(this.saved, verdict);
    const fields = { Handoff__c: this.handoff, Rep__c: ME, Feedback_Key__c: this.key, ...fieldsOf(verdict) };
    try {
      const { id } = await createRecord({ apiName: FEEDBACK_OBJECT.objectApiName, fields });
      return { id, createdAt: new Date().toISOString(), verdict };
    } catch (error) {
      const first = errorCodes(error).includes('DUPLICATE_VALUE') ? await this.readAnew() : undefined;
      if (!first) throw error;
      return this.update(first, verdict);
    }
  }

  async update({ id, createdAt }, verdict) {
    await updateRecord({ fields: { Id: id, ...fieldsOf(verdict) } });
    return { id, createdAt, verdict };
  }

  /** The feedback that this rep gave in another window meanwhile. */
  async readAnew() {
    await this.answer.refresh();
    return feedbackFrom(this.answer.data);
  }
}
