/** What Slack's clients throw, as outcomes of an attempt. */
import { ErrorCode as WebApi } from '@slack/web-api';
import { ErrorCode as Webhook } from '@slack/webhook';
import { failed, type SendOutcome } from './noticeSender.ts';

/**
 * Slack's own words for what will not get better by itself within an hour. Source: documented, the error tables of
 * chat.postMessage, chat.update and users.lookupByEmail, and "Handling errors" of incoming webhooks.
 */
const lasting = new Set([
  'account_inactive',
  'cannot_dm_bot',
  'channel_is_archived',
  'channel_not_found',
  'invalid_auth',
  'invalid_blocks',
  'is_archived',
  'messages_tab_disabled',
  'missing_scope',
  'no_permission',
  'not_authed',
  'not_in_channel',
  'restricted_action',
  'token_expired',
  'token_revoked',
  'user_not_found'
]);

/** What says of a message that it cannot be changed any more. */
const beyondChange = new Set(['cant_update_message', 'channel_not_found', 'edit_window_closed', 'message_not_found']);

/** Slack's code for what is wrong, such as `channel_not_found`; undefined when Slack was not reached. */
export function slackErrorCode(error: unknown): string | undefined {
  const { code, data } = error as { code?: string; data?: { error?: string } };
  return code === WebApi.PlatformError ? data?.error : undefined;
}

/** Whether the message is past changing, so that trying again is idle. */
export function isBeyondChange(error: unknown): boolean {
  return beyondChange.has(slackErrorCode(error) ?? '');
}

export function fromSlackError(error: unknown): SendOutcome {
  const thrown = error as { code?: string; retryAfter?: number; statusCode?: number; body?: string };
  switch (thrown.code) {
    case WebApi.RateLimitedError:
      return failed('Slack asks to wait.', { retryable: true, retryAfterMs: (thrown.retryAfter ?? 1) * 1000 });
    case WebApi.PlatformError: {
      const slackCode = slackErrorCode(error) ?? 'unknown';
      return failed(`Slack answered ${slackCode}.`, { retryable: !lasting.has(slackCode) });
    }
    case Webhook.HTTPError:
    case WebApi.HTTPError: {
      // 429 and 5xx pass; other refusals, such as 404 no_service, mean that the webhook is gone.
      const status = thrown.statusCode ?? 0;
      return failed(`Slack answered HTTP ${status}.`, { retryable: status === 429 || status >= 500 });
    }
    default:
      return failed('Slack could not be reached.', { retryable: true });
  }
}
