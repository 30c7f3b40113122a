/**
 * What the screen pop reads: one request, since a caller waits. Its variables never change, so that no answer comes
 * from the cache of an earlier reading: every later reading is a refresh.
 */
import { gql } from 'lightning/graphql';

/** Own offers that are open, own offers of late, and for which handoffs the rep has already given feedback. */
export const OFFERS_QUERY = gql`
  query HandoffScreenPop($me: ID!) {
    uiapi {
      query {
        open: Handoff_Offer__c(
          where: { Rep__c: { eq: $me }, Kind__c: { eq: "Live" }, Status__c: { in: ["Ringing", "Accepted"] } }
          orderBy: { Expires_At__c: { order: ASC } }
          first: 20
        ) {
          edges {
            node {
              Id
              Status__c {
                value
              }
              Offered_At__c {
                value
              }
              Expires_At__c {
                value
              }
              Handoff__c {
                value
              }
              Handoff__r {
                Rep__c {
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
                  Title {
                    value
                  }
                  Phone {
                    value
                  }
                  Email {
                    value
                  }
                  Qualification_Summary__c {
                    value
                  }
                  Timeline__c {
                    value
                  }
                  Use_Case__c {
                    value
                  }
                  Team_Size__c {
                    value
                    displayValue
                  }
                  Budget__c {
                    value
                  }
                  Qualification_Score__c {
                    value
                  }
                  Transcript_URL__c {
                    value
                  }
                }
              }
            }
          }
        }
        recent: Handoff_Offer__c(
          where: { Rep__c: { eq: $me }, Kind__c: { eq: "Live" } }
          orderBy: { Offered_At__c: { order: DESC } }
          first: 20
        ) {
          edges {
            node {
              Id
              Status__c {
                value
              }
              Offered_At__c {
                value
              }
              Handoff__c {
                value
              }
              Handoff__r {
                Rep__c {
                  value
                }
                Status__c {
                  value
                }
                Next_Step__c {
                  value
                }
                Next_Step_At__c {
                  value
                }
                Lead__r {
                  Name {
                    value
                  }
                }
              }
            }
          }
        }
        feedback: Handoff_Feedback__c(
          where: { Rep__c: { eq: $me } }
          orderBy: { CreatedDate: { order: DESC } }
          first: 20
        ) {
          edges {
            node {
              Id
              Handoff__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/**
 * @typedef {object} Caller
 * @property {string} id
 * @property {string | null} name
 * @property {string | null} company
 * @property {string | null} title
 * @property {string | null} phone
 * @property {string | null} email
 * @property {string | null} summary
 * @property {string | null} timeline
 * @property {string | null} useCase
 * @property {string | null} teamSize
 * @property {string | null} budget
 * @property {number | null} score 0 to 100
 * @property {string | null} transcriptUrl
 */

/**
 * @typedef {object} Offer
 * @property {string} id
 * @property {string} status API name, e.g. `No Answer`
 * @property {string} offeredAt
 * @property {string | null} expiresAt
 * @property {string} handoffId
 * @property {string | null} repId who has the handoff; null when the rep may not see it
 * @property {string | null} phase where the handoff stands, e.g. `Callback`; of recent offers only
 * @property {string | null} nextStep of recent offers only
 * @property {string | null} nextStepAt of recent offers only
 * @property {Caller | null} caller null when the rep may not see the lead
 */

/**
 * @param {object} data the answer to {@link OFFERS_QUERY}
 * @returns {{ open: Offer[], recent: Offer[], feedbackGiven: Set<string> }}
 */
export function readingOf(data) {
  const { open, recent, feedback } = data.uiapi.query;
  return {
    open: nodesOf(open).map(offerOf),
    recent: nodesOf(recent).map(offerOf),
    feedbackGiven: new Set(nodesOf(feedback).map((node) => valueOf(node.Handoff__c)))
  };
}

/**
 * Whether the query was refused as a whole: to a rep without rights to an object or a field it does not exist, so that
 * the query is not valid. Who is at fault is the permissions, since the query is the same for everyone.
 * @param {unknown} errors
 * @returns {boolean}
 */
export function lacksRights(errors) {
  return Array.isArray(errors) && errors.some((error) => error?.extensions?.ErrorType === 'ValidationError');
}

function nodesOf(connection) {
  return (connection?.edges ?? []).map(({ node }) => node);
}

function valueOf(field) {
  return field?.value ?? null;
}

function offerOf(node) {
  const handoff = node.Handoff__r;
  return {
    id: node.Id,
    status: valueOf(node.Status__c),
    offeredAt: valueOf(node.Offered_At__c),
    expiresAt: valueOf(node.Expires_At__c),
    handoffId: valueOf(node.Handoff__c),
    repId: valueOf(handoff?.Rep__c),
    phase: valueOf(handoff?.Status__c),
    nextStep: valueOf(handoff?.Next_Step__c),
    nextStepAt: valueOf(handoff?.Next_Step_At__c),
    caller: handoff?.Lead__r ? callerOf(handoff.Lead__r) : null
  };
}

function callerOf(lead) {
  return {
    id: lead.Id,
    name: valueOf(lead.Name),
    company: valueOf(lead.Company),
    title: valueOf(lead.Title),
    phone: valueOf(lead.Phone),
    email: valueOf(lead.Email),
    summary: valueOf(lead.Qualification_Summary__c),
    timeline: valueOf(lead.Timeline__c),
    useCase: valueOf(lead.Use_Case__c),
    teamSize: lead.Team_Size__c?.displayValue ?? valueOf(lead.Team_Size__c),
    budget: valueOf(lead.Budget__c),
    score: valueOf(lead.Qualification_Score__c),
    transcriptUrl: valueOf(lead.Transcript_URL__c)
  };
}
