/** Everything that runs in one process of the service, put together from the settings; the web server stands before it. */
import { randomUUID } from 'node:crypto';
import { Baton } from './baton.ts';
import type { Config } from './config.ts';
import { Continuity, type ContinuityMetrics } from './continuity.ts';
import { createNoticeChannels } from './noticeChannels.ts';
import { presserOf } from './notices/slackPresser.ts';
import type { NoticeMetrics } from './notices/noticeDesk.ts';
import { Circuit } from './salesforce/circuit.ts';
import { openConnection, orgKey, type SalesforceLogin } from './salesforce/login.ts';
import { readAskedRep } from './salesforce/readAskedRep.ts';
import { Salesforce } from './salesforce/salesforce.ts';
import { fromThrown } from './salesforce/salesforceErrors.ts';
import { startTrace } from './salesforce/trace.ts';
import { openDatabase, type DatabaseAddress } from './storage/database.ts';

export interface ServiceOptions {
  config: Pick<
    Config,
    'deadlineMs' | 'country' | 'apiVersion' | 'dataDir' | 'databaseUrl' | 'rulesFile' | 'fallbackOwner' | 'notices'
  >;
  login: SalesforceLogin;
  /** Whether the org ends with this process, so that nothing of it may outlive it either. */
  orgIsPassing: boolean;
  /** Default: the machine's clock. */
  now?: () => Date;
  onError: (what: string, error: unknown) => void;
  /** Hears what an operator may want to know and nobody need mend. */
  onNote?: (text: string) => void;
  metrics: ContinuityMetrics & NoticeMetrics;
}

export interface Service {
  baton: Baton;
  continuity: Continuity;
  circuit: Circuit;
  /** What came of a button pressed in Slack, in a sentence; undefined without a Slack app. */
  slack: { signingSecret: string; onAction: (press: SlackPress) => Promise<{ text: string }> } | undefined;
  /** Ends what runs in the background, and closes the database. */
  stop: () => Promise<void>;
}

interface SlackPress {
  kind: 'accept' | 'decline';
  offerId: string;
  slackUserId: string;
}

/**
 * Starts what runs in the background. With Salesforce out of reach it starts all the same, and answers from what is known.
 * @throws BatonError when the settings are not right, or the org refuses and nothing is known of it
 */
export async function startBaton(options: ServiceOptions): Promise<Service> {
  const { config, login, orgIsPassing, onError, metrics, now = () => new Date() } = options;
  const { deadlineMs, country } = config;
  // The circuit may close before there is anything to drain.
  const parts: { continuity?: Continuity } = {};
  const circuit = new Circuit({
    onChange: ({ state }) => {
      if (state === 'closed') {
        void parts.continuity?.drainNow();
      }
    }
  });
  const salesforce = new Salesforce(await openConnection(login, config.apiVersion), { circuit });
  const channels = createNoticeChannels(salesforce, config.notices, now);
  const baton = new Baton({
    salesforce,
    deadlineMs,
    country,
    now,
    noticeSenders: channels.senders,
    noticeMetrics: metrics,
    matchedEntry: (call, ownerId) => parts.continuity?.matchedEntry(call, ownerId),
    onStep: (step) => parts.continuity?.stepWritten(step),
    onOrgChanged: () => parts.continuity?.keeper.changed(),
    onError
  });
  const database = await openDatabase(databaseFor(config, orgIsPassing));
  const continuity = new Continuity({
    baton,
    salesforce,
    circuit,
    database,
    org: orgKey(login),
    instanceId: randomUUID(),
    deadlineMs,
    country,
    rulesFile: config.rulesFile,
    fallbackOwner: config.fallbackOwner,
    now,
    onError,
    onNote: options.onNote ?? (() => undefined),
    metrics
  });
  parts.continuity = continuity;
  const stop = async (): Promise<void> => {
    await Promise.all([baton.stop(), continuity.stop()]);
    circuit.stop();
    await database.close();
  };
  try {
    await continuity.start();
    await baton.warmUp().catch((error: unknown) => {
      const failure = fromThrown(error);
      // Out of reach is what all this is for; a refusal is for whoever set it up, unless it once worked.
      if (!failure.retryable && !continuity.canPredict) {
        throw failure;
      }
      onError('reaching Salesforce at start', failure);
    });
    baton.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { slackSigningSecret: signingSecret } = config.notices;
  const directory = channels.slack?.directory;
  const slack =
    signingSecret === undefined || !directory
      ? undefined
      : {
          signingSecret,
          onAction: (press: SlackPress) =>
            answerPress(baton, press, (id) =>
              presserOf({ slackUserId: press.slackUserId, offerId: id }, directory, (offerId) =>
                readAskedRep(salesforce, offerId, { deadlineMs, trace: startTrace() })
              )
            )
        };
  return { baton, continuity, circuit, slack, stop };
}

async function answerPress(
  baton: Baton,
  { kind, offerId }: SlackPress,
  whoPressed: (offerId: string) => ReturnType<typeof presserOf>
): Promise<{ text: string }> {
  const presser = await whoPressed(offerId);
  if (presser.kind === 'stranger') {
    return { text: presser.text };
  }
  const event = kind === 'accept' ? 'repAccepted' : 'repDeclined';
  const { answer, repeated } = await baton.steps.apply({ handoffId: presser.asked.handoffId }, { event, offerId });
  if (repeated) {
    return { text: 'This offer has ended: nothing was changed.' };
  }
  return { text: answer.phase === 'accepted' ? 'The call is yours.' : 'The call goes on to somebody else.' };
}

/** Where the journal and the snapshot are kept. */
export function databaseFor(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  orgIsPassing: boolean
): DatabaseAddress {
  if (orgIsPassing) {
    return { kind: 'memory' };
  }
  return databaseUrl === undefined ? { kind: 'file', folder: dataDir } : { kind: 'postgres', url: databaseUrl };
}
