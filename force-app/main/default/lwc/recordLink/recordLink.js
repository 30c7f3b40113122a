import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';

/** A link to a record's page: a real address, so that it opens in a tab of its own too, and a click stays within the app. */
export default class RecordLink extends NavigationMixin(LightningElement) {
  @api recordId;
  @api objectApiName;
  @api label;

  /** @type {string | undefined} */
  address;

  connectedCallback() {
    this[NavigationMixin.GenerateUrl](this.page).then((address) => {
      this.address = address;
    });
  }

  get page() {
    const { recordId, objectApiName } = this;
    return { type: 'standard__recordPage', attributes: { recordId, objectApiName, actionName: 'view' } };
  }

  open(event) {
    // Whoever holds a key wants a new tab or window: the address does that.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this[NavigationMixin.Navigate](this.page);
  }
}
