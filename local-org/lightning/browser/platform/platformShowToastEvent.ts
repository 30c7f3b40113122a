/**
 * `lightning/platformShowToastEvent`: the event that the host shows as a toast. What it does not do: `messageData` with
 * links in messages.
 */
export interface ToastDetail {
  readonly title?: string;
  readonly message?: string;
  readonly variant?: 'info' | 'success' | 'warning' | 'error';
  readonly mode?: 'dismissible' | 'pester' | 'sticky';
}

export const ShowToastEventName = 'lightning__showtoast';

export class ShowToastEvent extends CustomEvent<ToastDetail> {
  constructor(detail: ToastDetail) {
    if ('messageData' in detail) throw new Error('ShowToastEvent: the local org does not have messageData');
    super(ShowToastEventName, { bubbles: true, composed: true, cancelable: true, detail });
  }
}
