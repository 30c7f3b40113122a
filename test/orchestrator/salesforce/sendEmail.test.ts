import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from 'jsforce';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { BatonError } from '../../../orchestrator/domain/errors.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { sendEmail } from '../../../orchestrator/salesforce/sendEmail.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

const request = () => ({ deadlineMs: 20_000, trace: startTrace() });
const mail = { to: ['rosa@sample.example'], subject: 'Meeting booked', body: 'Hello Rosa' };

describe('a mail through the org', () => {
  let org: LocalOrg;
  let salesforce: Salesforce;
  beforeAll(async () => {
    org = await createLocalOrg({ port: 0 });
    const { accessToken } = org.session();
    salesforce = new Salesforce(new Connection({ instanceUrl: org.url, accessToken, version: '66.0' }));
  });
  afterAll(() => org.close());

  const sent = async (): Promise<Record<string, unknown>[]> => {
    const reply = await fetch(`${org.url}/_local/outbox`);
    return ((await reply.json()) as { emails: Record<string, unknown>[] }).emails;
  };

  it('is plain text, or HTML where there is some', async () => {
    await sendEmail(salesforce, mail, request());
    await sendEmail(salesforce, { ...mail, html: '<p>Hello Rosa</p>' }, request());
    expect(await sent()).toMatchObject([
      { to: ['rosa@sample.example'], subject: 'Meeting booked', body: 'Hello Rosa', html: false },
      { body: '<p>Hello Rosa</p>', html: true }
    ]);
  });

  it('counts as one call to the API', async () => {
    const trace = startTrace();
    await sendEmail(salesforce, mail, { deadlineMs: 20_000, trace });
    expect(trace.apiCalls).toBe(1);
  });

  it('is refused with the org’s own words when the address is none', async () => {
    const before = (await sent()).length;
    const error = await sendEmail(salesforce, { ...mail, to: ['nobody'] }, request()).catch(
      (thrown: unknown) => thrown as BatonError
    );
    expect(error).toMatchObject({ code: 'rejectedBySalesforce', retryable: false });
    expect((error as BatonError).message).toContain('INVALID_EMAIL_ADDRESS');
    expect(await sent()).toHaveLength(before);
  });

  it('needs somebody to go to', async () => {
    await expect(sendEmail(salesforce, { ...mail, to: [] }, request())).rejects.toThrow(RangeError);
  });
});

describe('an org that does not send a mail', () => {
  let server: Server;
  let reply: { status: number; body: unknown };
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const failure = (statusCode: string): unknown => [
    {
      actionName: 'emailSimple',
      isSuccess: false,
      outputValues: null,
      errors: [{ statusCode, message: 'no', fields: [] }]
    }
  ];
  const codeOf = async (): Promise<string> => {
    const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const salesforce = new Salesforce(new Connection({ instanceUrl, accessToken: 'token', version: '66.0' }));
    return sendEmail(salesforce, mail, request()).then(
      () => 'sent',
      (error: BatonError) => error.code
    );
  };

  it.each([
    [400, failure('LIMIT_EXCEEDED'), 'salesforceLimit'],
    [400, failure('SINGLE_EMAIL_LIMIT_EXCEEDED'), 'salesforceLimit'],
    [400, failure('INSUFFICIENT_ACCESS'), 'salesforcePermission'],
    [400, failure('UNVERIFIED_SENDER_ADDRESS'), 'rejectedBySalesforce'],
    [200, failure('INVALID_EMAIL_ADDRESS'), 'rejectedBySalesforce'],
    [503, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'later' }], 'salesforceUnavailable'],
    [400, [{ isSuccess: true, errors: null }, 'half an answer'], 'unexpected']
  ])('and answers %s %j says so by %s', async (status, body, code) => {
    reply = { status, body };
    expect(await codeOf()).toBe(code);
  });
});
