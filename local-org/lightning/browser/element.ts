/** Building HTML without text that is read as HTML. */
import { createElement } from 'lwc';
import Icon from 'lightning/icon';

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes; one that is false or undefined is left out, one that is true is empty. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

export function icon(iconName: string, size: 'xx-small' | 'x-small' | 'small' | 'medium'): HTMLElement {
  const made = createElement('lightning-icon', { is: Icon as never }) as HTMLElement;
  Object.assign(made, { iconName, size });
  return made;
}
