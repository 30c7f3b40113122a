/** `baton demo`: the whole journey of three calls, against the real service and the embedded org. */
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import pc from 'picocolors';
import { describeAnswer } from '../orchestrator/cli/describeAnswer.ts';
import { BatonError, type BatonErrorCode } from '../orchestrator/domain/errors.ts';
import type { HandoffAnswer } from '../orchestrator/domain/handoff.ts';
import { startEmbeddedOrg } from './embeddedOrg.ts';

interface DemoCall {
  title: string;
  body: Record<string, unknown>;
}

const print = (line = ''): boolean => process.stdout.write(`${line}\n`);

export function demoCommand(version: string): Command {
  return new Command('demo')
    .description('Start the embedded org and the service, play three calls, print what happened and why, and end.')
    .action(async () => {
      print(
        `${pc.bold('1.')} Starting an embedded Salesforce org: force-app and sample-org deployed, sample data loaded ...`
      );
      const { startService } = await import('../orchestrator/cli/startService.ts');
      let org: Awaited<ReturnType<typeof startEmbeddedOrg>> | undefined;
      const service = await startService({
        environment: { BATON_LOG_LEVEL: 'silent' },
        port: 0,
        provide: async () => (org = await startEmbeddedOrg()),
        version
      });
      try {
        print(`   the org   ${service.orgUrl}`);
        print(`${pc.bold('2.')} Starting Baton ...`);
        print(`   Baton     ${service.url}`);
        print(`${pc.bold('3.')} Three calls, as a voice agent sends them:`);
        for (const [index, call] of (await demoCalls()).entries()) {
          print(`\n${pc.bold(pc.cyan(`Call ${index + 1}: ${call.title}`))}`);
          const startedAt = performance.now();
          const answer = await send(service, call.body);
          print(pc.dim(`  POST /v1/calls answered in ${Math.round(performance.now() - startedAt)} ms`));
          process.stdout.write(describeAnswer(answer));
          print(`  ${pc.dim('in the org')} ${await whatTheOrgSays(org!, answer)}`);
        }
        print(
          `\n${pc.bold('Done.')} The org ends here, and the leads with it: their addresses above lead nowhere now.\n` +
            `Next: ${pc.cyan('npm start')} leaves the org and the service running.`
        );
      } finally {
        await service.close();
      }
    });
}

async function send(service: { url: string; apiKey: string }, body: unknown): Promise<HandoffAnswer> {
  const reply = await fetch(`${service.url}/v1/calls`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${service.apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  });
  const answer = (await reply.json()) as HandoffAnswer & { error?: { code: BatonErrorCode; message: string } };
  if (answer.error) {
    throw new BatonError(answer.error.code, answer.error.message);
  }
  return answer;
}

/** The lead as the org has it now: read back, not repeated from the answer. */
async function whatTheOrgSays(org: { url: string; accessToken: string }, answer: HandoffAnswer): Promise<string> {
  const soql =
    `SELECT Name, Owner.Name, Owner.Type, (SELECT Name, Status__c, Next_Step__c FROM Handoffs__r) ` +
    `FROM Lead WHERE Id = '${answer.lead!.id}'`;
  const reply = await fetch(`${org.url}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { Authorization: `Bearer ${org.accessToken}` }
  });
  const { records } = (await reply.json()) as {
    records: {
      Name: string;
      Owner: { Name: string; Type: string };
      Handoffs__r: { records: Record<string, string>[] };
    }[];
  };
  const [lead] = records;
  const handoff = lead?.Handoffs__r.records[0];
  return `Lead ${lead?.Name} is owned by ${lead?.Owner.Name} (${lead?.Owner.Type}); ${handoff?.['Name']} is ${handoff?.['Status__c']}`;
}

async function demoCalls(): Promise<DemoCall[]> {
  const first = JSON.parse(await readFile(new URL('../docs/examples/call.json', import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
  return [
    { title: 'a large Californian company, ready to buy', body: first },
    {
      title: 'a company in London: one rep of the team is away, one has switched transfers off',
      body: {
        callId: 'c-0002',
        caller: {
          firstName: 'Amara',
          lastName: 'Clarke',
          company: 'Thameside Freight',
          title: 'Head of Customer Care',
          phone: '+442079460182',
          email: 'amara@thameside.example',
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
      }
    },
    {
      title: 'another one a moment later, while the only free rep’s phone rings: a callback, and it has an owner',
      body: {
        callId: 'c-0003',
        caller: {
          firstName: 'Ewan',
          lastName: 'Reid',
          company: 'Forth Analytics',
          phone: '+441314960155',
          country: 'GB',
          language: 'en-GB'
        },
        qualification: { score: 58, summary: 'Compares three vendors.', useCase: 'Sales', teamSize: 12, employees: 90 }
      }
    }
  ];
}
