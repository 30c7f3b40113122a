/** Placed components brought to life: the app's own, and stand-ins for the platform's. */
import { createElement } from 'lwc';
import type { PlacedComponent } from '../appModel.ts';
import { element } from './element.ts';
import { standIn, type Place } from './standIns.ts';

export type ComponentTable = Readonly<Record<string, unknown>>;

let table: ComponentTable = {};

/** Classes of the app's own components, by `c/name`. */
export function useComponents(components: ComponentTable): void {
  table = components;
}

/**
 * The component as it stands on a page. Record pages give their record to components that have the properties for it.
 * One that fails to start shows why in its place, and its neighbours go on.
 */
export function place(component: PlacedComponent, where: Place): HTMLElement {
  const constructor = table[component.name];
  if (!constructor) return standIn(component, where);
  try {
    const made = createElement(tagOf(component.name), { is: constructor as never }) as HTMLElement;
    const context = { recordId: where.recordId, objectApiName: where.objectApiName };
    for (const [name, value] of Object.entries({ ...context, ...component.properties })) {
      if (value !== undefined && (name in made || name in component.properties)) Object.assign(made, { [name]: value });
    }
    return made;
  } catch (error) {
    console.error(error);
    return element('div', { class: 'slds-box slds-theme_error', role: 'alert' }, `${component.name}: ${String(error)}`);
  }
}

/** `c/handoffScreenPop` has the tag `c-handoff-screen-pop`. */
function tagOf(name: string): string {
  return name.replace('/', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
