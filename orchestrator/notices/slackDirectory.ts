/** Who the reps are in Slack: found by e-mail address, and remembered for a while. */
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from './slackFailure.ts';

/** People change their address rarely, and join a workspace often on the day somebody notices that they are missing. */
const foundForMs = 60 * 60_000;
const missingForMs = 5 * 60_000;

export class SlackDirectory {
  private readonly client: WebClient;
  private readonly now: () => Date;
  private readonly known = new Map<string, { userId: string | null; untilMs: number }>();

  constructor(client: WebClient, now: () => Date) {
    this.client = client;
    this.now = now;
  }

  /**
   * The Slack user id, such as `U0123ABCD`; null when nobody in the workspace has this address.
   * @throws whatever Slack's client throws when it cannot be asked
   */
  async userIdOf(email: string): Promise<string | null> {
    const key = email.toLowerCase();
    const nowMs = this.now().getTime();
    const known = this.known.get(key);
    if (known && known.untilMs > nowMs) {
      return known.userId;
    }
    const userId = await this.lookUp(key);
    this.known.set(key, { userId, untilMs: nowMs + (userId === null ? missingForMs : foundForMs) });
    return userId;
  }

  private async lookUp(email: string): Promise<string | null> {
    try {
      const { user } = await this.client.users.lookupByEmail({ email });
      return user?.id ?? null;
    } catch (error) {
      if (slackErrorCode(error) === 'users_not_found') {
        return null;
      }
      throw error;
    }
  }
}
