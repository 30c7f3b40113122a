import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKey, count, place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const objects = ['Lead', 'Handoff__c', 'Handoff_Offer__c'];

/** Places the call and makes sure that it left nothing behind. */
async function refusal(body: unknown, authorization = `Bearer ${apiKey}`) {
  const before = await Promise.all(objects.map((object) => count(world.admin, object)));
  const reply = await place(world.service, body, authorization);
  expect(await Promise.all(objects.map((object) => count(world.admin, object)))).toEqual(before);
  expect(reply.error.next).not.toBe('');
  return { status: reply.status, code: reply.error.code, paths: reply.error.fields.map(({ path }) => path) };
}

describe('bad input', () => {
  it('without a last name and a company is refused, and both are named', async () => {
    expect(await refusal(westCall('bad-1', { caller: { lastName: undefined, company: undefined } }))).toEqual({
      status: 400,
      code: 'invalidRequest',
      paths: ['caller.lastName', 'caller.company']
    });
  });

  it('with a company of 300 characters is refused by name', async () => {
    expect(await refusal(westCall('bad-2', { caller: { company: 'x'.repeat(300) } }))).toEqual({
      status: 400,
      code: 'invalidRequest',
      paths: ['caller.company']
    });
  });

  it.each(["'", '\\'])('with a hostile %s in every field is refused', async (hostile) => {
    const spoil = (value: unknown): unknown =>
      typeof value === 'string'
        ? `${value}${hostile}`
        : Array.isArray(value)
          ? value.map(spoil)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoil(inner)]))
            : value;
    const { status, code, paths } = await refusal(spoil(westCall('bad-3')));
    expect({ status, code }).toEqual({ status: 400, code: 'invalidRequest' });
    expect(paths).toContain('callId');
  });

  it.each(["'", '\\', "x\\' OR Name != '", '%_'])(
    'with a hostile %s in its texts alone is kept as it is, and routed',
    async (hostile) => {
      const callId = `hostile-${Buffer.from(hostile).toString('hex')}`;
      const { status, answer } = await place(
        world.service,
        westCall(callId, {
          caller: { lastName: hostile, company: hostile, title: hostile },
          custom: { Campaign_Code__c: hostile }
        })
      );
      expect(status).toBe(200);
      const lead = await world.admin.sobject('Lead').retrieve(answer.lead!.id);
      expect(lead).toMatchObject({ LastName: hostile, Company: hostile, Title: hostile, Campaign_Code__c: hostile });
    }
  );

  it('with a text that Salesforce would take for a reference to another record is kept as a text', async () => {
    const { answer } = await place(world.service, westCall('reference', { caller: { lastName: '@{lead.OwnerId}' } }));
    const lead = await world.admin.sobject('Lead').retrieve(answer.lead!.id);
    expect(lead['LastName']).toBe('@ {lead.OwnerId}');
  });

  it('with a field that the org does not have is refused by name', async () => {
    expect(await refusal(westCall('bad-4', { custom: { Shoe_Size__c: 44 } }))).toEqual({
      status: 400,
      code: 'unknownField',
      paths: ['custom.Shoe_Size__c']
    });
  });

  it.each(['OwnerId', 'Id', 'Qualification_Score__c', 'voice_call_id__c'])(
    'may not set %s under custom',
    async (field) => {
      expect(await refusal(westCall('bad-5', { custom: { [field]: 'x' } }))).toMatchObject({
        code: 'unknownField',
        paths: [`custom.${field}`]
      });
    }
  );

  it('with a value that the org refuses is refused with the field it came from', async () => {
    expect(await refusal(westCall('bad-6', { custom: { Campaign_Code__c: 'x'.repeat(81) } }))).toEqual({
      status: 422,
      code: 'rejectedBySalesforce',
      paths: ['custom.Campaign_Code__c']
    });
  });

  it('of 2 MB is refused for its size', async () => {
    expect(await refusal(westCall('bad-7', { qualification: { summary: 'x'.repeat(2_000_000) } }))).toMatchObject({
      status: 413,
      code: 'bodyTooLarge'
    });
  });

  it('that is not JSON is refused', async () => {
    expect(await refusal('{"callId":')).toMatchObject({ status: 400, code: 'invalidRequest' });
  });

  it.each([
    ['without a key', ''],
    ['with a wrong key', 'Bearer wrong-key'],
    ['with the key in another scheme', `Basic ${apiKey}`]
  ])('%s is refused before anything is read', async (_what, authorization) => {
    expect(await refusal('not even JSON', authorization)).toMatchObject({ status: 401, code: 'unauthorized' });
  });
});
