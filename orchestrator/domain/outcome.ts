/** What became of an offer, as the voice agent reports it. */
export const outcomes = [
  'accepted',
  'declined',
  'noAnswer',
  'voicemail',
  'busy',
  'unreachable',
  'callerLeft',
  'ended'
] as const;
export type Outcome = (typeof outcomes)[number];
