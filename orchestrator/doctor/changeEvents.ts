import type { Check } from './finding.ts';
import { about, judged } from './reading.ts';

const own = ['Handoff__ChangeEvent', 'Handoff_Offer__ChangeEvent'];
const optional = ['TaskChangeEvent', 'EventChangeEvent', 'UserChangeEvent'];
const setup = 'Setup → Change Data Capture';

export const changeEvents: Check = {
  id: 'changeEvents',
  group: 'Limits and events',
  title: 'Change events',
  judge: (facts) =>
    judged(facts.changeEvents, `Which objects send change events (${setup} shows them)`, (selected) => {
      const missing = (names: readonly string[]): string[] => names.filter((name) => !selected.includes(name));
      return {
        findings: [
          ...about(missing(own), {
            severity: 'problem',
            what: 'Baton’s objects send no change events: it hears of a rep’s Accept only when it next looks.',
            mend: `${setup}: select Handoff and Handoff Offer.`
          }),
          ...about(missing(optional), {
            severity: 'note',
            what: 'These objects send no change events: Baton hears of their changes within a minute.',
            mend: `${setup}: select them, if places are free; an org has five without an add-on.`
          })
        ],
        fine: selected.join(', ')
      };
    })
};
