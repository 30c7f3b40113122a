/** Puts the app on the page: bars, utilities, and the page that the address names. */
import type { AppModel } from '../appModel.ts';
import { appBar, followLinks } from './appBar.ts';
import { useComponents, type ComponentTable } from './components.ts';
import { followChanges } from './followChanges.ts';
import { pageView } from './pageView.ts';
import { accessToken } from './session.ts';
import { showToasts } from './toasts.ts';
import { utilityBar } from './utilityBar.ts';

export function startHost(app: AppModel, components: ComponentTable): void {
  useComponents(components);
  accessToken().catch(() => undefined);
  followLinks();
  document.body.replaceChildren(appBar(app), pageView(app), utilityBar(app.utilities));
  // The container of toasts adds itself to the body.
  showToasts();
  void followChanges();
}
