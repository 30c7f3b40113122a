/** What of the org changes rarely and is kept in memory: policies, hours, the fields of a lead, who we are. */
import type { BusinessHours } from './domain/calendar.ts';
import { policyFor, type Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import { readBusinessHours } from './salesforce/businessHours.ts';
import { FreshValue } from './salesforce/freshValue.ts';
import { readWritableLeadFields } from './salesforce/leadFields.ts';
import { readPolicies } from './salesforce/policies.ts';
import { readUserByName, readRunningUserId } from './salesforce/users.ts';
import type { Salesforce } from './salesforce/salesforce.ts';

const minuteMs = 60_000;

export interface OrgFactsOptions {
  salesforce: Salesforce;
  deadlineMs: number;
  country: string;
  now: () => Date;
  onError: (error: unknown) => void;
}

export class OrgFacts {
  readonly policies: FreshValue<Policy[]>;
  readonly hours: FreshValue<BusinessHours[]>;
  readonly runningUserId: FreshValue<string>;
  readonly writableLeadFields: FreshValue<ReadonlySet<string>>;
  private readonly fallbacks = new Map<string, FreshValue<Rep | null>>();
  private readonly options: OrgFactsOptions;

  constructor(options: OrgFactsOptions) {
    this.options = options;
    const { salesforce, deadlineMs, now, onError } = options;
    const kept = <T>(read: () => Promise<T>, maxAgeMs = minuteMs): FreshValue<T> =>
      new FreshValue({ read, maxAgeMs, onError });
    this.policies = kept(() => readPolicies(salesforce, deadlineMs));
    this.hours = kept(() => readBusinessHours(salesforce, { deadlineMs, now: now() }), 10 * minuteMs);
    this.runningUserId = kept(() => readRunningUserId(salesforce, deadlineMs), Infinity);
    this.writableLeadFields = kept(() => readWritableLeadFields(salesforce, deadlineMs));
  }

  /** Reads all of it. @throws BatonError */
  async refresh(): Promise<void> {
    await Promise.all(
      [this.policies, this.hours, this.runningUserId, this.writableLeadFields].map((value) => value.refresh())
    );
  }

  /** The policy of a team by its DeveloperName, or the default. */
  async policyOf(teamDeveloperName: string | null): Promise<Policy> {
    return policyFor(await this.policies.get(), teamDeveloperName);
  }

  /** The hours that a policy names, or the org's default; undefined when the org has none: always open. */
  async hoursOf(policy: Policy): Promise<BusinessHours | undefined> {
    return hoursNamed(await this.hours.get(), policy.businessHours);
  }

  /** Who owes what nobody else can take; undefined when the policy names nobody whom the org knows. */
  async fallbackOf({ fallbackOwner }: Policy): Promise<Rep | undefined> {
    if (fallbackOwner === null) {
      return undefined;
    }
    const { salesforce, deadlineMs, country, onError } = this.options;
    let known = this.fallbacks.get(fallbackOwner);
    if (!known) {
      const read = (): Promise<Rep | null> => readUserByName(salesforce, fallbackOwner, { deadlineMs, country });
      known = new FreshValue({ read, maxAgeMs: minuteMs, onError });
      this.fallbacks.set(fallbackOwner, known);
    }
    return (await known.get()) ?? undefined;
  }
}

/** Hours by name; without one, or where the org has none of that name, the org's default. */
export function hoursNamed(all: readonly BusinessHours[], name: string | null): BusinessHours | undefined {
  return all.find((hours) => hours.name === name) ?? all.find(({ isDefault }) => isDefault);
}
