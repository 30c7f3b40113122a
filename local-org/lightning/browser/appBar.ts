/** The bars at the top: whose page this is, the app's name and its tabs. */
import type { AppModel } from '../appModel.ts';
import { element } from './element.ts';
import { page } from './page.ts';
import { goTo, onNavigation } from './router.ts';

export function appBar(app: AppModel): HTMLElement {
  const initials = page.user.name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2);
  const links = app.tabs.map((tab) => ({
    path: tab.path,
    link: element('a', { class: 'slds-context-bar__label-action', href: `${tab.path}?rep=${page.user.id}` }, tab.label)
  }));
  const items = links.map(({ link }) => element('li', { class: 'slds-context-bar__item' }, link));
  onNavigation(() => {
    links.forEach(({ path, link }, index) => {
      const active = location.pathname === path;
      items[index]!.classList.toggle('slds-is-active', active);
      if (active) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
  });
  return element(
    'header',
    { class: 'host-header' },
    element(
      'div',
      { class: 'host-global-header' },
      element('a', { class: 'host-brand', href: '/lightning', title: 'All reps' }, 'Local org'),
      element(
        'div',
        { class: 'host-user' },
        element('span', { class: 'host-user-name slds-truncate' }, page.user.name),
        element(
          'span',
          { class: 'slds-avatar slds-avatar_circle slds-avatar_small' },
          element(
            'abbr',
            {
              class: 'slds-avatar__initials slds-avatar__initials_inverse slds-icon-standard-user',
              title: page.user.name
            },
            initials
          )
        )
      )
    ),
    element(
      'div',
      { class: 'slds-context-bar host-context-bar' },
      element(
        'div',
        { class: 'slds-context-bar__primary' },
        element(
          'div',
          { class: 'slds-context-bar__item slds-no-hover' },
          element(
            'span',
            { class: 'slds-context-bar__label-action slds-context-bar__app-name' },
            element('span', { class: 'slds-truncate', title: app.label }, app.label)
          )
        )
      ),
      element(
        'nav',
        { class: 'slds-context-bar__secondary', 'aria-label': app.label },
        element('ul', { class: 'slds-grid' }, ...items)
      )
    )
  );
}

/** Links within the app change the page without loading it anew; with a key held down the browser does as always. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.composedPath().find((part): part is HTMLAnchorElement => part instanceof HTMLAnchorElement);
    if (!link?.href || (link.target && link.target !== '_self')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !/^\/lightning\/(page|r|o|n)\//.test(url.pathname)) return;
    event.preventDefault();
    url.searchParams.set('rep', page.user.id);
    goTo(url.pathname + url.search);
  });
}
