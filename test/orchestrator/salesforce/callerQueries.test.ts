import { describe, expect, it } from 'vitest';
import type { CallerFacts } from '../../../orchestrator/domain/match.ts';
import { callerQueries } from '../../../orchestrator/salesforce/callerQueries.ts';

const all: CallerFacts = {
  phone: '+14155550142',
  email: 'jamie@novacorp.example',
  company: 'NovaCorp',
  postalCode: '94105',
  country: 'US'
};
const nothing: CallerFacts = { phone: null, email: null, company: null, postalCode: null, country: null };

const questions = (facts: Partial<CallerFacts>) =>
  callerQueries({ ...nothing, ...facts }).map(({ question }) => question);

describe('the queries for a caller', () => {
  it('are five at most, as many as one composite call may hold', () => {
    expect(questions(all)).toEqual(['leads', 'contacts', 'companyDomain', 'companyName', 'signals']);
  });

  it('are those that the facts allow', () => {
    expect(questions({})).toEqual([]);
    expect(questions({ phone: '+14155550142' })).toEqual(['leads', 'contacts']);
    expect(questions({ email: 'jamie@novacorp.example' })).toEqual(['leads', 'contacts', 'companyDomain']);
    expect(questions({ email: 'jamie@gmail.com' })).toEqual(['leads', 'contacts']);
    expect(questions({ company: 'NovaCorp' })).toEqual(['companyName']);
    expect(questions({ company: 'NovaCorp', postalCode: '94105' })).toEqual(['companyName', 'signals']);
    expect(questions({ company: '???', postalCode: '94105' })).toEqual([]);
  });

  it('ask for open leads only, and by phone only where there is one', () => {
    const [leads] = callerQueries(all);
    expect(leads!.soql).toMatch(/FROM Lead WHERE IsConverted = false AND \(Email = .* OR Phone IN .*\) ORDER BY/);
    expect(callerQueries({ ...nothing, email: all.email })[0]!.soql).not.toContain('Phone IN');
  });

  it('stay far below the 16,384 characters that an address may have', () => {
    const long = { ...all, company: `${'Société Générale '.repeat(14)}SA`, postalCode: 'SE1 9SG' };
    for (const { soql } of callerQueries(long)) {
      expect(encodeURIComponent(soql).length).toBeLessThan(8000);
    }
  });
});
