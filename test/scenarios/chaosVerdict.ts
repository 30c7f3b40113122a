/** What must hold in Salesforce after a chaos run. Each violation is a sentence that names the call or the rep. */
import type { Connection } from 'jsforce';
import type { CallRecord, Rung } from './chaosCaller.ts';

export interface Verdict {
  leads: number;
  handoffs: number;
  offers: number;
  meetings: number;
  violations: string[];
}

interface HandoffRow {
  Id: string;
  Call_Id__c: string;
  Lead__c: string;
  Status__c: string;
  Next_Step__c: string | null;
  Next_Step_At__c: string | null;
  Rep__c: string | null;
  Team_Id__c: string | null;
  Task_Id__c: string | null;
  Event_Id__c: string | null;
}

interface OfferRow {
  Id: string;
  Handoff__c: string;
  Rep__c: string;
  Kind__c: string;
  Status__c: string;
  Turn_Key__c: string | null;
  Team_Id__c: string | null;
  Turn_Number__c: number | null;
  Ledger__c: string | null;
  Live_Key__c: string | null;
  Starts_At__c: string | null;
  Ends_At__c: string | null;
}

interface EventRow {
  Id: string;
  OwnerId: string;
  WhoId: string;
  ShowAs: string;
  StartDateTime: string;
  EndDateTime: string;
}

interface TaskRow {
  Id: string;
  OwnerId: string;
  WhoId: string;
  IsClosed: boolean;
}

const openStatuses: readonly string[] = ['Ringing', 'Accepted', 'Assigned', 'Booked'];

export async function judge(admin: Connection, calls: readonly CallRecord[], rung: readonly Rung[]): Promise<Verdict> {
  const all = async <T extends object>(soql: string): Promise<T[]> =>
    (await admin.query<T>(soql, { autoFetch: true, maxFetch: 100_000 })).records;
  const leads = await all<{ Id: string; Voice_Call_Id__c: string }>(
    'SELECT Id, Voice_Call_Id__c FROM Lead WHERE Voice_Call_Id__c != null'
  );
  const handoffs = await all<HandoffRow>(
    'SELECT Id, Call_Id__c, Lead__c, Status__c, Next_Step__c, Next_Step_At__c, Rep__c, Team_Id__c, Task_Id__c, Event_Id__c FROM Handoff__c'
  );
  const offers = await all<OfferRow>(
    'SELECT Id, Handoff__c, Rep__c, Kind__c, Status__c, Turn_Key__c, Team_Id__c, Turn_Number__c, Ledger__c, Live_Key__c, Starts_At__c, ' +
      'Ends_At__c FROM Handoff_Offer__c ORDER BY Offered_At__c, Name'
  );
  const events = await all<EventRow>(
    "SELECT Id, OwnerId, WhoId, ShowAs, StartDateTime, EndDateTime FROM Event WHERE ShowAs = 'Busy' AND WhoId != null"
  );
  const tasks = await all<TaskRow>('SELECT Id, OwnerId, WhoId, IsClosed FROM Task');
  const offersOf = groupedBy(offers, ({ Handoff__c }) => Handoff__c);
  return {
    leads: leads.length,
    handoffs: handoffs.length,
    offers: offers.length,
    meetings: events.length,
    violations: [
      ...onePerCall(
        'lead',
        calls,
        leads.map(({ Voice_Call_Id__c }) => Voice_Call_Id__c)
      ),
      ...onePerCall(
        'handoff',
        calls,
        handoffs.map(({ Call_Id__c }) => Call_Id__c)
      ),
      ...turns(offers),
      ...meetings(handoffs, offersOf, events),
      ...handoffs.flatMap((handoff) => nextStep(handoff, offersOf.get(handoff.Id) ?? [], tasks)),
      ...acknowledged(calls, handoffs, offersOf),
      ...rungTwice(rung).map(({ text }) => `a rep was rung for two calls at once: ${text}`)
    ]
  };
}

function onePerCall(what: string, calls: readonly CallRecord[], found: readonly string[]): string[] {
  const counts = groupedBy(found, (callId) => callId);
  const missing = calls.filter(({ callId }) => !counts.has(callId)).map(({ callId }) => `${callId} has no ${what}`);
  const known = new Set(calls.map(({ callId }) => callId));
  return [
    ...missing,
    ...[...counts].flatMap(([callId, { length }]) =>
      length > 1 ? `${callId} has ${length} ${what}s` : known.has(callId) ? [] : `${callId} is nobody's ${what}`
    )
  ];
}

/** No turn twice, and each team's balances sum to zero by what the turns say that they changed. */
function turns(offers: readonly OfferRow[]): string[] {
  const taken = offers.filter(({ Turn_Number__c }) => Turn_Number__c !== null);
  const violations: string[] = [];
  for (const [key, { length }] of groupedBy(
    taken,
    ({ Team_Id__c, Turn_Number__c }) => `${Team_Id__c}:${Turn_Number__c}`
  )) {
    if (length > 1) {
      violations.push(`the turn ${key} was taken ${length} times`);
    }
  }
  for (const [teamId, rows] of groupedBy(taken, ({ Team_Id__c }) => Team_Id__c ?? 'none')) {
    const ledgers = rows.map(
      ({ Ledger__c }) => JSON.parse(Ledger__c ?? '{}') as Record<string, Record<string, number>>
    );
    for (const kind of ['balances', 'change'] as const) {
      const wrong = ledgers.filter((ledger) => sum(Object.values(ledger[kind] ?? { none: NaN })) !== 0).length;
      if (wrong > 0) {
        violations.push(`${wrong} turns of the team ${teamId} have a ${kind} that does not sum to zero`);
      }
    }
  }
  return violations;
}

/** One Event for each booked meeting, and no rep in two at once. */
function meetings(
  handoffs: readonly HandoffRow[],
  offersOf: ReadonlyMap<string, OfferRow[]>,
  events: readonly EventRow[]
): string[] {
  const violations: string[] = [];
  const byLead = groupedBy(events, ({ WhoId }) => WhoId);
  const booked = handoffs.filter(({ Status__c }) => Status__c === 'Meeting');
  for (const { Call_Id__c, Id, Lead__c, Event_Id__c } of booked) {
    const own = byLead.get(Lead__c) ?? [];
    if (own.length !== 1 || own[0]?.Id !== Event_Id__c) {
      violations.push(`${Call_Id__c} is booked with ${own.length} events`);
    }
    const offer = (offersOf.get(Id) ?? []).find(({ Status__c }) => Status__c === 'Booked');
    if (
      own[0] &&
      (offer?.Rep__c !== own[0].OwnerId || sameTime(offer.Starts_At__c) !== sameTime(own[0].StartDateTime))
    ) {
      violations.push(`${Call_Id__c} has an event that is not what was offered`);
    }
  }
  const bookedLeads = new Set(booked.map(({ Lead__c }) => Lead__c));
  violations.push(
    ...events.flatMap(({ Id, WhoId }) => (bookedLeads.has(WhoId) ? [] : `the event ${Id} is nobody's meeting`))
  );
  const spans = events.map(({ OwnerId, StartDateTime, EndDateTime, Id }) => ({
    of: OwnerId,
    fromMs: Date.parse(StartDateTime),
    toMs: Date.parse(EndDateTime),
    name: Id
  }));
  return [...violations, ...overlaps(spans).map(({ text }) => `a rep is in two meetings at once: ${text}`)];
}

/** Exactly one next step, with an owner and a time. */
function nextStep(handoff: HandoffRow, offers: readonly OfferRow[], tasks: readonly TaskRow[]): string[] {
  const {
    Call_Id__c: callId,
    Status__c: status,
    Next_Step__c,
    Next_Step_At__c,
    Rep__c,
    Team_Id__c,
    Task_Id__c
  } = handoff;
  const open = offers.filter((offer) => openStatuses.includes(offer.Status__c));
  const wanted: Readonly<Record<string, string>> = { Meeting: 'Booked', Callback: 'Assigned' };
  const say = (isWrong: boolean, text: string): string[] => (isWrong ? [`${callId} (${status}) ${text}`] : []);
  const own = tasks.filter(({ WhoId }) => WhoId === handoff.Lead__c);
  const task = own.find(({ Id }) => Id === Task_Id__c);
  return [
    ...say(!['Callback', 'Meeting', 'Completed'].includes(status), 'has not come to rest'),
    ...say(!Next_Step__c || !Next_Step_At__c, 'has no next step or no time for it'),
    ...say(!Rep__c && !Team_Id__c, 'is nobody’s'),
    ...say(status === 'Completed' && open.length > 0, `has ${open.length} open offers`),
    ...say(
      status !== 'Completed' && (Rep__c === null ? open.length > 0 : open.length !== 1),
      `has ${open.length} open offers`
    ),
    ...say(open[0] !== undefined && open[0].Rep__c !== Rep__c, 'is owed by another than whose offer is open'),
    ...say(
      status in wanted && open.some(({ Status__c }) => Status__c !== wanted[status]),
      `has an offer that is ${open[0]?.Status__c}`
    ),
    ...say(
      status === 'Callback' && Rep__c !== null && (task?.OwnerId !== Rep__c || task.IsClosed),
      'has no task of its owner'
    ),
    ...say(own.length > 1, `has ${own.length} tasks`),
    ...say(
      offers.some(({ Live_Key__c, Status__c }) => Live_Key__c !== null && !openStatuses.includes(Status__c)),
      'holds a live key that is over'
    )
  ];
}

/** What the service has confirmed to an agent stands in Salesforce. */
function acknowledged(
  calls: readonly CallRecord[],
  handoffs: readonly HandoffRow[],
  offersOf: ReadonlyMap<string, OfferRow[]>
): string[] {
  const byCall = new Map(handoffs.map((handoff) => [handoff.Call_Id__c, handoff]));
  return calls.flatMap(({ callId, first, accepted, bookedAt }) => {
    const offers = offersOf.get(byCall.get(callId)?.Id ?? '') ?? [];
    const took = (repId: string): boolean =>
      offers.some(({ Rep__c, Status__c }) => Rep__c === repId && ['Accepted', 'Completed'].includes(Status__c));
    const has = (startsAt: string): boolean =>
      offers.some(
        ({ Starts_At__c, Status__c }) => Status__c === 'Booked' && sameTime(Starts_At__c) === sameTime(startsAt)
      );
    return [
      ...(first === undefined ? [`${callId} was never answered`] : []),
      ...accepted.flatMap((repId) =>
        took(repId) ? [] : `${callId} was accepted by ${repId}, and Salesforce does not say so`
      ),
      ...(bookedAt === undefined || has(bookedAt)
        ? []
        : [`${callId} was booked at ${bookedAt}, and Salesforce does not say so`])
    ];
  });
}

/** By the agents' own clocks: the phones as they really rang. */
function rungTwice(rung: readonly Rung[]): Overlap<Span>[] {
  return overlaps(rung.map(({ repId, fromMs, toMs, callId }) => ({ of: repId, fromMs, toMs, name: callId })));
}

interface Span {
  of: string;
  fromMs: number;
  toMs: number;
  name: string;
}

interface Overlap<T> {
  before: T;
  span: T;
  text: string;
}

function overlaps<T extends Span>(spans: readonly T[]): Overlap<T>[] {
  return [...groupedBy(spans, (span) => span.of).values()].flatMap((own) => {
    const sorted = [...own].sort((a, b) => a.fromMs - b.fromMs);
    let last = sorted[0]!;
    return sorted.slice(1).flatMap((span) => {
      const before = last;
      last = span.toMs > before.toMs ? span : before;
      const text = `${before.name} and ${span.name}, by ${Math.round(before.toMs - span.fromMs)} ms`;
      return span.fromMs < before.toMs ? [{ before, span, text }] : [];
    });
  });
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  }
  return groups;
}

function sameTime(instant: string | null): number {
  return instant === null ? NaN : Date.parse(instant);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
