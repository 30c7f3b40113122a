import { gql } from 'lightning/graphql';

/** What the rep has to do today or should have done before, and which offers the rep has had today. TODAY is the rep's own. */
export const DAY_QUERY = gql`
  query HandoffDay($me: ID) {
    uiapi {
      query {
        Handoff__c(
          where: {
            Rep__c: { eq: $me }
            Status__c: { in: ["Ringing", "Accepted", "Meeting Proposed", "Meeting", "Callback"] }
            Next_Step_At__c: { lte: { literal: TODAY } }
          }
          orderBy: { Next_Step_At__c: { order: ASC } }
          first: 100
        ) {
          edges {
            node {
              Id
              Status__c {
                value
              }
              Next_Step_At__c {
                value
              }
              Lead__r {
                Id
                Name {
                  value
                }
                Company {
                  value
                }
              }
            }
          }
        }
        Handoff_Offer__c(
          where: { Rep__c: { eq: $me }, Offered_At__c: { eq: { literal: TODAY } } }
          orderBy: { Offered_At__c: { order: DESC } }
          first: 50
        ) {
          edges {
            node {
              Id
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
              Handoff__c {
                value
              }
              Handoff__r {
                Lead__r {
                  Name {
                    value
                  }
                  Company {
                    value
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`;

/** The answer by our names. A handoff that went to another rep is hidden, and its caller with it. */
export function dayFrom(data) {
  const { Handoff__c: handoffs, Handoff_Offer__c: offers } = data.uiapi.query;
  return {
    steps: handoffs.edges.map(({ node }) => ({
      id: node.Id,
      status: node.Status__c.value,
      at: node.Next_Step_At__c.value,
      caller: callerOf(node.Lead__r),
      leadId: node.Lead__r?.Id
    })),
    offers: offers.edges.map(({ node }) => ({
      id: node.Id,
      kind: node.Kind__c?.displayValue ?? node.Kind__c?.value,
      status: node.Status__c?.displayValue ?? node.Status__c?.value,
      at: node.Offered_At__c?.value,
      caller: callerOf(node.Handoff__r?.Lead__r)
    }))
  };
}

function callerOf(lead) {
  return [lead?.Name?.value, lead?.Company?.value].filter(Boolean).join(', ') || undefined;
}
