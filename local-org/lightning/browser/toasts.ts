/**
 * The platform's toast event, shown by the base component. Both use one event name: the component's own has `label`, the
 * platform's has `title`, so this one is caught before any component sees it.
 */
import Toast from 'lightning/toast';
import ToastContainer from 'lightning/toastContainer';
import { ShowToastEventName, type ToastDetail } from './platform/platformShowToastEvent.ts';

const modes = { dismissible: 'dismissible', pester: 'dismissible', sticky: 'sticky' } as const;

export function showToasts(): void {
  ToastContainer.instance();
  window.addEventListener(
    ShowToastEventName,
    (event) => {
      const { title, message, variant = 'info', mode = 'dismissible' } = (event as CustomEvent<ToastDetail>).detail;
      if (title === undefined && message === undefined) return;
      event.stopImmediatePropagation();
      Toast.show(
        { label: title ?? message, message: title ? message : undefined, variant, mode: modes[mode] },
        document.body
      );
    },
    { capture: true }
  );
}
