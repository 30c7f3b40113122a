/** Whoever presses a button must be the rep who was asked: a message can be forwarded, and a laptop left open. */
import type { AskedRep } from '../domain/askedRep.ts';
import type { SlackDirectory } from './slackDirectory.ts';

export type Presser = { kind: 'rep'; asked: AskedRep } | { kind: 'stranger'; text: string };

/**
 * @param slackUserId as Slack signed it
 * @param repOf reads whom the offer was made to; null when there is no such offer
 */
export async function presserOf(
  press: { slackUserId: string; offerId: string },
  directory: Pick<SlackDirectory, 'userIdOf'>,
  repOf: (offerId: string) => Promise<AskedRep | null>
): Promise<Presser> {
  const asked = await repOf(press.offerId);
  if (!asked) {
    return { kind: 'stranger', text: 'This offer is no longer there.' };
  }
  const expected = asked.email === null ? null : await directory.userIdOf(asked.email);
  return expected !== null && expected === press.slackUserId
    ? { kind: 'rep', asked }
    : { kind: 'stranger', text: 'Only the rep who was asked can answer this.' };
}
