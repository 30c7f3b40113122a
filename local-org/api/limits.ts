/**
 * GET /limits.
 */
import type { Host } from './host.ts';
import type { Operation } from './operation.ts';

function limits(host: Host): Record<string, { Max: number; Remaining: number }> {
  const { max } = host.apiUsage;
  return { DailyApiRequests: { Max: max, Remaining: Math.max(0, max - host.apiUsage.used()) } };
}

export const operations: Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/limits',
    summary: 'Tells how many API requests are left',
    support: 'partial',
    note: 'DailyApiRequests alone, which is all that the org counts',
    source: 'documented REST API Developer Guide, "Limits"',
    inComposite: true,
    handle: (_org, _request, host) => ({ status: 200, body: limits(host) })
  }
];
