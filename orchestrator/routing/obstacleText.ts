/** Each obstacle as a plain sentence about the rep. */
import type { Obstacle } from '../domain/reason.ts';

export function obstacleText(repName: string, obstacle: Obstacle): string {
  switch (obstacle.rule) {
    case 'inactive':
      return `${repName} is no longer active in Salesforce.`;
    case 'away':
      return `${repName} is away until ${obstacle.until}.`;
    case 'takesNoTransfers':
      return `${repName} has switched live transfers off.`;
    case 'noPhone':
      return `${repName} has no phone number in Salesforce that can be dialled.`;
    case 'dailyCapReached':
      return `${repName} has had ${obstacle.offersToday} of ${obstacle.cap} offers today.`;
    case 'onAnotherCall':
      return `${repName} is being offered another call until ${obstacle.until}.`;
    case 'busy':
      return `${repName} has something else in the calendar until ${obstacle.until} (${obstacle.source}).`;
    case 'outOfOffice':
      return `${repName} is out of the office until ${obstacle.until} (${obstacle.source}).`;
    case 'offHours':
      return obstacle.opensAt === null
        ? `${repName} works by ${obstacle.hours}, which never opens.`
        : `${repName} works by ${obstacle.hours}, which opens at ${obstacle.opensAt}.`;
    case 'notOnline':
      return `${repName} is ${obstacle.status} in Omni-Channel.`;
    case 'alreadyAsked':
      return `${repName} has been asked for this call.`;
    case 'letItLapse':
      return `${repName} let a callback of this handoff lapse.`;
    case 'balance':
      return obstacle.isTie
        ? `${repName} could have taken it and is just as near a fair share; the longest wait decided, then the id.`
        : `${repName} could have taken it, but is ${describeShortfall(obstacle.shortfall)}.`;
  }
}

/** `0.33 turns short of a fair share`, `0.67 turns ahead of a fair share`. */
export function describeShortfall(turns: number): string {
  const rounded = Math.abs(turns).toFixed(2);
  if (rounded === '0.00') {
    return 'exactly at a fair share';
  }
  return `${rounded} turns ${turns > 0 ? 'short' : 'ahead'} of a fair share`;
}
