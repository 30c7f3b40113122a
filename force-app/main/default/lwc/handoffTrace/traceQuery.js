import { gql } from 'lightning/graphql';

/** Offers in the order in which they were made, of a handoff, of a lead, or one alone: `where` says which. */
export const TRACE_QUERY = gql`
  query HandoffTrace($where: Handoff_Offer__c_Filter) {
    uiapi {
      query {
        Handoff_Offer__c(where: $where, orderBy: { Offered_At__c: { order: ASC }, Name: { order: ASC } }, first: 50) {
          edges {
            node {
              Id
              Name {
                value
              }
              Handoff__c {
                value
              }
              Kind__c {
                value
                displayValue
              }
              Status__c {
                value
                displayValue
              }
              Offered_At__c {
                value
              }
              Starts_At__c {
                value
              }
              Decline_Reason__c {
                value
              }
              Rep__c {
                value
              }
              Rep__r {
                Name {
                  value
                }
              }
              Turn_Number__c {
                value
              }
              Because__c {
                value
              }
              Passed_Over__c {
                value
              }
              Ledger__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/** Which offers the page of this record is about; undefined for a page of anything else. */
export function offersOf(objectApiName, recordId) {
  switch (objectApiName) {
    case 'Handoff__c':
      return { Handoff__c: { eq: recordId } };
    case 'Handoff_Offer__c':
      return { Id: { eq: recordId } };
    case 'Lead':
      return { Handoff__r: { Lead__c: { eq: recordId } } };
    default:
      return undefined;
  }
}

/** The offers of an answer, by our names. */
export function offersFrom(data) {
  return data.uiapi.query.Handoff_Offer__c.edges.map(({ node }) => ({
    id: node.Id,
    handoffId: node.Handoff__c?.value,
    kind: node.Kind__c?.displayValue ?? node.Kind__c?.value ?? '',
    status: node.Status__c?.displayValue ?? node.Status__c?.value ?? '',
    offeredAt: node.Offered_At__c?.value,
    startsAt: node.Starts_At__c?.value,
    declineReason: node.Decline_Reason__c?.value,
    repId: node.Rep__c?.value,
    repName: node.Rep__r?.Name?.value,
    turn: node.Turn_Number__c?.value,
    because: node.Because__c?.value,
    passedOver: node.Passed_Over__c?.value,
    ledger: node.Ledger__c?.value
  }));
}
