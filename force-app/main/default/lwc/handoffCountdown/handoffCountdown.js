import { LightningElement, api } from 'lwc';
import TIME_LEFT from '@salesforce/label/c.Pop_Time_Left';
import TIME_UP from '@salesforce/label/c.Pop_Time_Up';
import { every } from 'c/handoffClock';
import { fill } from 'c/labelText';

/** Circumference of the ring: 2π times its radius of 16, with which the template draws it. */
const around = 2 * Math.PI * 16;

const hurryBelowSeconds = 6;

/**
 * Counts down to an instant, but never from more than the time between offer and lapse: a laptop whose clock is slow
 * must not promise more time than there is. Fires `lapse` once, when the time is up.
 */
export default class HandoffCountdown extends LightningElement {
  timeUp = TIME_UP;
  secondsLeft = 0;
  totalMs = 0;
  endsAt = 0;
  stopTicking;
  hasLapsed = false;
  offered;
  expires;

  @api
  get offeredAt() {
    return this.offered;
  }
  set offeredAt(value) {
    if (value === this.offered) return;
    this.offered = value;
    this.aim();
  }

  @api
  get expiresAt() {
    return this.expires;
  }
  set expiresAt(value) {
    if (value === this.expires) return;
    this.expires = value;
    this.aim();
  }

  connectedCallback() {
    this.stopTicking = every(250, () => this.tick());
    this.tick();
  }

  disconnectedCallback() {
    this.stopTicking();
  }

  aim() {
    if (!this.offered || !this.expires) return;
    const now = Date.now();
    this.totalMs = Math.max(Date.parse(this.expires) - Date.parse(this.offered), 1);
    this.endsAt = Math.min(Date.parse(this.expires), now + this.totalMs);
    this.hasLapsed = false;
    this.secondsLeft = this.secondsAt(now);
  }

  tick() {
    if (!this.endsAt) return;
    this.secondsLeft = this.secondsAt(Date.now());
    if (this.secondsLeft > 0 || this.hasLapsed) return;
    this.hasLapsed = true;
    this.dispatchEvent(new CustomEvent('lapse'));
  }

  secondsAt(now) {
    return Math.max(Math.ceil((this.endsAt - now) / 1000), 0);
  }

  get isUp() {
    return this.secondsLeft === 0;
  }

  get spoken() {
    return this.isUp ? TIME_UP : fill(TIME_LEFT, this.secondsLeft);
  }

  get ringClass() {
    return this.secondsLeft < hurryBelowSeconds ? 'left hurry' : 'left';
  }

  get ringStyle() {
    const share = Math.min((this.secondsLeft * 1000) / this.totalMs, 1);
    return `stroke-dasharray: ${around}; stroke-dashoffset: ${around * (1 - share)}`;
  }
}
