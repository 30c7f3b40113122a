/** Where Slack tells that a rep pressed a button. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { BatonError } from '../domain/errors.ts';
import { slackActions } from '../notices/slackBlocks.ts';

/** A button that a rep pressed. Who pressed it is as Slack signed it; whether they may is for the one who acts on it. */
export interface SlackPress {
  kind: 'accept' | 'decline';
  offerId: string;
  slackUserId: string;
}

export interface SlackRouteOptions {
  /** From the Slack app's Basic Information. */
  signingSecret: string;
  /** Does what was asked, and says in one sentence what came of it; only who pressed reads that. */
  onAction: (press: SlackPress) => Promise<{ text: string }>;
  now: () => Date;
  /** Where answers may be sent to. Default: Slack's own, `https://hooks.slack.com`. */
  responseOrigins?: readonly string[];
}

/** Source: documented, "Verifying requests from Slack": older ones may be replays. */
const windowMs = 5 * 60_000;
const respondWithinMs = 5000;
const largestBody = 256 * 1024;

/**
 * `POST /slack/interactions`. Slack wants an answer within 3 seconds, so it gets an empty one at once; what came of the press
 * follows as a message that only its presser sees.
 */
export function registerSlackRoute(app: FastifyInstance, options: SlackRouteOptions): void {
  const underWay = new Set<Promise<void>>();
  const signatures = new SlackSignatures(options.signingSecret);
  // A context of its own: what is signed is the body as it came, and only this route may read forms.
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: largestBody },
      (_request, body, parsed) => parsed(null, body)
    );
    scope.post('/slack/interactions', { schema: { hide: true } }, (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      signatures.check(request.headers, body, options.now());
      const press = readPress(body);
      if (press) {
        const work = act(press, options, request.log).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      return reply.code(200).send();
    });
    scope.addHook('onClose', async () => {
      await Promise.all(underWay);
    });
    done();
  });
}

/** Slack's signatures, version v0. Source: documented, "Verifying requests from Slack". */
export class SlackSignatures {
  private readonly secret: string;
  /** Signatures of the last minutes: each request is taken once. Another instance knows only its own. */
  private readonly seen = new Map<string, number>();

  constructor(secret: string) {
    this.secret = secret;
  }

  /**
   * @param body as it came over the wire, byte for byte
   * @throws BatonError `slackSignature` unless Slack sent it, within the last five minutes, for the first time
   */
  check(headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer, now: Date): void {
    const timestamp = headers['x-slack-request-timestamp'];
    const given = headers['x-slack-signature'];
    if (typeof timestamp !== 'string' || typeof given !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
      throw new BatonError('slackSignature', 'The request is not signed by Slack.');
    }
    const expected = createHmac('sha256', this.secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    if (!equals(`v0=${expected}`, given)) {
      throw new BatonError('slackSignature', 'The signature is not one of this Slack app.');
    }
    const nowMs = now.getTime();
    if (Math.abs(nowMs - Number(timestamp) * 1000) > windowMs) {
      throw new BatonError('slackSignature', 'The request is older or newer than five minutes.');
    }
    for (const [signature, untilMs] of this.seen) {
      if (untilMs < nowMs) {
        this.seen.delete(signature);
      }
    }
    if (this.seen.has(given)) {
      throw new BatonError('slackSignature', 'The request was taken before.');
    }
    this.seen.set(given, Number(timestamp) * 1000 + windowMs);
  }
}

function equals(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

interface Press extends SlackPress {
  /** Where the answer goes; undefined when Slack gave none. */
  responseUrl: string | undefined;
}

interface Payload {
  type?: string;
  user?: { id?: string };
  response_url?: string;
  actions?: { action_id?: string; value?: string }[];
}

/**
 * What was pressed; undefined for a link, which Slack tells of too.
 * @throws BatonError `invalidRequest` for an interaction that is not one of Baton's buttons
 */
function readPress(body: Buffer): Press | undefined {
  const payload = parsePayload(new URLSearchParams(body.toString('utf8')).get('payload'));
  const [action] = payload.actions ?? [];
  if (payload.type !== 'block_actions' || !action) {
    throw new BatonError('invalidRequest', 'This is not a press of one of Baton’s buttons.');
  }
  const { action_id: id, value: offerId = '' } = action;
  if (id === slackActions.openLead) {
    return undefined;
  }
  const kind = id === slackActions.accept ? 'accept' : id === slackActions.decline ? 'decline' : undefined;
  const slackUserId = payload.user?.id;
  if (kind === undefined || slackUserId === undefined || !/^[A-Za-z0-9]{15,18}$/.test(offerId)) {
    throw new BatonError('invalidRequest', 'This is not a press of one of Baton’s buttons.');
  }
  return { kind, offerId, slackUserId, responseUrl: payload.response_url };
}

function parsePayload(text: string | null): Payload {
  try {
    const payload: unknown = JSON.parse(text ?? '');
    return typeof payload === 'object' && payload !== null ? payload : {};
  } catch {
    throw new BatonError('invalidRequest', 'The interaction has no payload.');
  }
}

async function act(
  { responseUrl, ...press }: Press,
  { onAction, responseOrigins = ['https://hooks.slack.com'] }: SlackRouteOptions,
  log: FastifyBaseLogger
): Promise<void> {
  let text: string;
  try {
    ({ text } = await onAction(press));
  } catch (error) {
    log.error({ offerId: press.offerId, err: error }, 'slack press failed');
    text = 'That did not work. Please answer in Salesforce; the phone keeps ringing meanwhile.';
  }
  if (responseUrl === undefined || !URL.canParse(responseUrl)) {
    return;
  }
  if (!responseOrigins.includes(new URL(responseUrl).origin)) {
    log.warn({ offerId: press.offerId }, 'slack response address refused');
    return;
  }
  try {
    await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
      redirect: 'error',
      signal: AbortSignal.timeout(respondWithinMs)
    });
  } catch (error) {
    log.warn({ offerId: press.offerId, err: error }, 'slack response failed');
  }
}
