/** How a team is worked. One for each team that differs, and a default. */
export interface Policy {
  /** `Default`, or the name of the record. */
  name: string;
  /** DeveloperName of the team's queue; null on the default. */
  team: string | null;
  rotation: Rotation;
  /** A caller who scored lower is not put through live. 0 lets everyone through. */
  liveTransferMinScore: number;
  ringSeconds: number;
  /** Minutes within which a callback is due. */
  callbackMinutes: number;
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
  ringSeconds: 20,
  callbackMinutes: 60
};
