/**
 * Loaded before a process under test: its clock runs so many milliseconds ahead of the machine's, so that it is office hours
 * in the process whenever the tests run.
 */
const offsetMs = Number(process.env.TEST_CLOCK_OFFSET_MS ?? 0);
const MachineDate = Date;

globalThis.Date = class extends MachineDate {
  constructor(...given) {
    super(...(given.length === 0 ? [MachineDate.now() + offsetMs] : given));
  }

  static now() {
    return MachineDate.now() + offsetMs;
  }
};
