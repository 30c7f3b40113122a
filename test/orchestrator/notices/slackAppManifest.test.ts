import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { registerSlackRoute } from '../../../orchestrator/http/slackRoute.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../../docs/examples/slack-app.json', import.meta.url), 'utf8')
) as {
  oauth_config: { scopes: { bot: string[] } };
  settings: { interactivity: { is_enabled: boolean; request_url: string } };
};

describe('the manifest of the Slack app', () => {
  it('sends presses to the address that takes them', async () => {
    const { is_enabled: isEnabled, request_url: requestUrl } = manifest.settings.interactivity;
    const app = fastify();
    registerSlackRoute(app, {
      signingSecret: 'x',
      onAction: () => Promise.resolve({ text: '' }),
      now: () => new Date(0)
    });
    await app.ready();
    expect(isEnabled).toBe(true);
    expect(app.hasRoute({ method: 'POST', url: new URL(requestUrl).pathname })).toBe(true);
    await app.close();
  });

  it('asks for what Baton uses and no more: to write messages, and to find a person by address', () => {
    // Source: documented, scopes of chat.postMessage, chat.update and users.lookupByEmail.
    expect(manifest.oauth_config.scopes.bot).toEqual(['chat:write', 'users:read', 'users:read.email']);
  });
});
