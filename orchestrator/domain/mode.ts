import type { Because } from './reason.ts';

/** Where on the ladder a handoff begins: a live transfer, a meeting, or a callback. */
export interface Mode {
  kind: 'live' | 'meeting' | 'callback';
  /** Why it does not begin at the top; undefined when it does. */
  because: Because | undefined;
  /** Why the ladder has no meeting below the live transfer, but a callback at once; undefined when it has one. */
  noMeeting?: Because | undefined;
}
