/**
 * Qualified calls for measuring: one after another for each territory of the sales organisation, each by a caller of its own,
 * and the same in every run.
 */
import { territories } from './salesOrganisation.ts';

/** The body of `POST /v1/calls`. */
export type CallRequest = ReturnType<typeof benchCall>;

const industries = ['Technology', 'Healthcare', 'Manufacturing', 'Finance', 'Retail'];
const sizes = [12, 80, 450, 1400, 9000];

/** Callers who share a number or an address are one caller, and there are so many numbers from +1 415 550 0000 on. */
export const mostCalls = 100_000;

/**
 * @param run keeps call ids of one run apart from those of another; lower-case letters and digits
 * @param index from 0 to 99999, used once in an org; neighbours go to different teams
 */
export function benchCall(run: string, index: number) {
  return {
    callId: `bench-${run}-${index}`,
    caller: {
      firstName: 'Jamie',
      lastName: `Rivera ${index}`,
      company: `NovaCorp ${index}`,
      title: 'VP of Operations',
      phone: `+141555${String(index).padStart(5, '0')}`,
      email: `jamie@novacorp-${index}.example`,
      country: 'US',
      ...territories[index % territories.length]!,
      language: 'en'
    },
    qualification: {
      score: 40 + ((index * 7) % 60),
      summary: 'Support team, wants to pilot voice AI next quarter.',
      timeline: 'Q2',
      useCase: 'Support',
      teamSize: 80,
      employees: sizes[index % sizes.length],
      industry: industries[index % industries.length],
      budget: 'Approved',
      productInterest: ['Voice']
    },
    transcriptUrl: `https://calls.example/bench-${run}-${index}`
  };
}

/** The body of `POST /v1/calls/{id}/started` for a call: all that the look-up of its caller goes by. */
export function startedBody({ caller }: CallRequest) {
  const { phone, email, company, country, postalCode } = caller;
  return { phone, email, company, country, postalCode };
}

/** The call's id as it stands in any text of a request made for it; undefined when the request is for no call. */
export function callIdIn(text: string): string | undefined {
  return /\bbench-[a-z0-9]+-\d+/.exec(text)?.[0];
}
