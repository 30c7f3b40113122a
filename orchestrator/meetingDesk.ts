/** The meetings of handoffs: which times can be had, and taking, moving and giving up one. */
import type { CallOptions } from './deciding.ts';
import type { BusinessHours, Busy, Interval, RepCalendar, Slot } from './domain/calendar.ts';
import { BatonError } from './domain/errors.ts';
import { openOffer, type OfferState } from './domain/handoffState.ts';
import type { Policy } from './domain/policy.ts';
import type { Because } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import { callerName } from './handoff/briefing.ts';
import type { Row } from './handoff/machine.ts';
import { currentOffer } from './handoff/hearEvent.ts';
import { changesOf } from './handoff/offerChanges.ts';
import type { HandoffSteps, PlannedWrite } from './handoffSteps.ts';
import { absence } from './routing/availability.ts';
import { isSlotFree, type SlotObstacle } from './routing/slotFree.ts';
import { findSlotsForHandoff } from './routing/slots.ts';
import type { Routed, Router } from './routeLead.ts';
import { wholeSecond } from './stepFromDecision.ts';
import { readHandoff, type HandoffReading, type HandoffRef } from './salesforce/readHandoff.ts';
import { readRepBookings } from './salesforce/readRepBookings.ts';
import { startTrace } from './salesforce/trace.ts';
import type { OfferChange } from './salesforce/stepWrite.ts';

/** Calendars as bookings use them. */
export interface BookingCalendars {
  get(repId: string): RepCalendar | undefined;
  ensure(reps: readonly Rep[]): Promise<void>;
  /** One rep's time asked for anew. */
  live(rep: Rep, within: Interval): Promise<RepCalendar>;
  addBooked(repId: string, meeting: Interval): void;
  removeBooked(repId: string, meeting: Interval): void;
}

export interface OfferedSlot {
  /** ISO 8601 UTC. */
  startsAt: string;
  endsAt: string;
  rep: { id: string; name: string };
}

export interface OfferedSlots {
  handoffId: string;
  /** IANA name in which the caller thinks; null when unknown. */
  timeZone: string | null;
  /** Whether they are all the lead's own rep's. */
  ownersOnly: boolean;
  slots: OfferedSlot[];
}

const nothingKnown: RepCalendar = { hours: undefined, busy: [], presence: undefined };

/** Around a meeting, so that its buffers are read as well. */
const aroundMs = 24 * 3_600_000;

export class MeetingDesk {
  private readonly router: Router;
  private readonly steps: HandoffSteps;
  private readonly calendars: BookingCalendars;

  constructor(options: { router: Router; steps: HandoffSteps; calendars: BookingCalendars }) {
    this.router = options.router;
    this.steps = options.steps;
    this.calendars = options.calendars;
  }

  /**
   * Times that a rep and the caller both can.
   * @param wish.timeZone the caller's; wins over what the handoff knows
   * @param wish.from none sooner; ISO 8601
   * @throws BatonError `handoffNotFound`, `notPossibleNow`
   */
  async slots(ref: HandoffRef, wish: { timeZone?: string; from?: string; limit?: number } = {}): Promise<OfferedSlots> {
    const reading = await readHandoff(this.router.salesforce, ref, this.request());
    if (reading.state.phase === 'completed') {
      throw new BatonError('notPossibleNow', 'The handoff is completed.');
    }
    const { policy, hours } = await this.worked(reading);
    const reps = await this.bookable(reading);
    const timeZone = wish.timeZone ?? reading.state.callerTimeZone;
    const { slots, ownersOnly } = findSlotsForHandoff({
      owner: reading.state.repId,
      reps: reps.map((rep) => ({ repId: rep.id, calendar: this.calendars.get(rep.id) ?? nothingKnown })),
      teamHours: hours,
      policy,
      callerTimeZone: timeZone,
      nowMs: this.router.now().getTime(),
      ...(wish.from === undefined ? {} : { fromMs: Date.parse(wish.from) }),
      limit: wish.limit ?? 6
    });
    const named = (slot: Slot): OfferedSlot => ({
      startsAt: new Date(slot.startMs).toISOString(),
      endsAt: new Date(slot.endMs).toISOString(),
      rep: { id: slot.repId, name: reps.find(({ id }) => id === slot.repId)!.name }
    });
    return { handoffId: reading.state.id, timeZone, ownersOnly, slots: slots.map(named) };
  }

  /**
   * Takes a time, or moves the meeting to another. The same time again changes nothing.
   * @param wish.startsAt ISO 8601
   * @param wish.repId with whom; the lead's own rep when left out, or whoever of the team is free then
   * @throws BatonError `slotTaken`, `notPossibleNow`, `handoffNotFound`
   */
  async book(ref: HandoffRef, wish: { startsAt: string; repId?: string }): Promise<Routed> {
    let taken: { rep: Rep; meeting: Interval; before: OfferState | undefined } | undefined;
    const routed = await this.steps.apply(ref, { event: 'booked' }, async (reading, row, options) => {
      const open = currentOffer(reading.state);
      const startMs = Date.parse(wish.startsAt);
      if (reading.state.phase === 'booked' && Date.parse(open?.startsAt ?? '') === startMs) {
        return undefined;
      }
      const found = await this.findFree(reading, startMs, wish.repId, options);
      taken = { rep: found.rep, meeting: found.slot, before: row.move === 'move' ? open : undefined };
      return this.plan(reading, row, open, found);
    });
    if (taken && !routed.repeated) {
      const { rep, meeting, before } = taken;
      if (before?.startsAt && before.endsAt) {
        this.calendars.removeBooked(before.repId, intervalOf(before));
      }
      this.calendars.addBooked(rep.id, meeting);
    }
    return routed;
  }

  /** Gives the meeting up; the rep calls back. @throws BatonError */
  async cancel(ref: HandoffRef): Promise<Routed> {
    const before = await readHandoff(this.router.salesforce, ref, this.request());
    const open = openOffer(before.state);
    const routed = await this.steps.apply(ref, { event: 'cancelled' });
    if (open?.startsAt && !routed.repeated) {
      this.calendars.removeBooked(open.repId, intervalOf(open));
    }
    return routed;
  }

  /** The number first, then the calendar: whoever books in between takes the number away. */
  private async findFree(
    reading: HandoffReading,
    startMs: number,
    repId: string | undefined,
    options: () => CallOptions
  ): Promise<{ rep: Rep; slot: Slot; number: number }> {
    const { policy, hours } = await this.worked(reading);
    const reps = await this.bookable(reading);
    const wanted = repId === undefined ? reps : reps.filter(({ id }) => id.slice(0, 15) === repId.slice(0, 15));
    let obstacle: SlotObstacle | undefined;
    for (const rep of wanted) {
      const within = { startMs: startMs - aroundMs, endMs: startMs + policy.meetingMinutes * 60_000 + aroundMs };
      const asking = { ...options(), within, except: reading.state.id };
      const { number, meetings } = await readRepBookings(this.router.salesforce, rep.id, asking);
      const known = withoutOwn(await this.calendars.live(rep, within), reading, rep.id);
      const promised = meetings.map((meeting): Busy => ({ ...meeting, kind: 'busy', source: 'Baton' }));
      const calendar = { ...known, busy: [...known.busy, ...promised] };
      const answer = isSlotFree({
        rep: { repId: rep.id, calendar },
        startMs,
        teamHours: hours,
        policy,
        callerTimeZone: null,
        nowMs: this.router.now().getTime()
      });
      if (answer.free) {
        return { rep, slot: answer.slot, number: number + 1 };
      }
      obstacle ??= answer.obstacle;
    }
    const who = wanted.length === 0 ? 'Nobody of the team has that id' : 'That time cannot be had';
    throw new BatonError('slotTaken', `${who}${obstacle ? `: ${obstacle.rule}` : ''}.`);
  }

  private plan(
    { state, call, record, leadOwnerId, ...rest }: HandoffReading,
    row: Row,
    open: OfferState | undefined,
    { rep, slot, number }: { rep: Rep; slot: Slot; number: number }
  ): PlannedWrite {
    const startsAt = new Date(slot.startMs).toISOString();
    const endsAt = new Date(slot.endMs).toISOString();
    const because: Because[] = [{ rule: 'chosenByCaller', text: 'The caller chose the time of the meeting.' }];
    // The number of a booking is never given back, or somebody who has read an older one could still take it.
    const isProposal = open?.kind === 'meeting' && open.status !== 'booked';
    const keeps = open?.id && isProposal && open.repId === rep.id ? open.id : undefined;
    const kept: OfferChange[] = keeps
      ? [{ id: keeps, status: 'booked', releasesLiveKey: false, startsAt, endsAt, slot: { repId: rep.id, number } }]
      : changesOf(open, { move: row.move, offerBecomes: 'cancelled' });
    const subject = `Meeting: ${callerName(call.caller)}, ${call.caller.company}`.slice(0, 255);
    const description = call.qualification.summary ?? '';
    const { eventId, taskId } = state;
    return {
      rep,
      phase: 'booked',
      nextStepAt: startsAt,
      repId: rep.id,
      because,
      passedOver: [],
      changes: kept,
      opens: keeps
        ? undefined
        : {
            repId: rep.id,
            teamId: null,
            kind: 'meeting',
            status: 'booked',
            offeredAt: wholeSecond(this.router.now()),
            expiresAt: null,
            startsAt,
            endsAt,
            turn: null,
            slotNumber: number,
            because,
            passedOver: []
          },
      leadOwnerId: this.steps.newOwner({ state, call, record, leadOwnerId, ...rest }, rep),
      task:
        taskId !== null && state.phase === 'callback' ? { kind: 'close', id: taskId, status: 'Deferred' } : undefined,
      event:
        eventId !== null && state.phase === 'booked'
          ? { kind: 'move', id: eventId, ownerId: rep.id, startsAt, endsAt }
          : { kind: 'create', ownerId: rep.id, subject, description, startsAt, endsAt }
    };
  }

  /** Who may have the meeting: the lead's own rep first, then the team. */
  private async bookable({ rep, team }: HandoffReading): Promise<Rep[]> {
    const others = (team?.members ?? []).filter(({ id }) => id !== rep?.id);
    const reps = [...(rep ? [rep] : []), ...others];
    await this.calendars.ensure(reps);
    const facts = { calendarOf: (repId: string) => this.calendars.get(repId), now: this.router.now() };
    return reps.filter((each) => each.active && absence(each, facts)?.rule !== 'away');
  }

  private async worked({ team }: HandoffReading): Promise<{ policy: Policy; hours: BusinessHours | undefined }> {
    const policy = await this.router.facts.policyOf(team?.developerName ?? null);
    return { policy, hours: await this.router.facts.hoursOf(policy) };
  }

  private request(): CallOptions {
    return { deadlineMs: this.router.deadlineMs, trace: startTrace(), country: this.router.country };
  }
}

/** A meeting that is moved is not in its own way, in each source once: what else its rep has at that time stays. */
function withoutOwn(calendar: RepCalendar, { state }: HandoffReading, repId: string): RepCalendar {
  const open = openOffer(state);
  if (state.phase !== 'booked' || open?.repId !== repId || !open.startsAt || !open.endsAt) {
    return calendar;
  }
  const own = intervalOf(open);
  const left = new Set<string>();
  const isOwn = ({ startMs, endMs, source }: Busy): boolean => {
    const isFirst = startMs === own.startMs && endMs === own.endMs && !left.has(source);
    if (isFirst) {
      left.add(source);
    }
    return isFirst;
  };
  return { ...calendar, busy: calendar.busy.filter((busy) => !isOwn(busy)) };
}

function intervalOf({ startsAt, endsAt }: OfferState): Interval {
  return { startMs: Date.parse(startsAt!), endMs: Date.parse(endsAt!) };
}
