/** E-mail through the standard action, as jsforce's connection sends it. */
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { connect, sampleOrg } from './orgUnderTest.ts';

let local: LocalOrg;
let admin: Connection;
let service: Connection;

beforeAll(async () => {
  local = await createLocalOrg(sampleOrg);
  admin = connect(local.url, local.session('admin@local-org.example').accessToken);
  service = connect(local.url, local.accessToken);
});
beforeEach(() => local.host.outbox.clear());
afterAll(() => local.close());

const mail = { emailSubject: 'Your meeting with Priya', emailBody: 'Tuesday, 10:00' };

/** The reply. That of a refused action jsforce does not know for an error: it stands in the message as text. */
async function send(input: Record<string, unknown>, version = '67.0', from = service): Promise<unknown> {
  try {
    return await from.requestPost(`/services/data/v${version}/actions/standard/emailSimple`, { inputs: [input] });
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith('[') ? JSON.parse(message) : message;
  }
}

async function newLead(values: Record<string, unknown> = {}): Promise<string> {
  const { id } = await admin.sobject('Lead').create({
    LastName: 'Rivera',
    Company: 'NovaCorp',
    Email: 'jamie.rivera@novacorp.example',
    ...values
  });
  return id ?? '';
}

describe('A mail', () => {
  it('goes to the addresses of each version’s own inputs', async () => {
    const to = ['jamie.rivera@novacorp.example', 'priya.raman@sample.example'];
    expect(await send({ ...mail, recipientAddresses: to })).toMatchObject([{ isSuccess: true }]);
    expect(
      await send({ ...mail, emailAddressesArray: to, ccRecipientAddressList: 'a@b.example' }, '64.0')
    ).toMatchObject([{ isSuccess: true }]);
    expect(local.host.outbox.emails).toMatchObject([
      { to, cc: [] },
      { to, cc: ['a@b.example'] }
    ]);
  });

  it.each([
    ['67.0', 'emailAddresses'],
    ['64.0', 'recipientAddresses'],
    ['63.0', 'attachmentIdCollection'],
    ['67.0', 'emailTemplateId']
  ])('is refused by name when version %s does not document the input %s', async (version, name) => {
    expect(JSON.stringify(await send({ ...mail, [name]: 'a@b.example' }, version))).toContain(`input ${name}`);
    expect(local.host.outbox.emails).toEqual([]);
  });

  it('goes to a lead by its id, when the lead has an address', async () => {
    expect(await send({ ...mail, recipientId: await newLead() })).toMatchObject([{ isSuccess: true }]);
    expect(local.host.outbox.emails).toMatchObject([{ to: ['jamie.rivera@novacorp.example'] }]);
    expect(await send({ ...mail, recipientId: await newLead({ Email: null }) })).toMatchObject([
      { isSuccess: false, errors: [{ statusCode: 'INVALID_EMAIL_ADDRESS' }] }
    ]);
  });

  it('takes five recipients before 64.0, and 150 from then on', async () => {
    const to = (count: number) => Array.from({ length: count }, (_, index) => `r${index}@novacorp.example`);
    const sent = async (count: number, version: string, name: string) =>
      ((await send({ ...mail, [name]: to(count) }, version)) as { isSuccess: boolean }[])[0]?.isSuccess;
    expect(await sent(5, '63.0', 'emailAddressesArray')).toBe(true);
    expect(await sent(6, '63.0', 'emailAddressesArray')).toBe(false);
    expect(await sent(150, '67.0', 'recipientAddresses')).toBe(true);
    expect(await sent(151, '67.0', 'recipientAddresses')).toBe(false);
  });

  it('has a rich body when it says so', async () => {
    await send({ ...mail, recipientAddresses: 'a@b.example', sendRichBody: true });
    await send({ ...mail, recipientAddresses: 'a@b.example' });
    expect(local.host.outbox.emails.map(({ html }) => html)).toEqual([true, false]);
  });

  it('is logged as a finished task on the lead when it asks to be, and says where', async () => {
    const leadId = await newLead();
    expect(await send({ ...mail, recipientId: leadId, logEmailOnSend: true }, '67.0', admin)).toMatchObject([
      { isSuccess: true }
    ]);
    const { records } = await admin.query(`SELECT Subject, TaskSubtype, IsClosed FROM Task WHERE WhoId = '${leadId}'`);
    expect(records).toMatchObject([{ Subject: `Email: ${mail.emailSubject}`, TaskSubtype: 'Email', IsClosed: true }]);
    expect(await send({ ...mail, recipientAddresses: 'a@b.example', logEmailOnSend: true })).toMatchObject([
      { isSuccess: false }
    ]);
    expect(local.host.outbox.emails).toHaveLength(1);
  });
});

describe('An attachment', () => {
  const invitation = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
  const file = { PathOnClient: 'invite.ics', VersionData: Buffer.from(invitation).toString('base64') };

  it('is a content version, saved by whoever sends the mail', async () => {
    const { id } = await service.sobject('ContentVersion').create(file);
    expect(await send({ ...mail, recipientAddresses: 'a@b.example', attachmentIdCollection: [id] })).toMatchObject([
      { isSuccess: true }
    ]);
    const [attachment] = local.host.outbox.emails[0]?.attachments ?? [];
    expect(attachment).toMatchObject({ id, name: 'invite.ics' });
    expect(Buffer.from(attachment?.base64 ?? '', 'base64').toString()).toBe(invitation);
  });

  it('holds the mail back when the sender cannot see it, or it is none', async () => {
    const { id } = await admin.sobject('ContentVersion').create(file);
    for (const attachmentId of [id, await newLead()])
      expect(await send({ ...mail, recipientAddresses: 'a@b.example', attachmentId })).toMatchObject([
        { isSuccess: false }
      ]);
    expect(local.host.outbox.emails).toEqual([]);
  });

  it('can be read again, and goes with its document', async () => {
    const { id } = await service.sobject('ContentVersion').create(file);
    const soql = `SELECT Title, FileExtension, ContentSize, IsLatest, ContentDocumentId, VersionData FROM ContentVersion WHERE Id = '${id}'`;
    const [version] = (await service.query<Record<string, string>>(soql)).records;
    expect(version).toMatchObject({
      Title: 'invite',
      FileExtension: 'ics',
      ContentSize: invitation.length,
      IsLatest: true,
      VersionData: `/services/data/v66.0/sobjects/ContentVersion/${id}/VersionData`
    });
    const bytes = await fetch(`${local.url}${version?.['VersionData']}`, {
      headers: { authorization: `Bearer ${local.accessToken}` }
    });
    expect(await bytes.text()).toBe(invitation);
    await service.sobject('ContentDocument').destroy(version?.['ContentDocumentId'] ?? '');
    expect((await service.query(soql)).totalSize).toBe(0);
  });

  it('gets a further version under the same document', async () => {
    const first = await service.sobject('ContentVersion').create(file);
    const { ContentDocumentId } = await service.sobject('ContentVersion').retrieve(first.id ?? '');
    await service.sobject('ContentVersion').create({ ...file, ContentDocumentId });
    const soql = `SELECT VersionNumber, IsLatest FROM ContentVersion WHERE ContentDocumentId = '${ContentDocumentId}' ORDER BY VersionNumber`;
    expect((await service.query(soql)).records).toMatchObject([
      { VersionNumber: '1', IsLatest: false },
      { VersionNumber: '2', IsLatest: true }
    ]);
  });

  it.each([
    ['no name', { VersionData: 'YQ==' }],
    ['no content', { PathOnClient: 'a.ics' }],
    ['content that is not base64', { PathOnClient: 'a.ics', VersionData: 'a*b' }]
  ])('is not saved with %s', async (_, values) => {
    await expect(service.sobject('ContentVersion').create(values)).rejects.toThrow();
  });
});
