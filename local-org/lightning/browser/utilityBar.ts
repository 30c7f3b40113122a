/** The utility bar: one button and one panel for each item. An eager item starts with the page, behind a closed panel. */
import { createContextProvider } from 'lwc';
import type { UtilityItem } from '../appModel.ts';
import { place } from './components.ts';
import { element, icon } from './element.ts';
import { EnclosingUtilityId } from './platform/platformUtilityBarApi.ts';
import { addUtility, onUtilityChange, setVisible, type UtilityState } from './utilities.ts';

/** How a component inside a panel learns which utility it stands in. */
const provideUtility = createContextProvider(EnclosingUtilityId as never);

export function utilityBar(items: readonly UtilityItem[]): HTMLElement {
  const drawn = items.map((item, index) => drawItem(addUtility(item, index)));
  onUtilityChange((state, { focus }) => drawn.find(({ id }) => id === state.id)?.draw(focus));
  return element(
    'footer',
    { class: 'slds-utility-bar_container host-utilities' },
    ...drawn.map(({ panel }) => panel),
    element(
      'div',
      { class: 'slds-utility-bar', role: 'region', 'aria-label': 'Utility Bar' },
      element('ul', { class: 'slds-grid' }, ...drawn.map(({ entry }) => entry))
    )
  );
}

interface DrawnItem {
  readonly id: string;
  readonly entry: HTMLElement;
  readonly panel: HTMLElement;
  draw(focus: boolean): void;
}

function drawItem(state: UtilityState): DrawnItem {
  const { id, item } = state;
  const label = element('span', { class: 'slds-utility-bar__text' }, state.label);
  const image = icon(state.icon, 'x-small');
  image.classList.add('slds-m-right_x-small');
  const attributes = {
    class: 'slds-button slds-utility-bar__action',
    type: 'button',
    'aria-expanded': 'false',
    'aria-controls': `${id}-panel`
  };
  const button = element('button', attributes, image, label);
  const heading = element('h2', { class: 'slds-truncate', id: `${id}-heading` }, state.label);
  const minimize = element(
    'button',
    { class: 'slds-button slds-button_icon slds-button_icon-small', type: 'button', title: 'Minimize' },
    icon('utility:minimize_window', 'xx-small'),
    element('span', { class: 'slds-assistive-text' }, 'Minimize')
  );
  const body = element('div', { class: 'slds-utility-panel__body' });
  const panel = element(
    'div',
    {
      class: 'slds-utility-panel slds-grid slds-grid_vertical host-panel',
      id: `${id}-panel`,
      role: 'dialog',
      'aria-labelledby': `${id}-heading`,
      style: `height: ${item.height}px; width: ${item.width}px`
    },
    element(
      'div',
      { class: 'slds-utility-panel__header slds-grid slds-shrink-none' },
      element(
        'div',
        { class: 'slds-media slds-media_center slds-has-flexi-truncate' },
        element('div', { class: 'slds-media__body' }, heading)
      ),
      element('div', { class: 'slds-col_bump-left slds-shrink-none' }, minimize)
    ),
    body
  );
  const entry = element('li', { class: 'slds-utility-bar__item' }, button);
  provideUtility(panel, { consumerConnectedCallback: (consumer) => consumer.provide({ utilityId: id }) });

  let started = false;
  const start = (): void => {
    if (started) return;
    started = true;
    const where = { page: undefined, onLeave: () => undefined, place: () => element('div') };
    body.append(place(item.component, where));
  };
  button.addEventListener('click', () => setVisible(state, !state.visible, true));
  minimize.addEventListener('click', () => {
    setVisible(state, false);
    button.focus();
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    setVisible(state, false);
    button.focus();
  });
  if (item.eager) queueMicrotask(start);

  return {
    id,
    entry,
    panel,
    draw(focus) {
      if (state.visible) start();
      label.textContent = state.label;
      heading.textContent = state.label;
      Object.assign(image, { iconName: state.icon });
      panel.classList.toggle('slds-is-open', state.visible);
      button.setAttribute('aria-expanded', String(state.visible));
      button.classList.toggle('slds-is-active', state.visible);
      entry.classList.toggle('slds-utility-bar__item_notification', state.highlighted);
      if (focus && state.visible) minimize.focus();
    }
  };
}
