/** One service, put together as orchestrator/baton.ts does, without what works in the background. */
import { CalendarBook } from '../../../orchestrator/calendars/calendarBook.ts';
import { noMatch } from '../../../orchestrator/domain/match.ts';
import { HandoffSteps } from '../../../orchestrator/handoffSteps.ts';
import { MeetingDesk } from '../../../orchestrator/meetingDesk.ts';
import { hoursNamed } from '../../../orchestrator/orgFacts.ts';
import { RepCalendars } from '../../../orchestrator/repCalendars.ts';
import { Router } from '../../../orchestrator/routeLead.ts';
import { eventCalendar } from '../../../orchestrator/salesforce/eventCalendar.ts';
import type { OrgGate } from './orgGate.ts';

const dayMs = 24 * 3_600_000;
/** In real time, which plays no part in a story. */
const deadlineMs = 600_000;

export class BookingService {
  readonly router: Router;
  readonly steps: HandoffSteps;
  readonly meetings: MeetingDesk;

  /** @param options.onError hears of readings in the background that failed */
  constructor(
    number: number,
    { gate, now, onError }: { gate: OrgGate; now: () => Date; onError: (error: unknown) => void }
  ) {
    const salesforce = gate.connection(number);
    const calendars = new RepCalendars(
      new CalendarBook({
        sources: [eventCalendar(salesforce, { deadlineMs, onError })],
        hoursFor: ({ businessHours }) =>
          businessHours === null ? undefined : hoursNamed(this.router.facts.hours.known ?? [], businessHours),
        now: () => now().getTime(),
        horizonMs: 32 * dayMs,
        onError: (_source, error) => onError(error)
      })
    );
    this.router = new Router({
      salesforce,
      deadlineMs,
      now,
      calendars,
      findCaller: () => Promise.resolve(noMatch),
      pauseAfterLostRace: () => gate.rest(),
      onBackgroundError: onError
    });
    this.steps = new HandoffSteps({ router: this.router, calendarOf: (repId) => calendars.get(repId) });
    this.meetings = new MeetingDesk({ router: this.router, steps: this.steps, calendars });
  }

  async warmUp(): Promise<void> {
    const { policies, hours, runningUserId } = this.router.facts;
    await Promise.all([policies.refresh(), hours.refresh(), runningUserId.refresh()]);
  }
}
