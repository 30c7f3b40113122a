/** Where the page is: kept in the browser's history, told to all who want to know. */
import { addressOf, referenceAt, type PageReference } from './addresses.ts';

type Listener = (reference: PageReference | undefined) => void;

const listeners = new Set<Listener>();

export function currentReference(): PageReference | undefined {
  return referenceAt(location.href);
}

/** Calls the listener now and after each navigation, until the function that it returns is called. */
export function onNavigation(listener: Listener): () => void {
  listeners.add(listener);
  listener(currentReference());
  return () => listeners.delete(listener);
}

/** @throws Error as {@link addressOf} */
export function navigate(reference: PageReference, replace = false): void {
  const address = addressOf(reference);
  if (reference.type === 'standard__webPage') {
    window.open(address, '_blank', 'noopener');
    return;
  }
  goTo(address, replace);
}

/** @param address of the app, with its query */
export function goTo(address: string, replace = false): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  tell();
}

window.addEventListener('popstate', tell);

function tell(): void {
  for (const listener of listeners) listener(currentReference());
}
