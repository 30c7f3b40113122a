/** Qualified calls for measuring: varied enough to reach several teams of the sample org, and the same in every run. */

/** The body of `POST /v1/calls`. */
export type CallRequest = ReturnType<typeof benchCall>;

const places = [
  { country: 'US', state: 'CA', postalCode: '94105' },
  { country: 'US', state: 'WA', postalCode: '98101' },
  { country: 'US', state: 'NY', postalCode: '10001' },
  { country: 'US', state: 'TX', postalCode: '78701' },
  { country: 'DE', state: 'Berlin', postalCode: '10115' },
  { country: 'GB', state: 'London', postalCode: 'EC1A' }
];
const industries = ['Technology', 'Healthcare', 'Manufacturing', 'Finance', 'Retail'];
const sizes = [12, 80, 450, 1400, 9000];
/** Each gives a hundred fictional numbers, 555-0100 to 555-0199, so that no two calls of a run share a phone. */
const areaCodes = [415, 212, 206, 312, 512, 617, 303, 404, 602, 702, 713, 214, 305, 503, 619, 808, 901, 502, 614, 317];

/**
 * @param run keeps call ids and e-mail addresses of one run apart from those of another; lower-case letters and digits
 * @param index from 0 to 1999; neighbours differ in place, industry, size and score
 */
export function benchCall(run: string, index: number) {
  const place = places[index % places.length];
  return {
    callId: `bench-${run}-${index}`,
    caller: {
      firstName: 'Jamie',
      lastName: `Rivera ${index}`,
      company: `NovaCorp ${index}`,
      title: 'VP of Operations',
      phone: `+1${areaCodes[Math.floor(index / 100) % areaCodes.length]}555${String(100 + (index % 100)).padStart(4, '0')}`,
      email: `jamie-${run}-${index}@novacorp.example`,
      language: 'en',
      ...place
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

/** The call's id as it stands in any text of a request made for it; undefined when the request is for no call. */
export function callIdIn(text: string): string | undefined {
  return /\bbench-[a-z0-9]+-\d+/.exec(text)?.[0];
}
