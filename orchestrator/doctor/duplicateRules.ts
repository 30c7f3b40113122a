import type { Check } from './finding.ts';
import { about, judged } from './reading.ts';

/** Baton saves in spite of an alert; a rule that blocks needs a known lead in its place. */
export const duplicateRules: Check = {
  id: 'duplicateRules',
  group: 'Data',
  title: 'Duplicate rules of Lead',
  judge: ({ leadDuplicateRules }) =>
    judged(
      leadDuplicateRules,
      'Which duplicate rules of Lead are active (Setup → Duplicate Rules shows them)',
      (rules) => ({
        findings: [
          ...about(
            rules.filter(({ blocksInsert }) => blocksInsert).map(({ name }) => name),
            {
              severity: 'warning',
              what: 'Duplicate rules block new leads: a caller who is like a lead of the org goes to that lead, or is refused when nobody can tell which.',
              mend: 'Setup → Duplicate Rules: choose Allow with Alert on Create; Baton then keeps the alert with the lead.'
            }
          ),
          ...about(
            rules.filter(({ blocksInsert }) => blocksInsert === undefined).map(({ name }) => name),
            {
              severity: 'note',
              what: 'These duplicate rules are active; whether they block cannot be read.',
              mend: 'Setup → Duplicate Rules: Action on Create should be Allow.'
            }
          )
        ],
        fine: rules.length === 0 ? 'none is active' : `${rules.length} active, none blocks`
      })
    )
};
