/**
 * Rings aloud by Web Audio: two soft notes every three seconds, and no file to load. Browsers let a page sound only after
 * the user has pressed something on it, so a page that was just opened stays silent until then.
 */
import { every } from 'c/handoffClock';

const everyMs = 3_000;
const notes = [
  { hertz: 659, fromSeconds: 0 },
  { hertz: 880, fromSeconds: 0.22 }
];
const noteSeconds = 0.35;
const loudness = 0.15;

export class HandoffRinger {
  constructor() {
    this.context = null;
    this.stopRinging = null;
  }

  get isRinging() {
    return this.stopRinging !== null;
  }

  /** Call it while the user presses something: from then on the browser lets the page sound. */
  unlock() {
    const AudioContext = window.AudioContext ?? window.webkitAudioContext;
    if (!AudioContext) return;
    this.context ??= new AudioContext();
    if (this.context.state === 'suspended') this.context.resume().catch(() => {});
  }

  start() {
    if (this.isRinging) return;
    this.stopRinging = every(everyMs, () => this.sound());
    this.sound();
  }

  stop() {
    this.stopRinging?.();
    this.stopRinging = null;
  }

  /** Lets go of the sound device. */
  close() {
    this.stop();
    this.context?.close().catch(() => {});
    this.context = null;
  }

  sound() {
    const { context } = this;
    if (!context || context.state !== 'running') return;
    for (const { hertz, fromSeconds } of notes) {
      const from = context.currentTime + fromSeconds;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(loudness, from + 0.03);
      volume.gain.linearRampToValueAtTime(0, from + noteSeconds);
      tone.connect(volume);
      volume.connect(context.destination);
      tone.start(from);
      tone.stop(from + noteSeconds);
    }
  }
}
