/** Plays a story to its end, as routeLead.ts and handoffSteps.ts would: each of its works rests wherever the org is asked. */
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { isOpen } from '../../../orchestrator/domain/handoffState.ts';
import { clockEventOf } from '../../../orchestrator/handoff/clockEvent.ts';
import type { HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import { Reservations, type Reserved } from '../../../orchestrator/reservations.ts';
import { needsBackup } from '../../../orchestrator/routing/decide.ts';
import type { Snapshot } from '../../../orchestrator/routing/snapshot.ts';
import {
  apply,
  backupTeamId,
  firstStep,
  ownTeamId,
  repIn,
  snapshotOf,
  type Condition,
  type ModelHandoff,
  type Moment,
  type Question
} from '../handoff/modelHandoff.ts';
import { SharedOrg, type Reading } from './sharedOrg.ts';
import type { Happening, Story } from './story.ts';

const startMs = Date.parse('2026-11-23T17:00:00Z');
const mostAttempts = 25;
const deadlineMs = 3500;

class Service {
  readonly reservations = new Reservations(deadlineMs);
  /** Whether it has seen every turn of the team from the first. */
  knowsAllTurns = false;
}

export class Play {
  readonly org = new SharedOrg();
  readonly services = [new Service(), new Service()];
  readonly problems: string[] = [];
  nowMs = startMs;
  private readonly conditions = new Map<string, Condition>();
  private readonly story: Story;
  private turn = 0;
  private writes = 0;

  constructor(story: Story) {
    this.story = story;
  }

  run(): void {
    const underWay: Generator<void>[] = [];
    const goOn = (): void => {
      const index = this.story.order[(this.turn += 1) % this.story.order.length]! % underWay.length;
      if (underWay[index]!.next().done) {
        underWay.splice(index, 1);
      }
    };
    let oldestMs = this.nowMs;
    for (const happening of this.story.happenings) {
      // Nothing is under way for longer than its deadline.
      while (happening.kind === 'wait' && this.nowMs + happening.ms - oldestMs > deadlineMs && underWay.length > 0) {
        goOn();
      }
      oldestMs = underWay.length === 0 ? this.nowMs : oldestMs;
      const started = this.start(happening);
      if (started) {
        underWay.push(started);
      }
      for (
        let steps = this.story.order[(this.turn += 1) % this.story.order.length]! % 4;
        steps > 0 && underWay.length > 0;
      ) {
        goOn();
        steps -= 1;
      }
    }
    while (underWay.length > 0) {
      goOn();
    }
  }

  private start(happening: Happening): Generator<void> | undefined {
    switch (happening.kind) {
      case 'wait':
        this.nowMs += happening.ms;
        return undefined;
      case 'rep':
        this.conditions.set(happening.repId, happening.condition);
        return undefined;
      case 'call':
        return this.work(happening, undefined);
      case 'report':
        return this.work(happening, () => happening.event);
      case 'sweep':
        return this.work(happening, (state) => clockEventOf(state)?.event);
    }
  }

  /** A first step, or a later one, as routeLead.ts and handoffSteps.ts go about it; it may rest wherever the org is asked. */
  private *work(
    { callId, service: number, ...happening }: Extract<Happening, { callId: string }>,
    eventIn: ((state: ModelHandoff) => HandoffEvent | undefined) | undefined
  ): Generator<void> {
    const service = this.services[number]!;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      yield;
      const reading = this.org.read(callId);
      yield;
      if (reading.handoff ? !eventIn : eventIn) {
        return;
      }
      let decision: Decision | undefined;
      const moment: Moment = {
        nowMs: this.nowMs,
        isActive: (repId) => this.conditionOf(repId) !== 'left',
        decide: (question) => (decision = this.reserve(service, callId, question, reading))
      };
      let after: ModelHandoff | 'refused';
      if (reading.handoff) {
        const event = eventIn!(reading.handoff);
        if (event === undefined || !this.canHappen(reading.handoff, event)) {
          return;
        }
        const bookWith = reading.handoff.repId ?? 'a';
        after = apply(this.story.world, reading.handoff, { event, bookWith }, moment);
      } else {
        after = { ...firstStep(this.story.world, 'wish' in happening ? happening.wish : null, moment), callId };
      }
      if (after === 'refused' || after === reading.handoff) {
        return;
      }
      yield;
      const now = new Date(this.nowMs);
      const fault = this.story.faults[(this.writes += 1) % this.story.faults.length]!;
      let result: ReturnType<SharedOrg['write']> | 'unknown';
      try {
        result = this.org.write(reading.handoff, after, { decision, reading, now, fault });
      } catch {
        result = 'unknown';
      }
      yield;
      if (decision) {
        if (result === 'done') {
          service.reservations.confirm(callId, decision, new Date(this.nowMs));
        } else {
          service.reservations.giveBack(callId, decision);
        }
      }
      if (result === 'done' || (result === 'unknown' && eventIn)) {
        return;
      }
    }
    this.problems.push(`${callId} lost its turn ${mostAttempts} times`);
  }

  /** A rep who has not picked up in time cannot be said to have: the phone no longer rings. */
  private canHappen({ phase, offers }: ModelHandoff, event: HandoffEvent): boolean {
    const open = offers.find(isOpen);
    const isAccept = event === 'accepted' || event === 'repAccepted';
    return !(isAccept && phase === 'ringing' && Date.parse(open?.expiresAt ?? '') <= this.nowMs);
  }

  private reserve(service: Service, callId: string, question: Question, reading: Reading): Decision {
    const { world, weights } = this.story;
    const now = new Date(this.nowMs);
    for (const teamId of [ownTeamId, backupTeamId]) {
      const isFirst = service.reservations.look(now, ({ bookOf }) => bookOf(teamId).last === 0);
      service.knowsAllTurns ||= teamId === ownTeamId && isFirst && reading.turnsOf(teamId).length === 0;
      const missing = service.reservations.observe(teamId, reading.turnsOf(teamId), now);
      if (missing.length > 0) {
        service.reservations.observe(teamId, this.org.turnsNumbered(teamId, missing), now);
      }
    }
    const conditionOf = (repId: string): Condition => this.conditionOf(repId);
    const weighed = <T extends { members: readonly { id: string }[] }>(team: T): T => ({
      ...team,
      members: team.members.map((rep) => ({ ...rep, weight: weights[rep.id]! }))
    });
    const snapshotWith = ({ bookOf, withOwn }: Reserved): Snapshot => {
      const alone = snapshotOf({ ...world, backup: undefined }, question, conditionOf, this.nowMs);
      const owner = alone.owner.type === 'team' ? { ...alone.owner, team: weighed(alone.owner.team) } : alone.owner;
      const snapshot = { ...alone, owner, book: bookOf(ownTeamId), offers: withOwn(reading.offers) };
      return world.backup && needsBackup(snapshot)
        ? {
            ...snapshot,
            backup: {
              team: weighed({
                id: backupTeamId,
                name: 'Backup',
                developerName: 'Backup',
                members: world.backup.map((repId) => repIn(repId, conditionOf(repId), this.nowMs))
              }),
              policy: { ...world.policy, rotation: 'weighted' },
              hours: undefined,
              book: bookOf(backupTeamId)
            }
          }
        : snapshot;
    };
    return service.reservations.reserve(callId, now, snapshotWith);
  }

  private conditionOf(repId: string): Condition {
    return this.conditions.get(repId) ?? 'free';
  }
}
