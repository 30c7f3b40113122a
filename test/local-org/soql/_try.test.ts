import { it } from 'vitest';
import { createQueryOrg, queueId, adminId } from './queryOrg.ts';
it('tries', () => {
  const { query, insert } = createQueryOrg();
  const a = insert('Lead', { Name: 'Zoë', Company: 'NovaCorp', OwnerId: queueId, Status: 'Working', Products__c: 'Voice;Chat', CreatedDate: '2026-11-04T01:00:00.000Z', Score__c: 5 });
  insert('Lead', { Name: 'bob', Company: 'novacorp', OwnerId: adminId, Partner__c: adminId, Status: 'Open', Score__c: 7, DoNotCall: 1 });
  const h = insert('Handoff__c', { Name: 'H1', Lead__c: a, Stage__c: 'New' });
  for (const q of [
    `SELECT Id, Name, Owner.Name, Owner.Type, Partner__r.Name, CreatedDate, DoNotCall FROM Lead`,
    `select name from lead where name like 'ZO\\u00cb%' or company = 'NOVACORP' order by status desc`,
    `SELECT Name, (SELECT Id, Name, Lead__r.Name FROM Handoffs__r ORDER BY Name LIMIT 1) FROM Lead WHERE Id IN (SELECT Lead__c FROM Handoff__c WHERE Stage__c = 'New')`,
    `SELECT COUNT() FROM Lead WHERE CreatedDate = TODAY`,
    `SELECT Status, COUNT(Id) n, SUM(Score__c) FROM Lead GROUP BY Status HAVING COUNT(Id) > 0 ORDER BY COUNT(Id) DESC, Status LIMIT 5`,
    `SELECT Nme FROM Lead`, `SELECT Id FROM Lead WHERE Score__c = '5'`, `SELECT Id FROM Lead WHERE Id = 'x'`,
    `SELECT Id FROM Lead WHERE Name = 'a' AND Name = 'b' OR Name = 'c'`,
    `SELECT Id FROM Lead WHERE Name = 'a' AND NOT Name = 'b'`, `SELECT Id Name FROM Lead`, `SELECT Id FROM Lead WHERE Description = 'x'`,
    `SELECT COUNT(Id) FROM Lead GROUP BY Status HAVING (NOT COUNT(Id) > 1) AND (NOT (COUNT(Id) > 2 OR COUNT(Id) > 3))`,
    `SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) FROM Lead GROUP BY CALENDAR_YEAR(CreatedDate)`,
    `SELECT FIELDS(ALL) FROM Handoff__c LIMIT 2`, `SELECT toLabel(Status), Name FROM Lead WHERE Products__c INCLUDES ('chat;voice', 'Mail')`,
    `SELECT Id FROM Lead WHERE Name IN :x`, `SELECT Id, FROM Lead`, `SELECT Id FROM Lead WHERE`,
  ]) { try { console.log(q, JSON.stringify(query(q), null, 1)); } catch (e) { console.log(q, (e as any).errorCode, (e as any).message); } }
  const soql = `SELECT Id, Name, Owner.Name, Owner.Type FROM Lead WHERE Id = '${a}' AND (Status = 'x' OR Phone__c = '+1') ORDER BY CreatedDate LIMIT 1`.replace('Phone__c','Company');
  query(soql); const t = performance.now(); for (let i = 0; i < 1000; i++) query(soql); console.log((performance.now() - t) / 1000, 'ms');
  const t2 = performance.now(); for (let i = 0; i < 1000; i++) query(soql.replace(a, a.slice(0,11)+String(i).padStart(4,'0')+'AAA')); console.log((performance.now() - t2) / 1000, 'ms other');
});
