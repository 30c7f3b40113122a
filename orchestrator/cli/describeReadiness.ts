/** What whoever starts the service must know about Salesforce: whether it answers, and what callers hear if it does not. */

/** Somebody waits for the banner. */
const patienceMs = 10_000;

/**
 * Asks the service itself, as a load balancer would.
 * @param url address of the service
 * @returns one line; empty when all is well, or when the service cannot be asked from here
 */
export async function describeReadiness(url: string): Promise<string> {
  let reply: { status: string; salesforce?: 'up' | 'down'; code?: string };
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(patienceMs) });
    reply = (await answer.json()) as typeof reply;
  } catch {
    return '';
  }
  if (reply.salesforce === 'up') {
    return '';
  }
  return reply.salesforce === 'down'
    ? 'It does not answer. Callers are put through by what is known of it; it is written to when it is back.'
    : `It does not answer (${reply.code}), and nothing is known of it yet: until it does, callers are promised a callback.`;
}
