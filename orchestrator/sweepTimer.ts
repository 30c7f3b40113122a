/** Does a piece of work again and again, one at a time, at moments that several processes do not share. */
export interface SweepTimerOptions {
  /** Must not throw. */
  work: () => Promise<unknown>;
  /** Mean pause between the end of one and the beginning of the next, asked for each time. */
  everyMs: () => number;
  /** 0 to 1. */
  random: () => number;
}

/** However often it is hastened, the work is not begun sooner after its last end. */
const leastPauseMs = 500;

export class SweepTimer {
  private readonly options: SweepTimerOptions;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isOn = false;
  private isHastened = false;
  private endedAtMs = -Infinity;

  constructor(options: SweepTimerOptions) {
    this.options = options;
  }

  start(): void {
    if (!this.isOn) {
      this.isOn = true;
      this.after(this.options.random() * Math.min(1_000, this.options.everyMs()));
    }
  }

  /** There is a reason not to wait for the next turn. Nothing before {@link start}. */
  soon(): void {
    if (this.running) {
      this.isHastened = true;
    } else if (this.isOn) {
      this.after(this.endedAtMs + leastPauseMs - performance.now());
    }
  }

  /** Ends when what is running has ended. */
  async stop(): Promise<void> {
    this.isOn = false;
    clearTimeout(this.timer);
    await this.running;
  }

  private after(pauseMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.running = this.turn();
      },
      Math.max(0, pauseMs)
    );
  }

  private async turn(): Promise<void> {
    this.isHastened = false;
    await this.options.work();
    this.running = undefined;
    this.endedAtMs = performance.now();
    if (this.isOn) {
      const { everyMs, random } = this.options;
      this.after(this.isHastened ? leastPauseMs : everyMs() * (0.75 + random() / 2));
    }
  }
}
