/** Asks the rules whose each drawn lead is, and makes a call of it. */
import { AssignmentRuleError, type CompiledRule, type Outcome } from '../assignment-rules/index.ts';
import type { RulesWorld } from './rulesWorld.ts';
import { callFromLead } from './salesforce/fieldMap.ts';
import type { JudgedLead } from './simulation/judgedLead.ts';
import type { DrawnLead, LeadFields } from './simulation/leadSource.ts';
import type { SimulatedCall } from './simulation/simulatedCall.ts';
import type { StaffingReading } from './readStaffing.ts';
import { leadAsSaved, UnknowableValue } from './snapshot/leadAsSaved.ts';
import { outcomeFor } from './snapshot/predictOwner.ts';
import { callerTimeZone } from './voice/callerTimeZone.ts';

type Judging = {
  compiled: CompiledRule;
  world: Pick<RulesWorld, 'lead' | 'runningUser'>;
  reading: Pick<StaffingReading, 'teams' | 'users'>;
};

export function judgeLeads(leads: readonly DrawnLead[], judging: Judging): JudgedLead[] {
  return leads.map((lead) => ({ ...lead, ...judged(lead, judging) }));
}

/** Of those that the rules give to somebody. */
export function callsOf(leads: readonly JudgedLead[]): SimulatedCall[] {
  return leads.flatMap(({ index, atMs, fields, destination }) =>
    destination.kind === 'routed'
      ? [
          {
            index,
            atMs,
            target: destination.target,
            qualification: callFromLead(fields).qualification,
            callerTimeZone: timeZoneOf(fields)
          }
        ]
      : []
  );
}

/** Where a lead calls from, by its country and state alone. */
export function timeZoneOf(fields: LeadFields): string | null {
  const text = (name: string): string | null => (fields[name] as string | null | undefined) ?? null;
  const [country, state] = [text('Country') ?? text('CountryCode'), text('State') ?? text('StateCode')];
  const key = `${country ?? ''}|${state ?? ''}`;
  let zone = knownZones.get(key);
  if (zone === undefined) {
    zone = callerTimeZone({ timeZone: null, country, state, phone: null });
    knownZones.set(key, zone);
  }
  return zone;
}

/** Leads of a month come from some hundred places. */
const knownZones = new Map<string, string | null>();

function judged(lead: DrawnLead, { compiled, world, reading }: Judging): Pick<JudgedLead, 'entry' | 'destination'> {
  const { runningUser } = world;
  const values = leadAsSaved(lead.fields, world.lead, runningUser.id);
  const context = { now: new Date(lead.atMs), runningUser: runningUser.values, timeZone: runningUser.timeZone };
  try {
    const outcome = outcomeFor(compiled, values, context);
    const entry = outcome.kind === 'noMatch' ? null : outcome.entry;
    return { entry, destination: destinationOf(outcome, lead, reading) };
  } catch (error) {
    if (error instanceof UnknowableValue || error instanceof AssignmentRuleError) {
      return { entry: null, destination: { kind: 'undecided', why: error.message } };
    }
    throw error;
  }
}

function destinationOf(
  outcome: Outcome,
  { ownerId }: DrawnLead,
  { teams, users }: Judging['reading']
): JudgedLead['destination'] {
  const unassigned = (why: string): JudgedLead['destination'] => ({ kind: 'unassigned', why });
  switch (outcome.kind) {
    case 'noMatch':
      return unassigned('No entry matches: the org’s default lead owner gets it, whom no API names.');
    case 'keepOwner': {
      const owner = users.find(({ rep }) => rep.id === ownerId)?.rep;
      return { kind: 'routed', target: owner?.active ? { kind: 'rep', repId: owner.id } : { kind: 'service' } };
    }
    case 'assign': {
      const { entry, target } = outcome;
      const name = target.name.toLowerCase();
      if (target.type === 'Queue') {
        const team = teams.find(({ developerName }) => developerName.toLowerCase() === name);
        if (!team) {
          return unassigned(`Entry ${entry} names the queue ${target.name}, which takes no leads or is not there.`);
        }
        return team.problem === null
          ? { kind: 'routed', target: { kind: 'team', teamId: team.id } }
          : unassigned(team.problem);
      }
      const user = users.find(({ username }) => username.toLowerCase() === name);
      return user?.rep.active
        ? { kind: 'routed', target: { kind: 'rep', repId: user.rep.id } }
        : unassigned(`Entry ${entry} names a user who ${user ? 'is inactive' : 'is not known'}.`);
    }
  }
}
