import type { Phase } from './handoffState.ts';
import type { Because, PassedOver } from './reason.ts';

/** What happens to the caller now. There is always exactly one, with an owner and a time. */
export type NextStep =
  | {
      kind: 'transfer';
      /** E.164 number to put the caller through to. */
      phone: string;
      repId: string;
      /** How long to let it ring. */
      ringSeconds: number;
      /** When the offer lapses. ISO 8601 UTC. */
      at: string;
    }
  | {
      kind: 'meeting';
      repId: string;
      /** When it begins; the earliest that can be had while none is booked. ISO 8601 UTC. */
      at: string;
      endsAt: string;
      booked: boolean;
      /** Until when the caller may choose another time before it becomes a callback; null once booked. ISO 8601 UTC. */
      chooseBy: string | null;
    }
  | {
      kind: 'callback';
      /** Null when the team as a whole owes the call. */
      repId: string | null;
      /** When it is due. ISO 8601 UTC. */
      at: string;
    }
  /** Somebody has spoken to the caller, or there is nothing left to do. */
  | { kind: 'completed'; repId: string | null; at: string };

/** What the rep must know before "hello". Null marks what was not captured. */
export interface Briefing {
  caller: { name: string; company: string; title: string | null; phone: string | null; email: string | null };
  summary: string | null;
  score: number | null;
  timeline: string | null;
  useCase: string | null;
  teamSize: number | null;
  budget: string | null;
  productInterest: readonly string[];
  transcriptUrl: string | null;
}

/** The answer to a voice agent that sent a qualified call. */
export interface HandoffAnswer {
  callId: string;
  /** Null while Salesforce has not been written to. */
  lead: { id: string; url: string } | null;
  owner: { type: 'user' | 'queue'; id: string; name: string };
  team: { id: string; name: string } | null;
  /** Salesforce id; `call:<call id>` while Salesforce has not been written to. */
  handoffId: string;
  phase: Phase;
  /** Whether it was answered without Salesforce, from what was known of the org. */
  predicted: boolean;
  rep: { id: string; name: string; phone: string | null } | null;
  nextStep: NextStep;
  /** What the agent says to the caller. */
  say: string;
  /** What the rep hears before the caller is on; at most 35 words. */
  whisper: string | null;
  briefing: Briefing;
  because: readonly Because[];
  passedOver: readonly PassedOver[];
}
