/** What browsers have and the standard typings leave out. */

interface Window {
  /** The name of AudioContext in Safari before 14.1. */
  readonly webkitAudioContext?: typeof AudioContext;
}
