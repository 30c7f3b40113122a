/** How a team is worked. One for each team that differs, and a default. */
export interface Policy {
  /** `Default`, or the name of the record. */
  name: string;
  /** DeveloperName of the team's queue; null on the default. */
  team: string | null;
  rotation: Rotation;
  /** A caller who scored lower is not put through live, unless the value below lets them. 0 lets everyone through. */
  liveTransferMinScore: number;
  /** People who would use the product from which a caller is put through live whatever the score; null for never. */
  liveTransferMinTeamSize: number | null;
  /** Most reps whose phone rings for one call, the backup team's included. */
  maxOffers: number;
  ringSeconds: number;
  /** DeveloperName of the queue that is asked when nobody of the team can take a call live; null for none. */
  backupTeam: string | null;
  /** A caller who scored lower is called back instead of being offered a meeting. 0 offers everyone a meeting. */
  meetingMinScore: number;
  meetingMinutes: number;
  /** Kept free before and after a meeting. */
  meetingBufferMinutes: number;
  /** A meeting begins no sooner than this from now. */
  meetingNoticeMinutes: number;
  /** A meeting begins no later than this many days from now. */
  meetingHorizonDays: number;
  /** Business minutes within which a callback is due. */
  callbackMinutes: number;
  /** Minutes before a callback is due at which its owner is reminded. */
  callbackReminderMinutes: number;
  /** Name of the business hours record the team works by; null for the org's default. A rep's own win over it. */
  businessHours: string | null;
  /** Username of whoever owes a callback that nobody else can take; null for the team as a whole. */
  fallbackOwner: string | null;
  /** Whether leads that come to the queue from other channels get their turn in the same rotation. */
  turnsForQueueLeads: boolean;
}

/**
 * - `skipUnavailable`: the next in turn among those who can take it; equal shares.
 * - `weighted`: the same, shares in proportion to each rep's weight.
 * - `strict`: the next in turn whether or not they can; nobody is skipped; equal shares.
 */
export type Rotation = 'skipUnavailable' | 'weighted' | 'strict';

/** The policy of a team by its DeveloperName, or the default. */
export function policyFor(policies: readonly Policy[], teamDeveloperName: string | null): Policy {
  const own = teamDeveloperName === null ? undefined : policies.find((policy) => policy.team === teamDeveloperName);
  return own ?? policies.find((policy) => policy.team === null) ?? defaultPolicy;
}

/** What holds where the org has no policy record at all. The same figures as the Default record that ships. */
export const defaultPolicy: Policy = {
  name: 'built-in default',
  team: null,
  rotation: 'skipUnavailable',
  liveTransferMinScore: 0,
  liveTransferMinTeamSize: null,
  maxOffers: 3,
  ringSeconds: 20,
  backupTeam: null,
  meetingMinScore: 0,
  meetingMinutes: 30,
  meetingBufferMinutes: 0,
  meetingNoticeMinutes: 60,
  meetingHorizonDays: 10,
  callbackMinutes: 60,
  callbackReminderMinutes: 10,
  businessHours: null,
  fallbackOwner: null,
  turnsForQueueLeads: false
};
