import { describe, expect, it } from 'vitest';
import type { AskedRep } from '../../../orchestrator/domain/askedRep.ts';
import { presserOf } from '../../../orchestrator/notices/slackPresser.ts';

const rosa: AskedRep = { repId: '005000000000001AAA', email: 'rosa@sample.example', handoffId: 'a02000000000001AAA' };
const directory = {
  userIdOf: (email: string) => Promise.resolve(email === 'rosa@sample.example' ? 'U0ROSA' : null)
};
const presser = (slackUserId: string, asked: AskedRep | null) =>
  presserOf({ slackUserId, offerId: 'a03000000000001AAA' }, directory, () => Promise.resolve(asked));

describe('whoever presses a button', () => {
  it('is the rep when Slack knows them by the address that Salesforce has', async () => {
    expect(await presser('U0ROSA', rosa)).toEqual({ kind: 'rep', asked: rosa });
  });

  it.each<[string, string, AskedRep | null]>([
    ['somebody else', 'U0MARCUS', rosa],
    ['somebody, where the rep has no address', 'U0ROSA', { ...rosa, email: null }],
    ['somebody, where Slack does not know the rep', 'U0ROSA', { ...rosa, email: 'gone@sample.example' }]
  ])('is a stranger when it is %s', async (_who, slackUserId, asked) => {
    expect(await presser(slackUserId, asked)).toMatchObject({
      kind: 'stranger',
      text: 'Only the rep who was asked can answer this.'
    });
  });

  it('is told when there is no such offer', async () => {
    expect(await presser('U0ROSA', null)).toMatchObject({ kind: 'stranger', text: 'This offer is no longer there.' });
  });
});
