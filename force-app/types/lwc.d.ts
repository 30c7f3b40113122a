/**
 * The engine, as far as components here use it. The engine's own types make every wired property generic over its
 * adapter, which JSDoc cannot say: here a property has the type that its comment gives it.
 */
declare module 'lwc' {
  /** What a component extends: an element that renders a template. */
  export class LightningElement {
    readonly template: Omit<ShadowRoot, 'querySelector' | 'querySelectorAll'> & {
      querySelector(selectors: string): any;
      querySelectorAll(selectors: string): any;
    };
    readonly hostElement: HTMLElement;
    readonly isConnected: boolean;
    readonly refs: any;
    readonly style: CSSStyleDeclaration;
    readonly classList: DOMTokenList;
    readonly children: HTMLCollection;
    dispatchEvent(event: Event): boolean;
    addEventListener(type: string, listener: (event: any) => void, options?: boolean | AddEventListenerOptions): void;
    removeEventListener(type: string, listener: (event: any) => void, options?: boolean | EventListenerOptions): void;
    querySelector(selectors: string): any;
    querySelectorAll(selectors: string): any;
    getAttribute(name: string): string | null;
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
    getBoundingClientRect(): DOMRect;
    focus(options?: FocusOptions): void;
    blur(): void;
    connectedCallback(): void;
    disconnectedCallback(): void;
    renderedCallback(): void;
    render(): unknown;
    errorCallback(error: Error, stack: string): void;
    static renderMode?: 'light' | 'shadow';
    static shadowSupportMode?: 'any' | 'native' | 'reset';
    static delegatesFocus?: boolean;
    static formAssociated?: boolean;
  }

  export function api(target: unknown, context: unknown): any;
  export function track(target: unknown, context: unknown): any;

  /** Settings of an adapter: a text that begins with `$` names a property of the component. */
  type Reactive<Config> = { [Key in keyof Config]: Config[Key] | `$${string}` };

  /** A class that the platform makes one of for each wired property or function. */
  export interface WireAdapter<Config> {
    (config: Config): unknown;
  }

  export function wire<Config>(
    adapter: WireAdapter<Config>,
    config?: Reactive<Config>
  ): (target: unknown, context: unknown) => any;
  export function wire(
    adapter: typeof import('lightning/navigation').CurrentPageReference
  ): (target: unknown, context: unknown) => any;

  export function createElement(name: string, options: { is: typeof LightningElement }): any;
  export function readonly<Value>(value: Value): Value;
}
