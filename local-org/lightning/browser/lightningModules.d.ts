/** Modules that the bundles hold and that bring no types of their own. */
declare module 'lightning/icon' {
  const Icon: CustomElementConstructor;
  export default Icon;
}

declare module 'lightning/toast' {
  const Toast: { show(options: object, source: EventTarget): void };
  export default Toast;
}

declare module 'lightning/toastContainer' {
  const ToastContainer: { instance(): { maxToasts: number } };
  export default ToastContainer;
}
