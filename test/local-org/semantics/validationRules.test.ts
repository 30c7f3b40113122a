import { describe, expect, it } from 'vitest';
import { adminOf, customObject, field, orgWith, refusal, row, validationRule, valueSet } from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };

describe('A validation rule', () => {
  it('does not deploy when it uses VLOOKUP, which cannot be judged', () => {
    const outcome = orgWith().metadata.deploy([validationRule('Lead.Rule', 'VLOOKUP(Company)')]);
    expect(outcome.results[0]?.problem).toContain('VLOOKUP');
  });

  it('compares with the record as it was before the save, so that of two who act on one state the second is refused', () => {
    const org = orgWith([
      customObject('Handoff__c'),
      field('Handoff__c.Step__c', 'Number'),
      field('Handoff__c.Status__c', 'Text'),
      validationRule(
        'Handoff__c.Step_Follows_Step',
        `AND(
          NOT(ISNEW()),
          OR(ISCHANGED(Step__c), ISCHANGED(Status__c)),
          BLANKVALUE(Step__c, 0) <> BLANKVALUE(PRIORVALUE(Step__c), 0) + 1
        )`,
        { errorMessage: 'Read it again.' }
      )
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Handoff__c', { Step__c: 4, Status__c: 'Ringing' });
    const move = (Step__c: number, Status__c: string) => () =>
      org.records.update(admin, 'Handoff__c', id, { Step__c, Status__c });
    move(5, 'Accepted')();
    expect(refusal(move(5, 'Callback'))).toMatchObject({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'Read it again.'
    });
    move(5, 'Accepted')();
    expect(refusal(move(4, 'Accepted')).message).toBe('Read it again.');
    expect(refusal(move(7, 'Accepted')).message).toBe('Read it again.');
    move(6, 'Completed')();
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Step__c: 6, Status__c: 'Completed' });
  });

  it('keeps an ended status as it is, by the picklist value that it had', () => {
    const org = orgWith([
      customObject('Offer__c'),
      field('Offer__c.Status__c', 'Picklist', valueSet(['Ringing', 'Accepted', 'Declined'])),
      validationRule(
        'Offer__c.Ended_Stays_Ended',
        "AND(ISCHANGED(Status__c), OR(ISPICKVAL(PRIORVALUE(Status__c), 'Declined'), ISPICKVAL(PRIORVALUE(Status__c), 'No Answer')))",
        { errorDisplayField: 'Status__c' }
      )
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Offer__c', { Status__c: 'Declined' });
    expect(refusal(() => org.records.update(admin, 'Offer__c', id, { Status__c: 'Accepted' })).fields).toEqual([
      'Status__c'
    ]);
    org.records.update(admin, 'Offer__c', id, { Status__c: 'Declined', Name: 'renamed' });
    const ringing = org.records.create(admin, 'Offer__c', { Status__c: 'Ringing' });
    org.records.update(admin, 'Offer__c', ringing.id, { Status__c: 'Declined' });
  });

  it('sees what an earlier save of the same transaction has written', () => {
    const org = orgWith([
      field('Lead.Score__c', 'Number'),
      validationRule('Lead.Never_Down', 'BLANKVALUE(Score__c, 0) < BLANKVALUE(PRIORVALUE(Score__c), 0)')
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Lead', { ...lead, Score__c: 1 });
    const work = () =>
      org.transaction(() => {
        org.records.update(admin, 'Lead', id, { Score__c: 9 });
        org.records.update(admin, 'Lead', id, { Score__c: 5 });
      });
    expect(refusal(work).errorCode).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(row(org, 'Lead', id)['Score__c']).toBe(1);
  });

  it('may look back, where a formula field may not', () => {
    const formula = 'IF(ISCHANGED(Company), 1, 0)';
    const outcome = orgWith().metadata.deploy([
      field('Lead.Moved__c', 'Number', { formula, formulaTreatBlanksAs: 'BlankAsBlank' })
    ]);
    expect(outcome.results[0]?.problem).toContain('ISCHANGED');
  });

  it('has no effect when it is not active', () => {
    const org = orgWith([validationRule('Lead.Never', 'true', { active: 'false' })]);
    org.records.create(adminOf(org), 'Lead', lead);
  });
});
