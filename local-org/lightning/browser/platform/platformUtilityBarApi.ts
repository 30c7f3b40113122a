/**
 * `lightning/platformUtilityBarApi` over the host's utility bar. What it does not do: updatePanel, clicks on an item,
 * and disabling pop-out; calls for an id that is no utility's answer false.
 */
import { allUtilities, changed, setVisible, utility } from '../utilities.ts';
import type { DataCallback, WireAdapter } from '../wire.ts';

interface UtilityContext {
  readonly utilityId?: string;
}

/** The id of the utility that the component stands in; null outside the bar. The host provides it as context. */
export class EnclosingUtilityId implements WireAdapter<unknown> {
  static readonly contextSchema = { utilityId: 'optional' };
  readonly #emit: DataCallback<string | null>;

  constructor(emit: DataCallback<string | null>) {
    this.#emit = emit;
    emit(null);
  }

  connect(): void {}

  update(_config: unknown, context?: UtilityContext): void {
    this.#emit(context?.utilityId ?? null);
  }

  disconnect(): void {}
}

export function open(utilityId: string, options: { autoFocus?: boolean } = {}): Promise<boolean> {
  const state = utility(utilityId);
  if (state) setVisible(state, true, options.autoFocus ?? false);
  return Promise.resolve(state !== undefined);
}

export function minimize(utilityId: string): Promise<boolean> {
  const state = utility(utilityId);
  if (state) setVisible(state, false);
  return Promise.resolve(state !== undefined);
}

export function updateUtility(
  utilityId: string,
  options: { label?: string; icon?: string; highlighted?: boolean }
): Promise<boolean> {
  const state = utility(utilityId);
  if (!state) return Promise.resolve(false);
  const { label, icon, highlighted } = options;
  if (label !== undefined) state.label = label;
  if (icon !== undefined) state.icon = icon.includes(':') ? icon : `utility:${icon}`;
  if (highlighted !== undefined) state.highlighted = highlighted;
  changed(state);
  return Promise.resolve(true);
}

interface UtilityInfo {
  readonly id: string;
  readonly utilityLabel: string;
  readonly utilityIcon: string;
  readonly utilityVisible: boolean;
  readonly utilityHighlighted: boolean;
  readonly panelHeight: number;
  readonly panelWidth: number;
}

export function getInfo(utilityId: string): Promise<UtilityInfo> {
  const state = utility(utilityId);
  return state ? Promise.resolve(infoOf(state)) : Promise.reject(new Error(`There is no utility ${utilityId}.`));
}

export function getAllUtilityInfo(): Promise<UtilityInfo[]> {
  return Promise.resolve(allUtilities().map(infoOf));
}

function infoOf({ id, label, icon, visible, highlighted, item }: ReturnType<typeof allUtilities>[number]): UtilityInfo {
  return {
    id,
    utilityLabel: label,
    utilityIcon: icon.replace(/^utility:/, ''),
    utilityVisible: visible,
    utilityHighlighted: highlighted,
    panelHeight: item.height,
    panelWidth: item.width
  };
}
