/** The queries that a service asks of calls and bookings, each known by its text. */
import type { ModelOrg, Row } from './modelOrg.ts';

type Answer = (org: ModelOrg, found: readonly string[]) => Row[];

const inOrder =
  (...fields: readonly string[]) =>
  (a: Row, b: Row): number => {
    const keyOf = (row: Row): string => fields.map((field) => String(row[field])).join(' ');
    return keyOf(a) < keyOf(b) ? -1 : 1;
  };
const highestFirst =
  (field: string) =>
  (a: Row, b: Row): number =>
    Number(b[field]) - Number(a[field]);
const idsIn = (list: string): Set<string> => new Set([...list.matchAll(/'([^']*)'/g)].map(([, id]) => id!));
const membersOf = (org: ModelOrg, groupId: string): Set<unknown> =>
  new Set(org.rows('GroupMember').flatMap((row) => (row['GroupId'] === groupId ? row['UserOrGroupId'] : [])));
const offersOf = (org: ModelOrg, matches: (offer: Row) => boolean): Row[] =>
  org
    .rows('Handoff_Offer__c')
    .filter(matches)
    .map((offer) => ({ ...offer, Handoff__r: org.row('Handoff__c', String(offer['Handoff__c'])) }));
const instant = (value: unknown): number => Date.parse(String(value));

const queries: readonly [RegExp, Answer][] = [
  [
    /FROM Handoff_Offer__c WHERE Handoff__c = '(\w+)' ORDER BY Offered_At__c, Name$/,
    (org, [, id]) => offersOf(org, (offer) => offer['Handoff__c'] === id).sort(inOrder('Offered_At__c', 'Name'))
  ],
  [
    /^SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '(\w+)'$/,
    (org, [, id]) => org.rows('GroupMember').filter((row) => row['GroupId'] === id)
  ],
  [
    /FROM User WHERE Id IN \(SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '(\w+)'\)$/,
    (org, [, id]) => org.rows('User').filter((user) => membersOf(org, id!).has(user.Id))
  ],
  [
    // No rep has a daily cap here, so that only offers with a live key count.
    /FROM Handoff_Offer__c WHERE \(Live_Key__c != null OR .*\) AND Rep__c IN \(SELECT .* GroupId = '(\w+)'\)$/,
    (org, [, id]) => offersOf(org, (offer) => offer['Live_Key__c'] !== null && membersOf(org, id!).has(offer['Rep__c']))
  ],
  [
    /FROM Handoff_Offer__c WHERE \(Live_Key__c != null OR .*\) AND Rep__c = '(\w+)'$/,
    (org, [, id]) => offersOf(org, (offer) => offer['Live_Key__c'] !== null && offer['Rep__c'] === id)
  ],
  [
    /FROM Handoff_Offer__c WHERE Team_Id__c = '(\w+)' AND Turn_Number__c != null ORDER BY .* DESC LIMIT (\d+)$/,
    (org, [, id, limit]) =>
      offersOf(org, (offer) => offer['Team_Id__c'] === id && offer['Turn_Number__c'] !== null)
        .sort(highestFirst('Turn_Number__c'))
        .slice(0, Number(limit))
  ],
  [
    /FROM Handoff_Offer__c WHERE Turn_Key__c IN \((.*)\)$/,
    (org, [, keys]) => offersOf(org, (offer) => idsIn(keys!).has(String(offer['Turn_Key__c'])))
  ],
  [
    /FROM Handoff_Offer__c WHERE Rep__c = '(\w+)' AND Slot_Number__c != null ORDER BY Slot_Number__c DESC LIMIT 1$/,
    (org, [, id]) =>
      offersOf(org, (offer) => offer['Rep__c'] === id && offer['Slot_Number__c'] !== null)
        .sort(highestFirst('Slot_Number__c'))
        .slice(0, 1)
  ],
  [
    /FROM Handoff_Offer__c WHERE Rep__c = '(\w+)' AND Kind__c = 'Meeting' AND Status__c = 'Booked' AND Starts_At__c < (\S+) AND Ends_At__c > (\S+)$/,
    (org, [, id, end, start]) =>
      offersOf(
        org,
        (offer) =>
          offer['Rep__c'] === id &&
          offer['Kind__c'] === 'Meeting' &&
          offer['Status__c'] === 'Booked' &&
          instant(offer['Starts_At__c']) < instant(end) &&
          instant(offer['Ends_At__c']) > instant(start)
      )
  ],
  [
    /FROM Event WHERE OwnerId IN \((.*?)\) AND .*StartDateTime < (\S+) AND EndDateTime >= (\S+)\) OR \(GroupEventType/,
    (org, [, owners, end, start]) =>
      org
        .rows('Event')
        .filter(
          (event) =>
            idsIn(owners!).has(String(event['OwnerId'])) &&
            instant(event['StartDateTime']) < instant(end) &&
            instant(event['EndDateTime']) >= instant(start)
        )
  ],
  [
    /FROM User WHERE Username = '(.*)'$/,
    (org, [, name]) => org.rows('User').filter((user) => user['Username'] === name)
  ],
  [/FROM Handoff_Policy__mdt$/, (org) => org.rows('Handoff_Policy__mdt')],
  [/FROM BusinessHours WHERE IsActive = TRUE$/, (org) => org.rows('BusinessHours')],
  [/FROM Holiday$/, () => []]
];

/** @throws Error for a query that is not among them */
export function answerQuery(org: ModelOrg, soql: string): Row[] {
  for (const [pattern, answer] of queries) {
    const found = pattern.exec(soql);
    if (found) {
      return answer(org, found);
    }
  }
  throw new Error(`The model org does not know the query: ${soql}`);
}
