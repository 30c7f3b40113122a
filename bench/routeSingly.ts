/**
 * The obvious way to do one routed lead with jsforce: each step a call of its own, in the order in which one would write
 * it down. It reads and writes the same records as Baton's two calls, for a caller who has been looked up. What it leaves out, two processes racing for one turn,
 * would cost it more.
 */
import type { Connection } from 'jsforce';
import type { CallRequest } from './benchCalls.ts';

const userFields = [
  'Id',
  'Name',
  'Phone',
  'IsActive',
  'Takes_Transfers__c',
  'Away_Until__c',
  'Daily_Cap__c',
  'Rotation_Weight__c'
];

/** Who is calling, by one query for each object: what Baton asks in one call. What is found is not compared. */
export async function lookUpSingly(connection: Connection, { caller }: CallRequest): Promise<void> {
  const { phone, email, company } = caller;
  const isCaller = `Email = '${email}' OR Phone = '${phone}' OR MobilePhone = '${phone}'`;
  const domain = email.split('@')[1];
  await connection.query(`SELECT Id, OwnerId FROM Lead WHERE IsConverted = false AND (${isCaller})`);
  await connection.query(`SELECT Id, Account.OwnerId FROM Contact WHERE ${isCaller}`);
  await connection.query(
    `SELECT Id, OwnerId FROM Account WHERE Name LIKE '${company}%' OR Website LIKE '%${domain}%' OR Phone = '${phone}'`
  );
}

/** @param readReps `oneByOne` reads each rep of the team by id; `inOneQuery` is what a careful author writes */
export async function routeSingly(
  connection: Connection,
  call: CallRequest,
  readReps: 'oneByOne' | 'inOneQuery'
): Promise<void> {
  const { caller, qualification } = call;
  const lead = await created(
    connection.sobject('Lead').create(
      {
        FirstName: caller.firstName,
        LastName: caller.lastName,
        Company: caller.company,
        Title: caller.title,
        Phone: caller.phone,
        Email: caller.email,
        Country: caller.country,
        State: caller.state,
        PostalCode: caller.postalCode,
        Industry: qualification.industry,
        NumberOfEmployees: qualification.employees,
        Language__c: caller.language,
        Voice_Call_Id__c: call.callId,
        Qualification_Score__c: qualification.score,
        Qualification_Summary__c: qualification.summary,
        Timeline__c: qualification.timeline,
        Use_Case__c: qualification.useCase,
        Team_Size__c: qualification.teamSize,
        Budget__c: qualification.budget,
        Product_Interest__c: qualification.productInterest.join(';'),
        Transcript_URL__c: call.transcriptUrl
      },
      { headers: { 'Sforce-Auto-Assign': 'TRUE' } }
    )
  );
  const ownerId = text(await connection.sobject('Lead').retrieve(lead), 'OwnerId');
  const team = await connection.sobject('Group').retrieve(ownerId);
  const members = await connection.query<Row>(`SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '${ownerId}'`);
  const repIds = members.records.map((member) => text(member, 'UserOrGroupId'));
  const reps: Row[] = [];
  if (readReps === 'oneByOne') {
    for (const id of repIds) reps.push(await connection.sobject('User').retrieve(id));
  } else {
    const list = repIds.map((id) => `'${id}'`).join(', ');
    reps.push(
      ...(await connection.query<Row>(`SELECT ${userFields.join(', ')} FROM User WHERE Id IN (${list})`)).records
    );
  }
  const turns = await connection.query<Row>(
    'SELECT Turn_Number__c, Rep__c, Ledger__c, Status__c, Live_Key__c FROM Handoff_Offer__c ' +
      `WHERE Team_Id__c = '${ownerId}' ORDER BY Turn_Number__c DESC NULLS LAST LIMIT 20`
  );
  const rep = text(reps[turns.totalSize % reps.length] ?? {}, 'Id');
  const turn = Number(turns.records[0]?.['Turn_Number__c'] ?? 0) + 1;
  const handoff = await created(
    connection.sobject('Handoff__c').create({
      Call_Id__c: call.callId,
      Lead__c: lead,
      Rep__c: rep,
      OwnerId: rep,
      Team_Id__c: ownerId,
      Team_Name__c: text(team, 'Name'),
      Status__c: 'Ringing',
      Next_Step__c: 'Transfer',
      Score__c: qualification.score
    })
  );
  const offer = await created(
    connection.sobject('Handoff_Offer__c').create({
      Handoff__c: handoff,
      Rep__c: rep,
      OwnerId: rep,
      Team_Id__c: ownerId,
      Turn_Key__c: `${ownerId}:${turn}`,
      Turn_Number__c: turn,
      Kind__c: 'Live',
      Status__c: 'Ringing',
      Offered_At__c: new Date().toISOString()
    })
  );
  await created(
    connection.sobject('Lead').update({ Id: lead, OwnerId: rep }, { headers: { 'Sforce-Auto-Assign': 'FALSE' } })
  );
  await connection.sobject('Handoff_Event__e').create({
    Handoff_Id__c: handoff,
    Offer_Id__c: offer,
    Lead_Id__c: lead,
    Rep_Id__c: rep,
    State__c: 'ringing'
  });
}

type Row = Record<string, unknown>;

function text(row: Row, field: string): string {
  const value = row[field];
  if (typeof value !== 'string') throw new Error(`${field} came back without a value.`);
  return value;
}

async function created(save: Promise<{ success: boolean; id?: string; errors: unknown[] }>): Promise<string> {
  const result = await save;
  if (!result.success || result.id === undefined)
    throw new Error(`Salesforce refused a record: ${JSON.stringify(result.errors)}`);
  return result.id;
}
