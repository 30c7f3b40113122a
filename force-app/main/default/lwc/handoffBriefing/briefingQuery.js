import { gql } from 'lightning/graphql';

/** The calls of a lead, newest first. */
export const CALLS_QUERY = gql`
  query HandoffBriefing($leadId: ID) {
    uiapi {
      query {
        Handoff__c(where: { Lead__c: { eq: $leadId } }, orderBy: { CreatedDate: { order: DESC } }, first: 11) {
          edges {
            node {
              Id
              CreatedDate {
                value
              }
              Status__c {
                value
                displayValue
              }
              Next_Step__c {
                value
              }
              Next_Step_At__c {
                value
              }
              Caller_Time_Zone__c {
                value
              }
              Ended_At__c {
                value
              }
              First_Contact_At__c {
                value
              }
              Rep__r {
                Name {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

/** The calls of an answer, by our names. */
export function callsFrom(data) {
  return data.uiapi.query.Handoff__c.edges.map(({ node }) => ({
    id: node.Id,
    createdAt: node.CreatedDate?.value,
    status: node.Status__c?.value,
    statusText: node.Status__c?.displayValue ?? node.Status__c?.value,
    nextStep: node.Next_Step__c?.value,
    nextStepAt: node.Next_Step_At__c?.value,
    callerTimeZone: node.Caller_Time_Zone__c?.value,
    endedAt: node.Ended_At__c?.value,
    firstContactAt: node.First_Contact_At__c?.value,
    repName: node.Rep__r?.Name?.value
  }));
}
