/**
 * The values of the picklists, with labels of ours: both picklists are restricted and come with the package, and reading them by
 * `getPicklistValues` would need a second request before the form could be shown.
 */
import COMPLETE from '@salesforce/label/c.Feedback_Complete';
import INCOMPLETE from '@salesforce/label/c.Feedback_Incomplete';
import MISSING_BUDGET from '@salesforce/label/c.Feedback_Missing_Budget';
import MISSING_CONTACT from '@salesforce/label/c.Feedback_Missing_Contact_Details';
import MISSING_ROLE from '@salesforce/label/c.Feedback_Missing_Role';
import MISSING_SUMMARY from '@salesforce/label/c.Feedback_Missing_Summary';
import MISSING_TEAM_SIZE from '@salesforce/label/c.Feedback_Missing_Team_Size';
import MISSING_TIMELINE from '@salesforce/label/c.Feedback_Missing_Timeline';
import MISSING_USE_CASE from '@salesforce/label/c.Feedback_Missing_Use_Case';
import MOSTLY from '@salesforce/label/c.Feedback_Mostly_Complete';
import QUALITY_1 from '@salesforce/label/c.Feedback_Quality_1';
import QUALITY_5 from '@salesforce/label/c.Feedback_Quality_5';

/** The ends of the scale say what they mean. */
export const qualities = [
  { value: '1', label: QUALITY_1 },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: '4', label: '4' },
  { value: '5', label: QUALITY_5 }
];

export const completenesses = [
  { value: 'Complete', label: COMPLETE },
  { value: 'Mostly Complete', label: MOSTLY },
  { value: 'Incomplete', label: INCOMPLETE }
];

export const missings = [
  { value: 'Timeline', label: MISSING_TIMELINE },
  { value: 'Use Case', label: MISSING_USE_CASE },
  { value: 'Team Size', label: MISSING_TEAM_SIZE },
  { value: 'Budget', label: MISSING_BUDGET },
  { value: 'Contact Details', label: MISSING_CONTACT },
  { value: 'Role', label: MISSING_ROLE },
  { value: 'Summary', label: MISSING_SUMMARY }
];

/** The label of a value; a value that an admin added is shown as it is. */
export function labelOf(choices, value) {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
