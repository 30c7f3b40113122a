/** Who calls on the stage: made-up people, for the team Enterprise West of the example customer. */

export interface Caller {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly title: string;
  readonly domain: string;
  readonly state: string;
  readonly qualification: Readonly<Record<string, unknown>>;
}

const people: readonly Caller[] = [
  {
    firstName: 'Jamie',
    lastName: 'Rivera',
    company: 'NovaCorp',
    title: 'VP of Operations',
    domain: 'novacorp.example',
    state: 'CA',
    qualification: {
      score: 86,
      summary: '80-person support team, wants to pilot voice AI in Q2. Compares two vendors and decides this month.',
      timeline: 'Q2',
      useCase: 'Support',
      teamSize: 80,
      employees: 1400,
      industry: 'Technology',
      budget: 'Approved',
      productInterest: ['Voice']
    }
  },
  {
    firstName: 'Robin',
    lastName: 'Abara',
    company: 'Sierra Logistics',
    title: 'Director of Support',
    domain: 'sierra-logistics.example',
    state: 'WA',
    qualification: {
      score: 78,
      summary: 'Two call centres, wants one voice agent for both by autumn.',
      timeline: 'Q3',
      useCase: 'Support',
      teamSize: 120,
      employees: 2600,
      industry: 'Telecommunications'
    }
  },
  {
    firstName: 'Noor',
    lastName: 'Haddad',
    company: 'Mojave Energy',
    title: 'COO',
    domain: 'mojave-energy.example',
    state: 'NV',
    qualification: {
      score: 91,
      summary: 'Wants to start this month, with sixty people on the phones.',
      timeline: 'Now',
      useCase: 'Support',
      teamSize: 60,
      employees: 1800,
      industry: 'Energy',
      budget: 'Approved'
    }
  },
  {
    firstName: 'Elin',
    lastName: 'Marsh',
    company: 'Tidewater Outfitters',
    title: 'Head of Customer Care',
    domain: 'tidewater-outfitters.example',
    state: 'OR',
    qualification: {
      score: 73,
      summary: 'Calls triple before the holidays; asks whether an agent can take orders that go wrong.',
      timeline: 'Q1',
      useCase: 'Support',
      teamSize: 45,
      employees: 1100,
      industry: 'Retail'
    }
  }
];

/**
 * The caller of the nth call, from 0 on: the people come round again, with another number and address each time, so that
 * nobody is taken for a caller who is known.
 * @throws RangeError after the ninety-nine numbers that are set aside for made-up people
 */
export function callerOf(nth: number): Record<string, unknown> {
  if (nth > 98) throw new RangeError('Every made-up caller has called: stop the stage (Ctrl+C) and start it again.');
  const person = people[nth % people.length]!;
  const { firstName, lastName, company, title, domain, state, qualification } = person;
  const round = Math.floor(nth / people.length);
  return {
    caller: {
      firstName,
      lastName,
      company,
      title,
      phone: `+14155550${String(101 + nth)}`,
      email: `${firstName.toLowerCase()}${round === 0 ? '' : round + 1}@${domain}`,
      country: 'US',
      state,
      language: 'en'
    },
    qualification
  };
}
