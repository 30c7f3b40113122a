import { describe, expect, it } from 'vitest';
import { whisperFor, whisperWords } from '../../../orchestrator/handoff/whisper.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';

const words = (text: string): number => text.split(/\s+/).length;
const long = (count: number): string => Array.from({ length: count }, (_, index) => `w${index}`).join(' ');

describe('the whisper', () => {
  it('says who is calling, what for and how soon', () => {
    const call = readQualifiedCall(
      {
        callId: 'c-1',
        caller: { firstName: 'Jamie', lastName: 'Rivera', company: 'NovaCorp', title: 'VP of Operations' },
        qualification: { useCase: 'Support', teamSize: 80, timeline: 'Q2', budget: 'Approved', score: 86 }
      },
      'US'
    );
    expect(whisperFor(call)).toBe(
      'Jamie Rivera from NovaCorp. VP of Operations. Wants: Support. Team of 80. Timeline: Q2. Budget: Approved. Score 86.'
    );
  });

  it('never has more words than the rep can hear before the caller is on', () => {
    const call = readQualifiedCall(
      {
        callId: 'c-1',
        caller: { lastName: long(15), company: long(60), title: long(25) },
        qualification: { useCase: long(40), timeline: 'Q2', score: 86 }
      },
      'US'
    );
    expect(words(whisperFor(call))).toBeLessThanOrEqual(whisperWords);
  });

  it('leaves out a fact that is too long and keeps the shorter ones after it', () => {
    const call = readQualifiedCall(
      {
        callId: 'c-1',
        caller: { lastName: 'Rivera', company: 'NovaCorp' },
        qualification: { useCase: long(40), score: 86 }
      },
      'US'
    );
    expect(whisperFor(call)).toBe('Rivera from NovaCorp. Score 86.');
  });
});
