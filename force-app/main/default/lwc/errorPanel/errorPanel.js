import { LightningElement, api } from 'lwc';
import errorsTitle from '@salesforce/label/c.Errors_Title';
import { errorMessages, hidesRecord, NO_ACCESS } from 'c/ldsErrors';

/** Shows what went wrong, in the words of whoever refused it. A hidden record is a refusal, said calmly; all else is an alert. */
export default class ErrorPanel extends LightningElement {
  /** An error of any shape, or a list of them. Nothing is shown while there is none. */
  @api errors;
  /** What could not be done. */
  @api title = errorsTitle;

  noAccess = NO_ACCESS;

  get isHidden() {
    return hidesRecord(this.errors);
  }

  get isFailure() {
    return !this.isHidden && this.messages.length > 0;
  }

  get messages() {
    return errorMessages(this.errors);
  }
}
