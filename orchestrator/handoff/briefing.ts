/** What the rep must know before "hello", from the call. */
import type { QualifiedCall } from '../domain/call.ts';
import type { Briefing } from '../domain/handoff.ts';

export function briefingFor({ caller, qualification, transcriptUrl }: QualifiedCall): Briefing {
  const { summary, score, timeline, useCase, teamSize, budget, productInterest } = qualification;
  return {
    caller: {
      name: callerName(caller),
      company: caller.company,
      title: caller.title,
      phone: caller.phone,
      email: caller.email
    },
    summary,
    score,
    timeline,
    useCase,
    teamSize,
    budget,
    productInterest,
    transcriptUrl
  };
}

export function callerName({ firstName, lastName }: QualifiedCall['caller']): string {
  return firstName ? `${firstName} ${lastName}` : lastName;
}
