/**
 * `lightning/navigation` over the browser's history. What it does not do: console tabs and subtabs, record actions other
 * than view, list view filters, and pages of types that the local org does not have, which it refuses by name.
 */
import { addressOf, type PageReference } from '../addresses.ts';
import { navigate, onNavigation } from '../router.ts';
import { deepFreeze, type DataCallback, type WireAdapter } from '../wire.ts';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

// TypeScript takes no other parameters for a mixin.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Constructor = new (...parts: any[]) => object;

/** Gives a component `this[NavigationMixin.Navigate](reference, replace)` and `this[NavigationMixin.GenerateUrl](reference)`. */
export function NavigationMixin<Base extends Constructor>(base: Base) {
  return class extends base {
    [Navigate](reference: PageReference, replace = false): void {
      navigate(reference, replace);
    }

    [GenerateUrl](reference: PageReference): Promise<string> {
      return new Promise((resolve) => resolve(addressOf(reference)));
    }
  };
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

export class CurrentPageReference implements WireAdapter<unknown> {
  readonly #emit: DataCallback<PageReference | undefined>;
  #stop: (() => void) | undefined;

  constructor(emit: DataCallback<PageReference | undefined>) {
    this.#emit = emit;
  }

  connect(): void {
    this.#stop = onNavigation((reference) => this.#emit(deepFreeze(reference)));
  }

  update(): void {}

  disconnect(): void {
    this.#stop?.();
  }
}
