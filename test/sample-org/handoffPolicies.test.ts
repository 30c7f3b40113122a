/** The policies of the two package directories, as the service reads them from an org that they are deployed to. */
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFolder } from '../../local-org/state/sourceFolder.ts';
import { defaultPolicy, policyFor, type Policy } from '../../orchestrator/domain/policy.ts';
import { policyFromRecord, type PolicyRecord } from '../../orchestrator/salesforce/fieldMap.ts';
import { deploy, orgWith, rows } from '../local-org/orgFixture.ts';

const root = resolve(import.meta.dirname, '../..');

function deployedPolicies(): Policy[] {
  const org = orgWith();
  for (const name of ['force-app', 'sample-org']) deploy(org, ...readSourceFolder(join(root, name)));
  const records = rows(org, 'Handoff_Policy__mdt').map(
    (row) => ({ ...row, Turns_For_Queue_Leads__c: row['Turns_For_Queue_Leads__c'] === 1 }) as unknown as PolicyRecord
  );
  const base = records.filter(({ Team__c }) => Team__c === null).map((record) => policyFromRecord(record))[0];
  return records.map((record) => policyFromRecord(record, base));
}

describe('The handoff policies', () => {
  it('that ship say the same as what holds in an org without any', () => {
    expect({ ...policyFor(deployedPolicies(), null), name: defaultPolicy.name }).toEqual(defaultPolicy);
  });

  it('of the example customer give a team what its record says, and the default for what it leaves blank', () => {
    expect(policyFor(deployedPolicies(), 'Mid_Market')).toEqual({
      ...defaultPolicy,
      name: 'Mid_Market',
      team: 'Mid_Market',
      rotation: 'weighted',
      liveTransferMinScore: 30,
      liveTransferMinTeamSize: 200,
      backupTeam: 'SMB_Inbound',
      meetingMinScore: 20,
      businessHours: 'Central',
      fallbackOwner: 'ben.kowalski@sample.example'
    });
  });
});
