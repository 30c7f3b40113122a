/** What the callers of a simulation are drawn from: the org's own leads where there are enough, else its lists. */
import {
  activeRule,
  AssignmentRuleError,
  fieldLookup,
  parseAssignmentRules,
  type AssignmentRule,
  type DescribedField
} from '../assignment-rules/index.ts';
import { fieldDraw, valuesNamedBy } from './fieldDraws.ts';
import type { RulesWorld } from './rulesWorld.ts';
import {
  countPastLeads,
  fieldsOfLaterLife,
  fieldsOfPolicies,
  fieldsThatBelongTogether,
  readPastLeads
} from './salesforce/pastLeads.ts';
import { readRules } from './salesforce/readRules.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { usualHoursInWords } from './simulation/arrivals.ts';
import type { LeadSource } from './simulation/leadSource.ts';

/** Of so many leads a share of one in two is off by less than seven in a hundred, nineteen times of twenty. */
export const enoughLeads = 200;
/** Older ones tell how it was. */
const lookBackDays = 180;

export interface LeadDistribution {
  source: LeadSource;
  /** What was used and why, a sentence each. */
  told: readonly string[];
}

export interface LeadDistributionOptions {
  world: Pick<RulesWorld, 'org' | 'rule' | 'lead'>;
  /** Fields that the rules read, of all rules that are to meet the same leads. */
  reads: readonly string[];
  /** Sees every lead. */
  administrator: Salesforce;
  /** File with the rule in force, where it is not to be read from the org. */
  rulesFile: string | undefined;
  /** Undefined to choose by how many leads there are. */
  wanted: 'org' | 'picklists' | undefined;
  /** ISO 3166-1 code of the country that most calls come from. */
  country: string;
  deadlineMs: number;
  now: Date;
}

/** @throws BatonError */
export async function leadDistribution(options: LeadDistributionOptions): Promise<LeadDistribution> {
  const { administrator, wanted, deadlineMs, now } = options;
  const since = new Date(now.getTime() - lookBackDays * 24 * 3_600_000);
  if (wanted === 'picklists') {
    return fromLists(options, 'Leads are drawn from the lists of their fields, as asked.');
  }
  const count = async (byVoice: boolean): Promise<number> =>
    countPastLeads(administrator, { since, byVoice }, deadlineMs);
  const byVoice = await count(true);
  const all = byVoice >= enoughLeads ? byVoice : await count(false);
  if (all < enoughLeads && (wanted === undefined || all === 0)) {
    const has = all === 0 ? 'no lead' : all === 1 ? 'one lead' : `${all} leads`;
    return fromLists(
      options,
      `Leads are drawn from the lists of their fields: the org has ${has} of the last ${lookBackDays} days, and it takes ${enoughLeads} to draw from.`
    );
  }
  return fromPast(options, { since, byVoice: byVoice >= enoughLeads });
}

async function fromPast(
  options: LeadDistributionOptions,
  { since, byVoice }: { since: Date; byVoice: boolean }
): Promise<LeadDistribution> {
  const names = fieldsToDraw(options).map(({ name }) => name);
  const records = await readPastLeads(options.administrator, { fields: names, since, byVoice }, options.deadlineMs);
  const leads = records.map(({ createdMs, fields, accountOwnerId }) => ({
    createdMs,
    fields,
    ownerId: accountOwnerId
  }));
  const few = records.length < enoughLeads ? `; ${enoughLeads} would tell more` : '';
  return {
    source: { kind: 'past', leads, groups: fieldsThatBelongTogether, hours: byVoice ? 'own' : 'usual' },
    told: [
      `Leads are drawn from the ${records.length} that ${byVoice ? 'voice agents brought to the org' : 'came to the org'} in the last ${lookBackDays} days${few}: each is one of them as a whole, but each part of it (place, company, any other field) is another’s in 1 of 20.`,
      byVoice
        ? 'They come at the hours of the week at which those came.'
        : `No voice agent brought enough of them to tell the hours of calls, so ${usualHoursInWords}.`
    ]
  };
}

async function fromLists(options: LeadDistributionOptions, why: string): Promise<LeadDistribution> {
  const { world, country } = options;
  const fields = fieldsToDraw(options);
  const hasPlaceLists = fieldLookup(world.org.fields ?? [])('CountryCode') !== undefined;
  const namedValues = valuesNamedBy((await ruleInForce(options)) ?? world.rule);
  const draws = fields.flatMap((field) => fieldDraw(field, { namedValues, hasPlaceLists }) ?? []);
  return {
    source: { kind: 'lists', fields: draws, home: country },
    told: [why, `No lead tells the hours of calls, so ${usualHoursInWords}.`]
  };
}

/** Not the file that is judged: whatever is edited there, the same callers come. Undefined where it cannot be read. */
async function ruleInForce({
  administrator,
  rulesFile,
  deadlineMs
}: LeadDistributionOptions): Promise<AssignmentRule | undefined> {
  const { xml } = await readRules(administrator, { rulesFile, deadlineMs });
  try {
    return xml === null ? undefined : activeRule(parseAssignmentRules(xml));
  } catch (error) {
    if (error instanceof AssignmentRuleError) {
      return undefined;
    }
    throw error;
  }
}

/** What the rules and the policies read of a lead and a new one can have, in a fixed order. */
function fieldsToDraw({ world, reads }: LeadDistributionOptions): DescribedField[] {
  const comes = new Set(
    world.lead.fields.flatMap(({ name, createable, calculated }) => (createable || calculated ? name : []))
  );
  const lookup = fieldLookup((world.org.fields ?? []).filter(({ object }) => object === 'Lead'));
  const names = [...reads.filter((name) => !name.startsWith('User.')), ...fieldsOfPolicies, 'CountryCode', 'StateCode'];
  const fields = new Map(names.flatMap((name) => lookup(name) ?? []).map((field) => [field.name, field]));
  return [...fields.values()]
    .filter(({ name }) => comes.has(name) && !fieldsOfLaterLife.has(name.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
