/** The first page: who is there, each with a link to their own pages. */
import type { Org } from '../org.ts';
import { escaped, plainPage } from './pageHtml.ts';

interface Rep {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly timeZone: string | null;
  readonly teams: string | null;
}

/** Active users who are in a team; where no team has members, all active users. */
function repsOf(org: Org): readonly Rep[] {
  const all = org.db
    .prepare(
      `SELECT u.Id AS id, u.Name AS name, u.Title AS title, u.TimeZoneSidKey AS timeZone,
         (SELECT group_concat(g.Name, ', ') FROM GroupMember m JOIN "Group" g ON g.Id = m.GroupId
           WHERE m.UserOrGroupId = u.Id AND g.Type = 'Queue' AND m.IsDeleted = 0) AS teams
       FROM User u WHERE u.IsActive = 1 ORDER BY u.Name`
    )
    .all() as Rep[];
  const inTeams = all.filter(({ teams }) => teams !== null);
  return inTeams.length > 0 ? inTeams : all;
}

/** @param remark shown above the list, when the page was reached for a reason */
export function chooserPage(org: Org, remark?: string): string {
  const rows = repsOf(org).map(
    ({ id, name, title, timeZone, teams }) => `<tr>
<th scope="row"><a href="/lightning/page/home?rep=${id}">${escaped(name)}</a><div class="slds-text-body_small slds-text-color_weak">${escaped(title ?? '')}</div></th>
<td class="host-wrap">${escaped(teams ?? '')}</td>
<td>${escaped(timeZone ?? '')}<div class="slds-text-body_small slds-text-color_weak">${timeZone ? localTime(org.clock.now(), timeZone) : ''}</div></td>
</tr>`
  );
  return plainPage(
    'Choose a rep',
    `<div class="slds-card">
<div class="slds-p-around_medium">
<h1 class="slds-text-heading_medium">Choose a rep</h1>
<p class="slds-text-color_weak">Each link opens Salesforce as this person sees it, in the local org. Open two side by side.</p>
${remark === undefined ? '' : `<p class="slds-m-top_small slds-text-color_error" role="status">${escaped(remark)}</p>`}
</div>
<div class="slds-scrollable_x"><table class="slds-table slds-table_cell-buffer slds-table_bordered">
<thead><tr class="slds-line-height_reset"><th scope="col">Rep</th><th scope="col">Teams</th><th scope="col">Time</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></div>`
  );
}

/** `Tue 08:10` */
function localTime(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(
    now
  );
}
