import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/** Id of the user that Baton is logged in as. */
export async function readRunningUserId(salesforce: Salesforce, deadlineMs: number): Promise<string> {
  const { user_id: id } = await salesforce.get<{ user_id: string }>('/services/oauth2/userinfo', {
    deadlineMs,
    trace: startTrace()
  });
  return id;
}
