/** Who calls in `baton demo`: people nobody knows, for two teams of the example customer. */
import { readFile } from 'node:fs/promises';

type Body = Record<string, unknown>;

/** The example of the documentation, which the assignment rules give to Enterprise West. */
export async function exampleCall(): Promise<Body> {
  return JSON.parse(await readFile(new URL('../docs/examples/call.json', import.meta.url), 'utf8')) as Body;
}

/** A second company for Enterprise West. */
export const secondCall: Body = {
  callId: 'c-0002',
  caller: {
    firstName: 'Robin',
    lastName: 'Abara',
    company: 'Sierra Logistics',
    title: 'Director of Support',
    phone: '+14155550143',
    email: 'robin@sierra-logistics.example',
    country: 'US',
    state: 'WA',
    language: 'en'
  },
  qualification: {
    score: 78,
    summary: 'Two call centres, wants one voice agent for both by autumn.',
    timeline: 'Q3',
    useCase: 'Support',
    teamSize: 120,
    employees: 2600,
    industry: 'Telecommunications'
  }
};

/** A company for EMEA, of whom nobody is free in the demo. */
export const londonCall: Body = {
  callId: 'c-0003',
  caller: {
    firstName: 'Amara',
    lastName: 'Clarke',
    company: 'Millwall Freight',
    title: 'Head of Customer Care',
    phone: '+442079460182',
    email: 'amara@millwall-freight.example',
    country: 'GB',
    postalCode: 'SE1 9GF',
    language: 'en-GB'
  },
  qualification: {
    score: 71,
    summary: 'Replaces an IVR before summer.',
    useCase: 'Support',
    teamSize: 40,
    employees: 600
  }
};

/** The caller of {@link exampleCall} again, from a number that nobody knows. */
export const secondCallOfTheFirst: Body = {
  callId: 'c-0004',
  caller: {
    firstName: 'Jamie',
    lastName: 'Rivera',
    company: 'NovaCorp',
    phone: '+14155550145',
    email: 'jamie@novacorp.example',
    country: 'US',
    state: 'CA'
  },
  qualification: { score: 88, summary: 'Asks whether the pilot can begin earlier.', timeline: 'Q1' }
};

/** A third company for Enterprise West, which calls while Salesforce is down. */
export const outageCall: Body = {
  callId: 'c-0005',
  caller: {
    firstName: 'Noor',
    lastName: 'Haddad',
    company: 'Mojave Energy',
    title: 'COO',
    phone: '+14155550144',
    email: 'noor@mojave-energy.example',
    country: 'US',
    state: 'NV',
    language: 'en'
  },
  qualification: {
    score: 91,
    summary: 'Wants to start this month.',
    timeline: 'Now',
    teamSize: 60,
    employees: 1800,
    industry: 'Energy'
  }
};
