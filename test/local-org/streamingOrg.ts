/** The example customer's org, and what tests of its streaming do in it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { BayeuxClient, type BayeuxReply } from './bayeuxClient.ts';

export const channel = '/event/Handoff_Event__e';

/** A user with the permission set Baton Rep. */
export const rep = 'priya.raman@sample.example';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Its leads have change events too, which the example customer's have not. */
export async function startOrg(): Promise<LocalOrg> {
  const local = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data')
  });
  const { success } = local.org.metadata.deploy([
    {
      type: 'PlatformEventChannelMember',
      fullName: 'ChangeEvents_LeadChangeEvent',
      filePath: 'platformEventChannelMembers/ChangeEvents_LeadChangeEvent',
      content: { eventChannel: 'ChangeEvents', selectedEntity: 'LeadChangeEvent' }
    }
  ]);
  if (!success) throw new Error('The change events of leads do not deploy');
  return local;
}

/** A new token; without a username that of the integration user. */
export function tokenOf(org: LocalOrg, username?: string): string {
  return org.session(username).accessToken;
}

export function connected(org: LocalOrg, username?: string): Promise<BayeuxClient> {
  return BayeuxClient.connected(org.url, tokenOf(org, username));
}

/** Creates a record by the REST API; returns its id. */
export async function create(org: LocalOrg, object: string, record: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${org.url}/services/data/v66.0/sobjects/${object}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf(org)}`, 'content-type': 'application/json' },
    body: JSON.stringify(record)
  });
  const reply: unknown = await response.json();
  if (response.status !== 201) throw new Error(JSON.stringify(reply));
  return (reply as { id: string }).id;
}

export function publish(org: LocalOrg, state: string): Promise<string> {
  return create(org, 'Handoff_Event__e', { State__c: state });
}

/** The least that a handoff needs. */
export function newHandoff(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Call_Id__c: randomUUID(), Next_Step__c: 'Callback', ...more };
}

export function states(events: readonly BayeuxReply[]): unknown[] {
  return events.map(({ data }) => data?.payload.State__c);
}

export function replayIds(events: readonly BayeuxReply[]): number[] {
  return events.map(({ data }) => data?.event.replayId ?? 0);
}
