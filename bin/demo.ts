/** `baton demo`: five calls from their first word to their end, against the real service and the embedded org. */
import { Command } from 'commander';
import pc from 'picocolors';
import { describeAnswer, describeNextStep, describeReasons, row } from '../orchestrator/cli/describeAnswer.ts';
import type { HandoffAnswer } from '../orchestrator/domain/handoff.ts';
import { exampleCall, londonCall, outageCall, secondCall, secondCallOfTheFirst } from './demoCalls.ts';
import { batonAt, orgAt, type AskBaton, type OrgClient } from './demoClients.ts';
import { startEmbeddedOrg } from './embeddedOrg.ts';

/** A Tuesday: 8:10 in San Francisco and 16:10 in London, so that both teams are at work. */
const startAt = new Date('2026-12-01T16:10:00Z');

/** The only one of EMEA who could take a call: of the others one is away and one takes no transfers. */
const londonRep = 'oliver.pemberton@sample.example';

interface Stage {
  baton: AskBaton;
  org: OrgClient;
  /** Time goes by, for the org and for Baton. */
  pass: (ms: number) => void;
}

const print = (line = ''): boolean => process.stdout.write(`${line}\n`);
const title = (text: string): boolean => print(`\n${pc.bold(pc.cyan(text))}`);
const inTheOrg = (text: string): boolean => process.stdout.write(row('in the org', text));

export function demoCommand(version: string): Command {
  return new Command('demo')
    .description('Start the embedded org and the service, play five calls, print what happened and why, and end.')
    .addHelpText(
      'after',
      `
The clock of the org and of the service stands at a Tuesday, 8:10 in San Francisco, whatever time it is: at other times
nobody would be there to take a call. Everything ends with the command, and needs no setting and no network.`
    )
    .action(async () => {
      print(`${pc.bold('Salesforce')}  an embedded org: force-app and sample-org are deployed, sample data loaded ...`);
      const { startService } = await import('../orchestrator/cli/startService.ts');
      let local: Awaited<ReturnType<typeof startEmbeddedOrg>> | undefined;
      const service = await startService({
        environment: { BATON_LOG_LEVEL: 'silent' },
        port: 0,
        provide: async () => {
          local = await startEmbeddedOrg({ startAt });
          await meetingOfTheLondonRep(orgAt(local));
          return local;
        },
        now: () => local!.clock.now(),
        version
      });
      try {
        print(`            ${service.orgUrl}`);
        print(`${pc.bold('Baton')}       ${service.url}`);
        print(
          `${pc.bold('Clock')}       both are set to Tuesday, 1 December 2026, 8:10 in San Francisco, so that people are at work`
        );
        const stage = {
          baton: batonAt(service),
          org: orgAt(local!),
          pass: (ms: number): void => local!.clock.advance(ms)
        };
        await liveTransfer(stage);
        await nobodyAnswers(stage);
        await nobodyFree(stage);
        await callsAgain(stage);
        await salesforceDown(stage);
        print(
          `\n${pc.bold('Done.')} The org ends here, and the leads with it: their addresses above lead nowhere now.\n` +
            `Next: ${pc.cyan('npm start')} lets you place calls yourself, and watch two reps take them in a browser.`
        );
      } finally {
        await service.close();
      }
    });
}

/** He enters it himself, as in Salesforce's calendar. */
async function meetingOfTheLondonRep(org: OrgClient): Promise<void> {
  const [rep] = await org.query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${londonRep}'`);
  await org.create(
    'Event',
    {
      OwnerId: rep!.Id,
      Subject: 'Quarterly review',
      StartDateTime: '2026-12-01T16:00:00Z',
      EndDateTime: '2026-12-01T17:00:00Z',
      ShowAs: 'Busy'
    },
    londonRep
  );
}

async function liveTransfer({ baton, org, pass }: Stage): Promise<void> {
  title('Call 1. A large Californian company, ready to buy: a live transfer');
  const answer = await placed(baton, await exampleCall());
  process.stdout.write(describeAnswer(answer));
  const accepted = await reported(baton, answer, 'accepted', `${answer.rep!.name} takes the call`);
  process.stdout.write(describeNextStep(accepted));
  pass(4 * 60_000);
  const ended = await reported(baton, answer, 'ended', 'they have spoken for four minutes');
  process.stdout.write(describeNextStep(ended));
  inTheOrg(await leadAndHandoff(org, answer));
}

async function nobodyAnswers({ baton, org, pass }: Stage): Promise<void> {
  title('Call 2. The rep does not answer: the next one rings, and takes it');
  const first = await placed(baton, secondCall);
  process.stdout.write(describeAnswer(first));
  pass(20_000);
  const second = await reported(baton, first, 'noAnswer', `${first.rep!.name} does not answer`);
  process.stdout.write(describeNextStep(second) + describeReasons(second));
  const accepted = await reported(baton, second, 'accepted', `${second.rep!.name} takes the call`);
  process.stdout.write(describeNextStep(accepted));
  inTheOrg(await leadAndHandoff(org, first));
  inTheOrg(await offersOf(org, first));
}

async function nobodyFree({ baton, org }: Stage): Promise<void> {
  title('Call 3. A company in London, and nobody of the team is free: a meeting, chosen by the caller');
  const answer = await placed(baton, londonCall);
  process.stdout.write(describeAnswer(answer));
  const path = `/v1/handoffs/${answer.handoffId}`;
  const { slots } = await baton<{ slots: { startsAt: string; rep: { name: string } }[] }>(
    'GET',
    `${path}/slots?limit=4&timeZone=Europe/London`
  );
  asked('GET', '/slots', '"When else?"');
  process.stdout.write(
    row('times', slots.map(({ startsAt, rep }) => `${london(startsAt)} with ${rep.name}`).join('; '))
  );
  const chosen = slots[1]!;
  const booked = await baton<HandoffAnswer>('POST', `${path}/booking`, { startsAt: chosen.startsAt });
  asked('POST', '/booking', `"${london(chosen.startsAt)}, please"`);
  process.stdout.write(describeNextStep(booked));
  const [event] = await org.query<{ Subject: string; StartDateTime: string; Owner: { Name: string } }>(
    `SELECT Subject, StartDateTime, Owner.Name FROM Event WHERE WhoId = '${answer.lead!.id}'`
  );
  inTheOrg(`Event "${event?.Subject}" in ${event?.Owner.Name}'s calendar, ${london(event!.StartDateTime)} London time`);
}

async function callsAgain({ baton, org }: Stage): Promise<void> {
  title('Call 4. The first caller again, from another number: known, and no second lead');
  const answer = await placed(baton, secondCallOfTheFirst);
  process.stdout.write(describeAnswer(answer));
  const ended = await reported(baton, answer, 'ended', `${answer.rep!.name} and the caller have spoken`);
  process.stdout.write(describeNextStep(ended));
  inTheOrg(await leadAndHandoff(org, answer));
}

async function salesforceDown({ baton, org }: Stage): Promise<void> {
  title('Call 5. Salesforce is down: the caller is put through all the same');
  await org.goDown();
  print(pc.red('  The embedded org now cuts every connection.'));
  const answer = await placed(baton, outageCall);
  process.stdout.write(describeAnswer(answer));
  const accepted = await reported(baton, answer, 'accepted', `${answer.rep!.name} takes the call`);
  process.stdout.write(describeNextStep(accepted));
  const backAt = performance.now();
  await org.comeBack();
  print(pc.green('  Salesforce is back. What waits in the journal is written ...'));
  const written = await untilWritten(baton, answer);
  print(pc.dim(`  ... after ${((performance.now() - backAt) / 1000).toFixed(1)} s`));
  process.stdout.write(row('lead', written.lead!.url));
  inTheOrg(await leadAndHandoff(org, written));
}

async function placed(baton: AskBaton, body: unknown): Promise<HandoffAnswer> {
  const startedAt = performance.now();
  const answer = await baton<HandoffAnswer>('POST', '/v1/calls', body);
  print(pc.dim(`  POST /v1/calls answered in ${Math.round(performance.now() - startedAt)} ms`));
  return answer;
}

async function reported(baton: AskBaton, answer: HandoffAnswer, outcome: string, what: string): Promise<HandoffAnswer> {
  const repId = answer.rep?.id;
  const after = await baton<HandoffAnswer>('POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome, repId });
  asked('POST', `/outcome ${outcome}`, what);
  return after;
}

function asked(method: string, path: string, what: string): void {
  print(`  ${pc.bold(`> ${what}`)}   ${pc.dim(`${method} ...${path}`)}`);
}

/** Until Salesforce holds the lead; the service looks for it every few seconds. */
async function untilWritten(baton: AskBaton, { callId }: HandoffAnswer): Promise<HandoffAnswer> {
  for (let patience = 100; patience > 0; patience -= 1) {
    const answer = await baton<HandoffAnswer>('GET', `/v1/handoffs/call:${callId}`).catch(() => undefined);
    if (answer?.lead) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('What waited in the journal was not written within 20 seconds.');
}

/** The lead as the org has it now: read back, not repeated from the answer. */
async function leadAndHandoff(org: OrgClient, { lead }: HandoffAnswer): Promise<string> {
  const [record] = await org.query<{
    Name: string;
    Owner: { Name: string };
    Handoffs__r: { records: Record<string, string>[] };
  }>(
    'SELECT Name, Owner.Name, (SELECT Name, Status__c FROM Handoffs__r ORDER BY Name) ' +
      `FROM Lead WHERE Id = '${lead!.id}'`
  );
  const handoffs = record?.Handoffs__r.records.map((each) => `${each['Name']} is ${each['Status__c']}`) ?? [];
  return `Lead ${record?.Name} is owned by ${record?.Owner.Name}; ${handoffs.join(', ')}`;
}

async function offersOf(org: OrgClient, { handoffId }: HandoffAnswer): Promise<string> {
  const offers = await org.query<{ Name: string; Status__c: string; Rep__r: { Name: string } }>(
    'SELECT Name, Status__c, Rep__r.Name FROM Handoff_Offer__c ' +
      `WHERE Handoff__c = '${handoffId}' ORDER BY Offered_At__c, Name`
  );
  return offers.map((offer) => `${offer.Name} to ${offer.Rep__r.Name}: ${offer.Status__c}`).join('; ');
}

/** `Wed 2 Dec, 09:00` */
function london(at: string): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', ...options }).format(new Date(at));
  return `${part({ weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')}, ${part({ hour: '2-digit', minute: '2-digit' })}`;
}
