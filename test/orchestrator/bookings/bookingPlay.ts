/** Plays a story of bookings to its end: the real desks of two services at one org, in an order of chance. */
import { setImmediate as rest } from 'node:timers/promises';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import type { HandoffAnswer } from '../../../orchestrator/domain/handoff.ts';
import { hoursNamed } from '../../../orchestrator/orgFacts.ts';
import { nextOpening } from '../../../orchestrator/routing/businessHours.ts';
import type { Routed } from '../../../orchestrator/routeLead.ts';
import { call as anyCall } from '../handoff/modelHandoff.ts';
import { BookingJudge } from './bookingJudge.ts';
import { BookingService } from './bookingService.ts';
import { repNames, type Happening, type RepName, type Story } from './bookingStory.ts';
import { ModelOrg } from './modelOrg.ts';
import { setUpHours, setUpPolicy, setUpTeam, setUpUser } from './modelSetUp.ts';
import { OrgGate, type Fault } from './orgGate.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
/** Nothing is under way for longer. */
const deadlineMs = 3_500;
/** What an agent may be told. */
const expectedCodes = new Set(['slotTaken', 'notPossibleNow', 'handoffNotFound', 'salesforceTimeout']);

export class BookingPlay {
  readonly org = new ModelOrg((callId) => this.ownerOf(callId));
  readonly judge: BookingJudge;
  readonly gate: OrgGate;
  readonly services: readonly BookingService[];
  readonly repIds: Readonly<Record<RepName, string>>;
  readonly teamId: string;
  /** What no agent should ever meet, when one has. */
  readonly problems: string[] = [];
  answers = 0;
  /** How often a time was taken that another meeting had just left. */
  freed = 0;
  nowMs: number;
  private readonly story: Story;
  private readonly underWay = new Set<Promise<unknown>>();
  private firstQuarterMs = 0;
  private turn = 0;
  private requests = 0;

  constructor(story: Story) {
    const { org } = this;
    this.story = story;
    this.nowMs = Date.parse(story.startsAt);
    this.repIds = Object.fromEntries(repNames.map((name) => [name, setUpUser(org, name, story.reps[name])])) as Record<
      RepName,
      string
    >;
    this.teamId = setUpTeam(
      org,
      repNames.filter((name) => story.reps[name].isMember).map((name) => this.repIds[name])
    );
    // Whom the policy names for what nobody else can take; they never leave, so that everything has an owner.
    setUpUser(org, 'last', { timeZone: 'UTC', ownHours: false, isMember: false });
    setUpPolicy(org, { ...story.policy, fallbackOwner: 'last@sample.example' });
    if (story.hours) {
      setUpHours(org, story.hours);
    }
    this.judge = new BookingJudge(org, story.policy.meetingBufferMinutes);
    this.gate = new OrgGate(org, (commit) => this.judge.judge(commit, this.gate));
    const options = { gate: this.gate, now: () => new Date(this.nowMs), onError: (error: unknown) => this.note(error) };
    this.services = [new BookingService(0, options), new BookingService(1, options)];
  }

  async run(): Promise<void> {
    await this.quietly(() => Promise.all(this.services.map((service) => service.warmUp())));
    const { hours } = this.services[0]!.router.facts;
    const fromMs = this.nowMs + this.story.policy.meetingNoticeMinutes * minuteMs + 2 * quarterMs;
    this.firstQuarterMs = nextOpening(hoursNamed(hours.known ?? [], null), fromMs)!;
    this.story.calls.forEach((call) => this.start(call));
    await this.comeToRest(() => this.nextFault());
    for (const happening of this.story.happenings) {
      if (happening.kind === 'wait' && happening.ms > deadlineMs) {
        await this.comeToRest(() => this.nextFault());
      }
      this.start(happening);
      for (let steps = this.chance() % 6; steps > 0; steps -= 1) {
        await this.goOn(() => this.nextFault());
      }
    }
    await this.comeToRest(() => this.nextFault());
  }

  /** Does one thing with nothing else under way, and no fault. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    const done = work();
    done.catch(() => undefined);
    await this.comeToRest(() => 'none');
    return done;
  }

  /**
   * With nothing else under way: a time that was offered can be had, and whoever moves or gives up a meeting leaves its
   * time to others at once, at both services.
   */
  async endQuietly(): Promise<void> {
    const [one, other] = this.chance() % 2 === 0 ? [0, 1] : [1, 0];
    const first = { callId: 'call-5' };
    const second = { callId: 'call-6' };
    const desk = (service: number): BookingService['meetings'] => this.services[service]!.meetings;
    await this.quietly(() => Promise.all([first, second].map(({ callId }) => this.route(one, callId))));
    // What services remember of each other's times is old by now, and is read again when somebody asks.
    this.nowMs += 6 * minuteMs;
    await this.quietly(() => Promise.all([one, other].map((service) => desk(service).slots(first))));
    const { slots } = await this.quietly(() => desk(one).slots(first, { limit: 12 }));
    const lengthMs = (this.story.policy.meetingMinutes + 2 * this.story.policy.meetingBufferMinutes) * minuteMs;
    const [early] = slots;
    const late = slots.find(
      ({ rep, startsAt }) => rep.id === early?.rep.id && Date.parse(startsAt) - Date.parse(early.startsAt) >= lengthMs
    );
    if (!early || !late) {
      return;
    }
    const take = async (service: number, ref: { callId: string }, { startsAt, rep }: typeof early): Promise<void> => {
      const booked = await this.quietly(() => desk(service).book(ref, { startsAt, repId: rep.id }));
      const { phase, nextStep } = booked.answer;
      if (phase !== 'booked' || nextStep.at !== startsAt || nextStep.repId !== rep.id) {
        this.problems.push(`${ref.callId} took ${startsAt} and was told ${JSON.stringify(nextStep)}`);
      }
    };
    try {
      await take(one, first, early);
      await take(one, first, late);
      await take(one, second, early);
      const { answer } = await this.quietly(() => desk(one).cancel(first));
      if (answer.phase !== 'callback' || answer.nextStep.kind !== 'callback') {
        this.problems.push(`a meeting that was given up became ${answer.phase}`);
      }
      await take(this.chance() % 2 === 0 ? one : other, second, late);
      this.freed += 1;
    } catch (error) {
      this.problems.push(`a time that is free could not be had: ${String(error)}`);
    }
  }

  async route(service: number, callId: string): Promise<Routed> {
    const caller = this.story.callers[callId];
    const { wish, timeZone } = caller ?? { wish: 'callback', timeZone: null };
    const call = { ...anyCall, callId, wish, caller: { ...anyCall.caller, timeZone } };
    return this.services[service]!.router.route(call);
  }

  private start(happening: Happening): void {
    switch (happening.kind) {
      case 'wait':
        this.nowMs += happening.ms;
        return;
      case 'event':
        return this.enter(happening);
      case 'rep':
        return this.become(happening.rep, happening.condition);
      default:
        for (let time = 0; time < happening.times; time += 1) {
          this.begin(this.send(happening, (happening.service + time) % 2));
        }
    }
  }

  private begin(work: Promise<HandoffAnswer>): void {
    const told = work
      .then(
        (answer) => this.hear(answer),
        (error: unknown) => this.note(error)
      )
      .finally(() => this.underWay.delete(told));
    this.underWay.add(told);
  }

  private async send(happening: Extract<Happening, { callId: string }>, number: number): Promise<HandoffAnswer> {
    const { callId } = happening;
    const ref = { callId };
    const { meetings, steps } = this.services[number]!;
    switch (happening.kind) {
      case 'call':
        return (await this.route(number, callId)).answer;
      case 'choose': {
        const { slots } = await meetings.slots(ref);
        const slot = slots[happening.pick % Math.max(1, slots.length)];
        return slot
          ? (await meetings.book(ref, { startsAt: slot.startsAt, repId: slot.rep.id })).answer
          : steps.read(ref);
      }
      case 'book': {
        const startsAt = new Date(this.firstQuarterMs + happening.quarter * quarterMs).toISOString();
        const repId = happening.with && { repId: this.repIds[happening.with] };
        return (await meetings.book(ref, { startsAt, ...repId })).answer;
      }
      case 'cancel':
        return (await meetings.cancel(ref)).answer;
      case 'report':
        return (await steps.apply(ref, { event: happening.event })).answer;
    }
  }

  /** Each answer has one next step, with an owner and a time. */
  private hear({ callId, nextStep, team, phase }: HandoffAnswer): void {
    this.answers += 1;
    if (Number.isNaN(Date.parse(nextStep.at)) || (nextStep.repId === null && team === null)) {
      this.problems.push(`${callId} was answered without an owner or a time: ${JSON.stringify(nextStep)}`);
    }
    if ((phase === 'booked') !== (nextStep.kind === 'meeting' && nextStep.booked)) {
      this.problems.push(`${callId} was told a meeting that is ${phase}: ${JSON.stringify(nextStep)}`);
    }
  }

  private note(error: unknown): void {
    if (!(error instanceof BatonError && expectedCodes.has(error.code))) {
      this.problems.push(error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error));
    }
  }

  private enter({ rep, quarter, quarters, showAs }: Extract<Happening, { kind: 'event' }>): void {
    const startMs = this.firstQuarterMs + quarter * quarterMs;
    const isAllDay = showAs === 'AllDay';
    const day = `${new Date(startMs).toISOString().slice(0, 10)}T00:00:00.000Z`;
    const event = this.org.put('Event', {
      OwnerId: this.repIds[rep],
      ShowAs: isAllDay ? 'OutOfOffice' : showAs,
      IsAllDayEvent: isAllDay,
      StartDateTime: isAllDay ? day : new Date(startMs).toISOString(),
      EndDateTime: isAllDay ? day : new Date(startMs + quarters * quarterMs).toISOString()
    });
    this.judge.noteEvent(event, this.gate.moment);
  }

  private become(rep: RepName, condition: Extract<Happening, { kind: 'rep' }>['condition']): void {
    this.org.update('User', this.repIds[rep], {
      IsActive: condition !== 'left',
      Away_Until__c: condition === 'away' ? new Date(this.nowMs + 20 * 60 * minuteMs).toISOString() : null,
      Takes_Transfers__c: condition !== 'takesNoCalls'
    });
  }

  private ownerOf(callId: string): string {
    const owner = this.story.callers[callId]?.owner ?? 'team';
    return owner === 'team' ? this.teamId : this.repIds[owner];
  }

  private async comeToRest(fault: () => Fault): Promise<void> {
    await rest();
    while (this.gate.isAsked) {
      await this.goOn(fault);
    }
    if (this.underWay.size > 0) {
      this.problems.push('Something waits, and not for the org.');
    }
  }

  private async goOn(fault: () => Fault): Promise<void> {
    if (this.gate.goOn(this.chance(), fault)) {
      // Until whoever has the answer waits for the org again, or for nothing.
      await rest();
    }
  }

  private chance(): number {
    const { order } = this.story;
    return order[(this.turn += 1) % order.length]!;
  }

  private nextFault(): Fault {
    const { faults } = this.story;
    return faults[(this.requests += 1) % faults.length]!;
  }
}
