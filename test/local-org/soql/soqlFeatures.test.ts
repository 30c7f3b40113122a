import { describe, expect, it } from 'vitest';
import { soqlFeatures } from '../../../local-org/catalogue/soqlFeatures.ts';
import { createOrg } from '../../../local-org/createOrg.ts';
import type { QueryResult } from '../../../local-org/org.ts';
import { readSourceFolder } from '../../../local-org/state/sourceFolder.ts';
import { error, errorOf } from './errorOf.ts';

const org = createOrg({ url: 'http://local-org.example' });
const { success } = org.metadata.deploy(readSourceFolder('force-app'));
const [admin] = org.db.prepare(`SELECT "Id" FROM "User" WHERE "Username" LIKE 'admin@%'`).all() as { Id: string }[];
const session = { userId: admin!.Id, accessToken: 'token' };
const query = (soql: string): QueryResult => org.query(session, soql, { apiVersion: '66.0' });

describe('the declared SOQL features', () => {
  it('are tried on an org with the package deployed', () => {
    expect(success).toBe(true);
  });

  it.each(soqlFeatures.filter(({ support }) => support !== 'refused'))('$feature: is answered', ({ example }) => {
    expect(query(example)).toHaveProperty('done', true);
  });

  it.each(soqlFeatures.filter(({ support }) => support === 'refused'))(
    '$feature: is refused by name',
    ({ example }) => {
      expect(errorOf(() => query(example))).toEqual(error('LOCAL_ORG_UNSUPPORTED', '((The local org does not support'));
    }
  );

  it.each(soqlFeatures.filter(({ support }) => support === 'partial'))('$feature: says what is missing', ({ note }) => {
    expect(note).toBeTruthy();
  });
});

describe('a created record', () => {
  it('is found with its owner', () => {
    const lead = { LastName: 'Rivera', Company: 'NovaCorp', Voice_Call_Id__c: 'c-1' };
    const { id } = org.records.create(session, 'Lead', lead, { autoAssign: { kind: 'off' } });
    const soql = `SELECT Id, Name, Owner.Name, Owner.Type FROM Lead WHERE Voice_Call_Id__c = 'c-1'`;
    expect(query(soql).records).toMatchObject([{ Id: id, Name: 'Rivera', Owner: { Type: 'User' } }]);
  });
});
