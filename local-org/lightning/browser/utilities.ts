/** The items of the utility bar and their state: what the bar draws and what components ask for and change. */
import type { UtilityItem } from '../appModel.ts';

export interface UtilityState {
  readonly id: string;
  readonly item: UtilityItem;
  label: string;
  icon: string;
  highlighted: boolean;
  visible: boolean;
}

type Listener = (state: UtilityState, options: { readonly focus: boolean }) => void;

const states = new Map<string, UtilityState>();
const listeners = new Set<Listener>();

export function addUtility(item: UtilityItem, index: number): UtilityState {
  const state = {
    id: `utility-${index}`,
    item,
    label: item.label,
    icon: item.icon,
    highlighted: false,
    visible: false
  };
  states.set(state.id, state);
  return state;
}

export function utility(id: unknown): UtilityState | undefined {
  return states.get(String(id));
}

export function allUtilities(): readonly UtilityState[] {
  return [...states.values()];
}

export function onUtilityChange(listener: Listener): void {
  listeners.add(listener);
}

/** One panel is open at a time, as in Lightning Experience. */
export function setVisible(state: UtilityState, visible: boolean, focus = false): void {
  if (visible) {
    for (const other of states.values()) if (other !== state && other.visible) setVisible(other, false);
  }
  state.visible = visible;
  changed(state, focus);
}

export function changed(state: UtilityState, focus = false): void {
  for (const listener of listeners) listener(state, { focus });
}
