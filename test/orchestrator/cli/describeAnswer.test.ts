import { describe, expect, it } from 'vitest';
import { describeAnswer, row } from '../../../orchestrator/cli/describeAnswer.ts';
import type { HandoffAnswer, NextStep } from '../../../orchestrator/domain/handoff.ts';
import type { Phase } from '../../../orchestrator/domain/handoffState.ts';

const repId = '005000000000001AAA';
const at = '2026-12-02T18:00:00.000Z';

function described(nextStep: NextStep, phase: Phase, changes: Partial<HandoffAnswer> = {}): string {
  return describeAnswer({
    callId: 'c-1',
    lead: { id: '00Q000000000001AAA', url: 'https://customer.example/lead' },
    owner: { type: 'user', id: repId, name: 'Priya Raman' },
    team: { id: '00G000000000001AAA', name: 'Enterprise West' },
    handoffId: 'a01000000000001AAA',
    phase,
    predicted: false,
    rep: { id: repId, name: 'Priya Raman', phone: '+14155550101' },
    nextStep,
    say: 'Hello.',
    whisper: nextStep.kind === 'transfer' ? 'Jamie Rivera from NovaCorp.' : null,
    briefing: {
      caller: { name: 'Jamie Rivera', company: 'NovaCorp', title: null, phone: null, email: null },
      summary: null,
      score: null,
      timeline: null,
      useCase: null,
      teamSize: null,
      budget: null,
      productInterest: [],
      transcriptUrl: null
    },
    because: [{ rule: 'turn', text: 'It is their turn.' }],
    passedOver: [],
    ...changes
  });
}

const transfer: NextStep = { kind: 'transfer', phone: '+14155550101', repId, ringSeconds: 20, at };
const meeting = { kind: 'meeting', repId, at, endsAt: '2026-12-02T18:45:00.000Z' } as const;

describe('an answer as a person reads it', () => {
  it('names whom to dial, for how long, and what the rep hears', () => {
    const text = described(transfer, 'ringing');
    expect(text).toMatch(/next step +live transfer to Priya Raman, \+14155550101, ringing for 20 s\n/);
    expect(text).toMatch(/rep hears +Jamie Rivera from NovaCorp\.\n/);
  });

  it('speaks of no ringing once the rep has accepted', () => {
    const text = described(transfer, 'accepted');
    expect(text).toContain('connected to Priya Raman, +14155550101\n');
    expect(text).not.toMatch(/ringing|rep hears/);
  });

  it('tells of a meeting that is proposed how long it is and until when another time may be chosen', () => {
    const text = described({ ...meeting, booked: false, chooseBy: '2026-12-01T16:20:00.000Z' }, 'proposed');
    expect(text).toContain(
      'meeting proposed with Priya Raman, 2026-12-02 18:00 UTC, 45 minutes; ' +
        'the caller may choose another time until 2026-12-01 16:20 UTC\n'
    );
  });

  it('asks nobody to choose when a meeting is booked', () => {
    const text = described({ ...meeting, booked: true, chooseBy: null }, 'booked');
    expect(text).toContain('meeting booked with Priya Raman, 2026-12-02 18:00 UTC, 45 minutes\n');
  });

  it('names the team when it owes a callback as a whole', () => {
    const text = described({ kind: 'callback', repId: null, at }, 'callback', { rep: null });
    expect(text).toContain('callback by the team Enterprise West, due 2026-12-02 18:00 UTC\n');
  });

  it('names the owner of a callback when there is neither a rep nor a team', () => {
    const owner = { type: 'user' as const, id: repId, name: 'the integration user' };
    const text = described({ kind: 'callback', repId: null, at }, 'callback', { rep: null, team: null, owner });
    expect(text).toContain('callback by the integration user, due 2026-12-02 18:00 UTC\n');
  });

  it('says that it is predicted, and that there is no lead yet', () => {
    const text = described(transfer, 'ringing', { predicted: true, lead: null });
    expect(text).toContain('(predicted: Salesforce is out of reach)');
    expect(text).toMatch(/lead +none yet: it is written when Salesforce is back\n/);
  });

  it('does not call Salesforce out of reach once the lead is there', () => {
    expect(described(transfer, 'ringing', { predicted: true })).not.toContain('out of reach');
  });
});

describe('a named line', () => {
  it('is broken between words and goes on below where it began', () => {
    const line = row('because', 'one two three four five six seven eight nine ten', 53);
    expect(line).toBe(`  because    one two three four five six seven eight\n${' '.repeat(13)}nine ten\n`);
  });

  it('is not broken where nobody knows how wide the window is', () => {
    expect(row('because', 'word '.repeat(60), undefined).split('\n')).toHaveLength(2);
  });
});
