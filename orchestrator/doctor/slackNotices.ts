import type { Check } from './finding.ts';
import { about } from './reading.ts';

export const slackNotices: Check = {
  id: 'slackNotices',
  group: 'Notices and calendars',
  title: 'Slack',
  judge: ({ settings: { notices } }) => {
    const { slackWebhook, slackBotToken, slackSigningSecret, email } = notices;
    const isOn = slackWebhook || slackBotToken;
    return {
      findings: [
        ...about(slackBotToken && !slackSigningSecret ? ['BATON_SLACK_SIGNING_SECRET'] : [], {
          severity: 'warning',
          what: 'Slack messages have no Accept and Decline without the signing secret.',
          mend: 'Set it to the Signing Secret in the Slack app’s Basic Information.'
        }),
        ...about(isOn || email ? [] : ['BATON_EMAIL_NOTICES', 'BATON_SLACK_BOT_TOKEN'], {
          severity: 'note',
          what: 'Reps are told neither by Slack nor by e-mail: of a callback or a meeting they learn in Salesforce alone.',
          mend: 'docs/guides/slack-and-email.md tells how to switch one on.'
        })
      ],
      fine: isOn ? (slackBotToken ? 'bot token is set' : 'webhook is set') : 'off',
      ...(isOn ? { notMade: ['Whether Slack takes what is sent: nothing is sent to find out.'] } : {})
    };
  }
};
