import type { Check } from './finding.ts';
import { judged } from './reading.ts';

export const emailNotices: Check = {
  id: 'emailNotices',
  group: 'Notices and calendars',
  title: 'E-mail',
  judge: ({ settings, actions, user }) => {
    if (!settings.notices.email) {
      return { findings: [], fine: 'off (BATON_EMAIL_NOTICES)' };
    }
    return judged(actions, 'Whether e-mail may be sent', (names) => ({
      findings: names.includes('emailSimple')
        ? []
        : [
            {
              severity: 'problem',
              what: `${user.username} may not send e-mail, and BATON_EMAIL_NOTICES is on.`,
              where: ['emailSimple'],
              mend: 'Give the user Send Email by a permission set, and verify its address; or set BATON_EMAIL_NOTICES to off.'
            }
          ],
      fine: 'the action emailSimple is there',
      notMade: [
        'Whether the org lets e-mail out stands in no API. By hand: Setup → Deliverability → Access level must be All email.'
      ]
    }));
  }
};
