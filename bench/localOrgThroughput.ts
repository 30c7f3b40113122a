/** How many requests a second the local org answers: enough for a test suite or a demo not to wait for it. */
import autocannon from 'autocannon';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './comparison.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';

const connections = 16;
const secondsEach = 4;
const data = '/services/data/v66.0';

/** Fields that the sample rule looks at, so that a create runs the assignment rules to a real owner. */
const lead = {
  FirstName: 'Jamie',
  LastName: 'Rivera',
  Company: 'NovaCorp',
  Country: 'US',
  State: 'CA',
  PostalCode: '94105',
  Industry: 'Technology',
  NumberOfEmployees: 1400
};
const soql =
  "SELECT Id, Name, Owner.Name, Owner.Type FROM Lead WHERE Company = 'NovaCorp' ORDER BY CreatedDate DESC LIMIT 20";
const headers = { 'Sforce-Auto-Assign': 'TRUE' };

const composite = {
  allOrNone: true,
  compositeRequest: [
    { method: 'POST', url: `${data}/sobjects/Lead`, referenceId: 'lead', httpHeaders: headers, body: lead },
    { method: 'GET', url: `${data}/sobjects/Lead/@{lead.id}?fields=Id,OwnerId`, referenceId: 'owner' },
    {
      method: 'GET',
      url: `${data}/query/?q=SELECT+UserOrGroupId+FROM+GroupMember+WHERE+GroupId='@{owner.OwnerId}'`,
      referenceId: 'members'
    }
  ]
};

const variants = [
  { variant: 'list the versions: no work, as a yardstick', request: { method: 'GET', path: '/services/data' } },
  {
    variant: 'create a Lead, routed by the rules',
    request: { method: 'POST', path: `${data}/sobjects/Lead`, body: JSON.stringify(lead) }
  },
  {
    variant: 'query 20 Leads with their owners',
    request: { method: 'GET', path: `${data}/query/?q=${encodeURIComponent(soql)}` }
  },
  {
    variant: 'composite: create, read owner, read members',
    request: { method: 'POST', path: `${data}/composite`, body: JSON.stringify(composite) }
  }
] as const;

/** @throws Error when any request failed: a refusal is quick, and its speed would mean nothing */
export async function benchLocalOrgThroughput(): Promise<Comparison[]> {
  const rows: { variant: string; value: number }[] = [];
  for (const { variant, request } of variants) {
    // Each starts from the same org: rows left by one would slow the next.
    const org = await startLocalOrgProcess();
    try {
      const common = {
        url: org.url,
        connections,
        headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json', ...headers },
        requests: [request]
      };
      await seedLeads(org.url, org.accessToken);
      await autocannon({ ...common, duration: 1 });
      const result = await autocannon({ ...common, duration: secondsEach });
      if (result.non2xx + result.errors > 0) {
        throw new Error(
          `${variant}: ${result.non2xx} refused and ${result.errors} broken of ${result.requests.total} requests.`
        );
      }
      rows.push({ variant, value: result.requests.average });
    } finally {
      await org.close();
    }
  }
  return [{ name: `Local org, ${connections} connections`, unit: 'requests/s', rows }];
}

async function seedLeads(url: string, accessToken: string): Promise<void> {
  const records = Array.from({ length: 200 }, (_, index) => ({
    attributes: { type: 'Lead' },
    ...lead,
    LastName: `Rivera ${index}`
  }));
  const reply = await fetch(`${url}${data}/composite/sobjects`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ allOrNone: true, records })
  });
  if (!reply.ok) throw new Error(`The Leads to query were refused: ${await reply.text()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await benchLocalOrgThroughput(), undefined, 2));
}
