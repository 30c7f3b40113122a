/** What may never happen to a calendar, looked for after every transaction of the org, by a way of its own. */
import { DateTime } from 'luxon';
import type { Interval } from '../../../orchestrator/domain/calendar.ts';
import type { Change, ModelOrg, Row } from './modelOrg.ts';
import type { Commit, OrgGate } from './orgGate.ts';

const openStatuses: readonly unknown[] = ['Ringing', 'Accepted', 'Assigned', 'Booked'];
const phases: readonly unknown[] = ['Ringing', 'Accepted', 'Meeting Proposed', 'Meeting', 'Callback', 'Completed'];
const minuteMs = 60_000;

export class BookingJudge {
  readonly broken: string[] = [];
  readonly met = { booked: 0, moved: 0, cancelled: 0 };
  private readonly org: ModelOrg;
  private readonly bufferMs: number;
  /** Moment since which each Event stands as it does. */
  private readonly standsSince = new Map<string, number>();

  constructor(org: ModelOrg, bufferMinutes: number) {
    this.org = org;
    this.bufferMs = bufferMinutes * minuteMs;
  }

  /** A rep has put something into their own calendar. */
  noteEvent(event: Row, moment: number): void {
    this.standsSince.set(event.Id, moment);
  }

  judge({ changes, beganAt }: Commit, { moment, calendarLostAt }: OrgGate): void {
    for (const change of changes) {
      this.judgeChange(change, calendarLostAt > beganAt ? -Infinity : beganAt);
    }
    for (const { object, after } of changes) {
      if (object === 'Event') {
        this.standsSince.set(after.Id, moment);
      }
    }
    this.org.rows('Handoff__c').forEach((handoff) => this.judgeHandoff(handoff));
  }

  private judgeChange({ object, before, after }: Change, calendarKnownAt: number): void {
    if (object === 'Handoff__c') {
      this.judgeStep(before, after);
    }
    if (object !== 'Handoff_Offer__c') {
      return;
    }
    const had = before && isBookedMeeting(before) ? meetingOf(before) : undefined;
    const has = isBookedMeeting(after) ? meetingOf(after) : undefined;
    const isSame = had?.startMs === has?.startMs && had?.endMs === has?.endMs;
    if (has && !isSame) {
      this.judgeBooking(after, has, calendarKnownAt);
    }
  }

  private judgeBooking(offer: Row, meeting: Interval, calendarKnownAt: number): void {
    const repId = String(offer['Rep__c']);
    const widened = { startMs: meeting.startMs - this.bufferMs, endMs: meeting.endMs + this.bufferMs };
    for (const other of this.bookedOf(repId)) {
      if (other['Handoff__c'] !== offer['Handoff__c'] && isOver(meetingOf(other), widened)) {
        this.broken.push(`${repId} has two meetings at ${new Date(meeting.startMs).toISOString()}`);
      }
    }
    const own = this.org.row('Handoff__c', String(offer['Handoff__c']))!['Event_Id__c'];
    for (const event of this.org.rows('Event')) {
      const wasThere = (this.standsSince.get(event.Id) ?? Infinity) <= calendarKnownAt;
      const blocks = event['OwnerId'] === repId && event['ShowAs'] !== 'Free' && event.Id !== own;
      if (wasThere && blocks && isOver(this.timeOf(event), widened)) {
        this.broken.push(`${repId} was booked over ${event.Id} at ${new Date(meeting.startMs).toISOString()}`);
      }
    }
  }

  private judgeStep(before: Row | undefined, after: Row): void {
    const callId = String(after['Call_Id__c']);
    if (before?.['Status__c'] === 'Meeting' && !['Meeting', 'Callback'].includes(String(after['Status__c']))) {
      this.broken.push(`the meeting of ${callId} became ${String(after['Status__c'])}`);
    }
    const isMeeting = after['Status__c'] === 'Meeting';
    this.met.booked += isMeeting && before?.['Status__c'] !== 'Meeting' ? 1 : 0;
    this.met.moved += isMeeting && before?.['Status__c'] === 'Meeting' ? 1 : 0;
    this.met.cancelled += !isMeeting && before?.['Status__c'] === 'Meeting' ? 1 : 0;
  }

  /** One next step with an owner and a time; one meeting while it is booked, and none otherwise. */
  private judgeHandoff(handoff: Row): void {
    const { Status__c: phase, Rep__c: repId, Team_Id__c: teamId, Next_Step_At__c: at, Lead__c: leadId } = handoff;
    const offers = this.org.rows('Handoff_Offer__c').filter((offer) => offer['Handoff__c'] === handoff.Id);
    const open = offers.filter((offer) => openStatuses.includes(offer['Status__c']));
    const events = this.org.rows('Event').filter((event) => event['WhoId'] === leadId && event['ShowAs'] === 'Busy');
    const problems = [
      phases.includes(phase) ? [] : `is ${String(phase)}`,
      Number.isNaN(Date.parse(String(at))) ? 'has no time' : [],
      repId === null && teamId === null ? 'has no owner' : [],
      open.length > 1 ? `has ${open.length} open offers` : [],
      open.length === 1 && open[0]!['Rep__c'] !== repId ? 'is owed by another than who was asked' : [],
      events.length === (phase === 'Meeting' ? 1 : 0) ? [] : `has ${events.length} events while ${String(phase)}`
    ].flat();
    if (phase === 'Meeting') {
      const facts = (row: Row | undefined, ...fields: readonly string[]): string =>
        fields.map((field) => String(row?.[field])).join(' ');
      const meeting = facts(open[0], 'Rep__c', 'Starts_At__c', 'Ends_At__c');
      problems.push(
        ...[
          meeting === facts(events[0], 'OwnerId', 'StartDateTime', 'EndDateTime') ? [] : 'has an event at another time',
          open[0]?.['Starts_At__c'] === at ? [] : 'tells another time than it has',
          isBookedMeeting(open[0]!) ? [] : 'has no booked offer'
        ].flat()
      );
    }
    this.broken.push(...problems.map((problem) => `${String(handoff['Call_Id__c'])} ${problem}`));
  }

  private bookedOf(repId: string): Row[] {
    return this.org.rows('Handoff_Offer__c').filter((offer) => offer['Rep__c'] === repId && isBookedMeeting(offer));
  }

  private timeOf(event: Row): Interval {
    if (event['IsAllDayEvent'] !== true) {
      return { startMs: Date.parse(String(event['StartDateTime'])), endMs: Date.parse(String(event['EndDateTime'])) };
    }
    const zone = String(this.org.row('User', String(event['OwnerId']))!['TimeZoneSidKey']);
    const day = DateTime.fromISO(String(event['StartDateTime']).slice(0, 10), { zone });
    return { startMs: day.toMillis(), endMs: day.plus({ days: 1 }).toMillis() };
  }
}

function isBookedMeeting(offer: Row): boolean {
  return offer['Kind__c'] === 'Meeting' && offer['Status__c'] === 'Booked';
}

function meetingOf(offer: Row): Interval {
  return { startMs: Date.parse(String(offer['Starts_At__c'])), endMs: Date.parse(String(offer['Ends_At__c'])) };
}

function isOver(a: Interval, b: Interval): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}
