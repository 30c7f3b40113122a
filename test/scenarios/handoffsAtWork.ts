/** Handoffs brought to where a test begins, how the org keeps them, and Salesforce as its people use it. */
import { Connection } from 'jsforce';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { ask, place, westCall, type World } from './world.ts';

export const minutes = (count: number): number => count * 60_000;

export function handoffsAtWork(world: World) {
  const ringing = async (callId: string) => (await place(world.service, westCall(callId))).answer;
  const wishing = async (callId: string, wish: 'meeting' | 'callback') =>
    (await place(world.service, { ...westCall(callId), wish })).answer;
  const offersOf = async ({ handoffId }: HandoffAnswer) =>
    (
      await world.admin.query<Record<string, string>>(
        'SELECT Id, Rep__c, Kind__c, Status__c, Starts_At__c, Ends_At__c, Turn_Key__c, Live_Key__c ' +
          `FROM Handoff_Offer__c WHERE Handoff__c = '${handoffId}' ORDER BY Offered_At__c, Name`
      )
    ).records;
  const as = async (userId: string): Promise<Connection> => {
    const user = await world.admin.sobject('User').retrieve(userId);
    const { accessToken } = world.org.session(user['Username'] as string);
    return new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
  };
  return {
    ringing,
    callback: (callId: string) => wishing(callId, 'callback'),
    proposed: (callId: string) => wishing(callId, 'meeting'),
    async booked(callId: string) {
      const { handoffId, nextStep } = await wishing(callId, 'meeting');
      return (await ask(world.service, 'POST', `/v1/handoffs/${handoffId}/booking`, { startsAt: nextStep.at })).answer;
    },
    async accepted(callId: string) {
      const { handoffId, rep } = await ringing(callId);
      const report = { outcome: 'accepted', repId: rep!.id };
      return (await ask(world.service, 'POST', `/v1/handoffs/${handoffId}/outcome`, report)).answer;
    },
    async handoffOf({ handoffId }: HandoffAnswer) {
      const record = await world.admin.sobject('Handoff__c').retrieve(handoffId);
      return record as unknown as Record<string, string | number | null>;
    },
    offersOf,
    /** `Live Declined`, `Live Ringing`, in the order in which they were made. */
    async statusesOf(answer: HandoffAnswer) {
      return (await offersOf(answer)).map(({ Kind__c, Status__c }) => `${Kind__c} ${Status__c}`);
    },
    /** Salesforce as this user uses it. */
    as,
    /** The rep who is asked now presses a button of the screen-pop. */
    async press(answer: HandoffAnswer, Status__c: 'Accepted' | 'Declined') {
      const offer = (await offersOf(answer)).at(-1)!;
      await (await as(offer['Rep__c']!)).sobject('Handoff_Offer__c').update({ Id: offer['Id']!, Status__c });
    },
    /** A closed Task on the lead. */
    logged: (answer: HandoffAnswer, fields: object) =>
      world.admin.sobject('Task').create({ WhoId: answer.lead!.id, Subject: 'Talked', Status: 'Completed', ...fields }),
    /** A queue's id by its DeveloperName. */
    async queueId(name: string) {
      const { records } = await world.admin.query(`SELECT Id FROM Group WHERE DeveloperName = '${name}'`);
      return records[0]!.Id!;
    },
    /** Moves the org's clock on, and sweeps. */
    after(ms: number) {
      world.org.clock.advance(ms);
      return world.baton.sweep.sweepOnce();
    }
  };
}
