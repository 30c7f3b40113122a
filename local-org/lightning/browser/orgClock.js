/*
 * Moves Date to the org's clock. It stands in the page's head, before anything else runs. Timers keep the machine's pace,
 * and Intl without an argument shows the machine's time: pass it a Date.
 */
(() => {
  const MachineDate = globalThis.Date;
  const page = globalThis.lightningPage;
  const now = () => page.clock.frozenAt ?? MachineDate.now() + page.clock.offsetMs;
  globalThis.Date = class Date extends MachineDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [now()] : parts));
    }
    static now() {
      return now();
    }
  };
})();
