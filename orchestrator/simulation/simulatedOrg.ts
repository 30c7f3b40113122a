/** The org that is simulated: who is there and how teams are worked; and what changes in it while calls come. */
import type { BusinessHours, Busy, RepCalendar } from '../domain/calendar.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Policy } from '../domain/policy.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { WorkedTeam } from '../routing/snapshot.ts';
import { blankBook, confirm, type TeamBook } from '../routing/teamBook.ts';
import type { TurnRecord } from '../domain/turn.ts';

/** A team as it was read, and how it is worked. */
export interface StaffedTeam {
  team: Team;
  policy: Policy;
  /** Undefined when the org has no such hours: always open. */
  hours: BusinessHours | undefined;
}

export interface Staffing {
  teams: readonly StaffedTeam[];
  /** Reps who are known besides the members of teams, such as those whom the rules name. */
  reps: readonly Rep[];
  /** How leads are worked that go to a person and to no team. */
  general: { policy: Policy; hours: BusinessHours | undefined };
  /** Who owes a callback that nobody else can take, by the policy's name of them. */
  fallbacks: ReadonlyMap<string, Rep>;
  /** By rep id, for the whole of the period and the days that meetings may lie in after it. */
  calendars: ReadonlyMap<string, RepCalendar>;
  /** When all this was true: who is away until a date has not been away before it. Milliseconds of the epoch. */
  readAtMs: number;
}

const dayMs = 24 * 3_600_000;

/** Offers and meetings that are longer over than this matter to no decision: a cap counts the rep's own day. */
const forgottenAfterMs = 2 * dayMs;

export class SimulatedOrg {
  readonly staffing: Staffing;
  private readonly books = new Map<string, TeamBook>();
  private readonly offers = new Map<string, RecentOffer[]>();
  /** What still matters of each rep's calendar. */
  private readonly calendars = new Map<string, RepCalendar>();
  private readonly booked = new Map<string, Busy[]>();
  private readonly teamsByName: ReadonlyMap<string, StaffedTeam>;
  private readonly teamsById: ReadonlyMap<string, StaffedTeam>;
  /** The same without absences that had not begun when the past is simulated. */
  private readonly earlier: ReadonlyMap<string, StaffedTeam>;
  private readonly repsById: ReadonlyMap<string, Rep>;
  private forgottenAtMs = -Infinity;

  constructor(staffing: Staffing) {
    this.staffing = staffing;
    this.teamsByName = new Map(staffing.teams.map((each) => [each.team.developerName, each]));
    this.teamsById = new Map(staffing.teams.map((each) => [each.team.id, each]));
    this.earlier = new Map(
      staffing.teams.map((each) => [
        each.team.id,
        { ...each, team: { ...each.team, members: each.team.members.map(notYetAway) } }
      ])
    );
    const members = staffing.teams.flatMap(({ team }) => team.members);
    this.repsById = new Map([...staffing.reps, ...members].map((rep) => [rep.id, rep]));
    staffing.calendars.forEach((calendar, repId) => this.calendars.set(repId, calendar));
  }

  team(id: string, nowMs: number): WorkedTeam | undefined {
    const staffed = nowMs < this.staffing.readAtMs ? this.earlier.get(id) : this.teamsById.get(id);
    return staffed && { ...staffed, book: this.bookOf(id) };
  }

  teamNamed(developerName: string | null, nowMs: number): WorkedTeam | undefined {
    const staffed = developerName === null ? undefined : this.teamsByName.get(developerName);
    return staffed && this.team(staffed.team.id, nowMs);
  }

  rep(id: string, nowMs: number): Rep | undefined {
    const rep = this.repsById.get(id);
    return rep && nowMs < this.staffing.readAtMs ? notYetAway(rep) : rep;
  }

  bookOf(teamId: string): TeamBook {
    return this.books.get(teamId) ?? blankBook;
  }

  takeTurn(teamId: string, book: TeamBook, { turn }: TurnRecord, nowMs: number): void {
    this.books.set(teamId, confirm(book, turn, nowMs));
  }

  calendarOf(repId: string): RepCalendar | undefined {
    return this.calendars.get(repId);
  }

  /** The calendar with all that was booked in the month, what is long over too. */
  wholeCalendarOf(repId: string): RepCalendar | undefined {
    const calendar = this.staffing.calendars.get(repId);
    const booked = this.booked.get(repId);
    return calendar && booked ? { ...calendar, busy: [...calendar.busy, ...booked] } : calendar;
  }

  book(repId: string, startMs: number, endMs: number): void {
    const meeting: Busy = { startMs, endMs, kind: 'busy', source: 'Baton' };
    this.booked.set(repId, [...(this.booked.get(repId) ?? []), meeting]);
    const calendar = this.calendars.get(repId) ?? { hours: undefined, busy: [], presence: undefined };
    this.calendars.set(repId, { ...calendar, busy: [...calendar.busy, meeting] });
  }

  /** As the service reads them: what may still ring or be talked on, and since yesterday those of reps with a cap. */
  offersOf(reps: readonly Rep[]): RecentOffer[] {
    return reps.flatMap(({ id, dailyCap }) =>
      (this.offers.get(id) ?? []).filter(({ holdsLiveKey }) => holdsLiveKey || dailyCap !== null)
    );
  }

  /** Keeps an offer, or what has become of it. */
  keep(offer: RecentOffer): void {
    const others = (this.offers.get(offer.repId) ?? []).filter(({ id }) => id !== offer.id);
    this.offers.set(offer.repId, [...others, offer]);
  }

  /** Lets go of what matters no more, so that the last day of the month costs no more than the first. */
  forgetBefore(nowMs: number): void {
    if (nowMs - this.forgottenAtMs < dayMs) {
      return;
    }
    this.forgottenAtMs = nowMs;
    const sinceMs = nowMs - forgottenAfterMs;
    for (const [repId, offers] of this.offers) {
      this.offers.set(
        repId,
        offers.filter((offer) => offer.holdsLiveKey || Date.parse(offer.offeredAt) >= sinceMs)
      );
    }
    for (const [repId, calendar] of this.calendars) {
      this.calendars.set(repId, { ...calendar, busy: calendar.busy.filter(({ endMs }) => endMs >= sinceMs) });
    }
  }
}

/** Nobody knows since when somebody is away who is away now; that they were in the past is not to be guessed. */
function notYetAway(rep: Rep): Rep {
  return rep.awayUntil === null ? rep : { ...rep, awayUntil: null };
}
