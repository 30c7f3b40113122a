/**
 * Errors of the OAuth endpoints, which have a shape of their own.
 */
import type { ApiResponse } from './operation.ts';

/** Thrown by the grants; never reaches a REST reply. */
export class OAuthError extends Error {
  readonly error: string;
  readonly status: number;

  /**
   * @param error code of RFC 6749 or of Salesforce, e.g. `invalid_grant`
   * @param description Salesforce's text, as far as it is commonly known: the bodies are not in the documentation
   */
  constructor(error: string, description: string, status = 400) {
    super(description);
    this.name = 'OAuthError';
    this.error = error;
    this.status = status;
  }

  reply(): ApiResponse {
    return { status: this.status, body: { error: this.error, error_description: this.message } };
  }
}
