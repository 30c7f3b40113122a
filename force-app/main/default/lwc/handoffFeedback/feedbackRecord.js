import { gql } from 'lightning/graphql';

/** What a rep has said of a handoff, found by its key: there is at most one. */
export const FEEDBACK_QUERY = gql`
  query HandoffFeedback($key: String) {
    uiapi {
      query {
        Handoff_Feedback__c(where: { Feedback_Key__c: { eq: $key } }, first: 1) {
          edges {
            node {
              Id
              CreatedDate {
                value
              }
              Quality__c {
                value
              }
              Completeness__c {
                value
              }
              Missing__c {
                value
              }
              Misrouted__c {
                value
              }
              Should_Have_Gone_To__c {
                value
              }
              Notes__c {
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
 * @typedef {object} Verdict what the form holds
 * @property {string} quality `1` to `5`; blank when none is chosen
 * @property {string} completeness
 * @property {string[]} missing
 * @property {boolean} misrouted
 * @property {string} shouldHaveGoneTo
 * @property {string} notes
 */

/** @returns {Verdict} */
export function blankVerdict() {
  return { quality: '', completeness: '', missing: [], misrouted: false, shouldHaveGoneTo: '', notes: '' };
}

/**
 * The feedback of an answer; undefined when none was given.
 * @returns {{ id: string, createdAt: string, verdict: Verdict } | undefined}
 */
export function feedbackFrom(data) {
  const node = data?.uiapi.query.Handoff_Feedback__c.edges[0]?.node;
  if (!node) return undefined;
  return {
    id: node.Id,
    createdAt: node.CreatedDate.value,
    verdict: {
      quality: node.Quality__c?.value == null ? '' : String(node.Quality__c.value),
      completeness: node.Completeness__c?.value ?? '',
      missing: node.Missing__c?.value?.split(';') ?? [],
      misrouted: node.Misrouted__c?.value ?? false,
      shouldHaveGoneTo: node.Should_Have_Gone_To__c?.value ?? '',
      notes: node.Notes__c?.value ?? ''
    }
  };
}

/** Fields to save. Blanks are sent too, so that what a rep takes back is gone. */
export function fieldsOf(verdict) {
  return {
    Quality__c: Number(verdict.quality),
    Completeness__c: verdict.completeness || null,
    Missing__c: verdict.missing.join(';') || null,
    Misrouted__c: verdict.misrouted,
    // A place where it should have gone makes sense of a misrouted lead alone.
    Should_Have_Gone_To__c: (verdict.misrouted && verdict.shouldHaveGoneTo) || null,
    Notes__c: verdict.notes || null
  };
}
