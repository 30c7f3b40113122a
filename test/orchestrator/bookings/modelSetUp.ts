/** The records of an org before the first call: people, the team, its policy and hours. */
import type { BusinessHours } from '../../../orchestrator/domain/calendar.ts';
import type { Policy } from '../../../orchestrator/domain/policy.ts';
import type { PolicyRecord } from '../../../orchestrator/salesforce/fieldMap.ts';
import type { StoryHours, StoryRep } from './bookingStory.ts';
import { ModelOrg } from './modelOrg.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ownHoursName: BusinessHours['name'] = 'Own';

export function setUpUser(org: ModelOrg, name: string, { timeZone, ownHours }: StoryRep): string {
  return org.put('User', {
    Name: name,
    Username: `${name}@sample.example`,
    Phone: '+14155550101',
    IsActive: true,
    TimeZoneSidKey: timeZone,
    Takes_Transfers__c: true,
    Business_Hours__c: ownHours ? ownHoursName : null
  }).Id;
}

export function setUpTeam(org: ModelOrg, members: readonly string[]): string {
  const { Id } = org.put('Group', { DeveloperName: 'West', Type: 'Queue' });
  members.forEach((UserOrGroupId) => org.put('GroupMember', { GroupId: Id, UserOrGroupId }));
  return Id;
}

export function setUpHours(org: ModelOrg, { team, own }: { team: StoryHours; own: StoryHours }): void {
  for (const [Name, IsDefault, { timeZone, from, to }] of [
    ['Team', true, team] as const,
    [ownHoursName, false, own] as const
  ]) {
    const onTheHour = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00:00.000Z`;
    const times: [string, string][] = weekdays.flatMap((day) => [
      [`${day}StartTime`, onTheHour(from)],
      [`${day}EndTime`, onTheHour(to)]
    ]);
    org.put('BusinessHours', { Name, IsDefault, TimeZoneSidKey: timeZone, ...Object.fromEntries(times) });
  }
}

export function setUpPolicy(org: ModelOrg, policy: Policy): void {
  const rotations = { skipUnavailable: 'Skip Unavailable', weighted: 'Weighted', strict: 'Strict' };
  const record: PolicyRecord = {
    DeveloperName: 'Default',
    Team__c: null,
    Rotation__c: rotations[policy.rotation],
    Live_Transfer_Min_Score__c: policy.liveTransferMinScore,
    Live_Transfer_Min_Team_Size__c: null,
    Max_Offers__c: policy.maxOffers,
    Ring_Seconds__c: policy.ringSeconds,
    Backup_Team__c: null,
    Meeting_Min_Score__c: policy.meetingMinScore,
    Meeting_Minutes__c: policy.meetingMinutes,
    Meeting_Buffer_Minutes__c: policy.meetingBufferMinutes,
    Meeting_Notice_Minutes__c: policy.meetingNoticeMinutes,
    Meeting_Horizon_Days__c: policy.meetingHorizonDays,
    Callback_Minutes__c: policy.callbackMinutes,
    Callback_Reminder_Minutes__c: policy.callbackReminderMinutes,
    Business_Hours__c: null,
    Fallback_Owner__c: policy.fallbackOwner,
    Turns_For_Queue_Leads__c: false
  };
  org.put('Handoff_Policy__mdt', { ...record });
}
