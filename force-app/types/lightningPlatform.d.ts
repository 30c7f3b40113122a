/** What else the platform offers components here: events, navigation, toasts, the utility bar. */

declare module 'lightning/empApi' {
  export interface StreamMessage {
    readonly channel: string;
    readonly data: {
      readonly event: { readonly replayId: number; readonly EventUuid?: string };
      readonly payload: Readonly<Record<string, any>>;
      readonly schema?: string;
    };
  }
  export interface Subscription {
    readonly id: string;
    readonly channel: string;
    readonly replayId?: number;
  }
  export interface StreamError {
    readonly error?: string;
    readonly channel?: string;
    readonly subscription?: string;
    readonly successful?: boolean;
    readonly [more: string]: unknown;
  }

  /** @param replayId -1 for what is new, -2 for all that is kept, or the last one received */
  export function subscribe(
    channel: string,
    replayId: number,
    onMessage: (message: StreamMessage) => void
  ): Promise<Subscription>;
  export function unsubscribe(subscription: Subscription, callback?: (response: unknown) => void): Promise<unknown>;
  export function onError(callback: (error: StreamError) => void): void;
  export function isEmpEnabled(): Promise<boolean>;
  export function setDebugFlag(flag: boolean): void;
}

declare module 'lightning/navigation' {
  import type { LightningElement } from 'lwc';

  export interface PageReference {
    type: string;
    attributes?: Record<string, unknown>;
    state?: Record<string, unknown>;
  }

  interface Navigation {
    [NavigationMixin.Navigate](page: PageReference, options?: { replace?: boolean }): void;
    [NavigationMixin.GenerateUrl](page: PageReference): Promise<string>;
  }

  export function NavigationMixin<Base extends typeof LightningElement>(
    base: Base
  ): Base & (new (...parameters: any[]) => Navigation);
  export namespace NavigationMixin {
    const Navigate: unique symbol;
    const GenerateUrl: unique symbol;
  }
  export const CurrentPageReference: unique symbol;
}

declare module 'lightning/platformShowToastEvent' {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(toast: {
      title?: string;
      message?: string;
      messageData?: readonly (string | { url: string; label: string })[];
      variant?: 'info' | 'success' | 'warning' | 'error';
      mode?: 'dismissible' | 'pester' | 'sticky';
    });
  }
}

declare module 'lightning/platformUtilityBarApi' {
  import type { WireAdapter } from 'lwc';

  /** Null for a component that stands in no utility bar. */
  export const EnclosingUtilityId: WireAdapter<Record<string, never>>;

  export interface UtilityAttributes {
    label?: string;
    icon?: string;
    highlighted?: boolean;
    panelWidth?: number;
    panelHeight?: number;
  }
  export interface UtilityInfo {
    readonly id: string;
    readonly utilityLabel: string;
    readonly utilityVisible: boolean;
    readonly [more: string]: unknown;
  }

  export function open(utilityId: string, options?: { autoFocus?: boolean }): Promise<boolean>;
  export function minimize(utilityId: string): Promise<boolean>;
  export function updateUtility(utilityId: string, attributes: UtilityAttributes): Promise<boolean>;
  export function getInfo(utilityId: string): Promise<UtilityInfo>;
}
