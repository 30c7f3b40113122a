/** The one catalogue of errors. Callers match `code`; texts may change. */

interface CatalogueEntry {
  /** HTTP status of the answer. */
  status: number;
  /** Whether the same request may succeed later without a change. */
  retryable: boolean;
  /** What the reader should do next. */
  next: string;
}

export const errorCatalogue = {
  invalidRequest: {
    status: 400,
    retryable: false,
    next: 'Correct the fields listed and send the call again. The request is described at /docs.'
  },
  unknownField: {
    status: 400,
    retryable: false,
    next: 'Send only fields that the Lead object of this org has, by API name, or have an administrator create the field and grant it to the integration user.'
  },
  rejectedBySalesforce: {
    status: 422,
    retryable: false,
    next: "Salesforce refused the record: correct the values it names, or ask an administrator about the org's own rule."
  },
  bodyTooLarge: {
    status: 413,
    retryable: false,
    next: 'Send at most 256 KB; send a link to the transcript instead of its text.'
  },
  unsupportedMediaType: { status: 415, retryable: false, next: 'Send JSON with Content-Type: application/json.' },
  unauthorized: {
    status: 401,
    retryable: false,
    next: 'Send one of the keys in BATON_API_KEYS as `Authorization: Bearer <key>`.'
  },
  handoffNotFound: {
    status: 404,
    retryable: false,
    next: 'Use the handoffId of the answer to POST /v1/calls, or `call:` and the call id.'
  },
  notPossibleNow: {
    status: 409,
    retryable: false,
    next: 'GET /v1/handoffs/{id} tells how the handoff stands; go on from its nextStep.'
  },
  slotTaken: {
    status: 409,
    retryable: false,
    next: 'Offer the caller another time of GET /v1/handoffs/{id}/slots.'
  },
  slackSignature: {
    status: 401,
    retryable: false,
    next: 'Compare BATON_SLACK_SIGNING_SECRET with the Slack app’s Basic Information, and the clock of this machine with the time.'
  },
  notFound: { status: 404, retryable: false, next: 'See /docs for the paths of this service.' },
  salesforceUnavailable: {
    status: 503,
    retryable: true,
    next: 'Send the same call again: the call id makes that safe. /readyz tells whether Salesforce answers.'
  },
  salesforceTimeout: {
    status: 503,
    retryable: true,
    next: 'Send the same call again: the call id makes that safe, whether or not Salesforce did the work.'
  },
  salesforceAuthentication: {
    status: 503,
    retryable: false,
    next: 'Check the SF_ settings; docs/guides/connect-a-real-org.md lists what the integration user and its app need.'
  },
  salesforceLimit: {
    status: 503,
    retryable: true,
    next: 'The org has used up its API calls for the last 24 hours. Ask an administrator to raise the limit or find what else calls.'
  },
  salesforcePermission: {
    status: 503,
    retryable: false,
    next: 'Assign the permission set Baton_Integration to the integration user and deploy force-app to this org.'
  },
  unsupportedTeam: {
    status: 422,
    retryable: false,
    next: 'Make the members of the queue users or public groups; roles cannot share a rotation yet.'
  },
  tooMuchContention: {
    status: 503,
    retryable: true,
    next: 'Several services took this team’s turns at once. Send the same call again.'
  },
  journalUnusable: {
    status: 503,
    retryable: true,
    next: 'Give the service a folder (BATON_DATA_DIR) or a database (DATABASE_URL) that it can write, with room left. Move a damaged file away with the service stopped; `sqlite3 <file> .recover` saves what waited in it.'
  },
  notInJournal: {
    status: 404,
    retryable: false,
    next: 'See `baton journal list`. A call that Salesforce holds is no longer in the journal: look for its Lead by the call id.'
  },
  callNotReadable: {
    status: 400,
    retryable: false,
    next: 'Give a JSON file with one call, such as docs/examples/call.json, or - and the call on standard input.'
  },
  rulesNotReadable: {
    status: 422,
    retryable: false,
    next: 'Give the file with --rules (Lead.assignmentRules-meta.xml, in the repository or retrieved), choose a rule with --rule, or leave --rules out to read the connected org.'
  },
  ruleNotSupported: {
    status: 422,
    retryable: false,
    next: 'Change what is listed, so that the rule can be judged exactly; what cannot be judged is never guessed.'
  },
  leadNotReadable: {
    status: 422,
    retryable: false,
    next: 'Give a JSON file (or - for standard input) with a call, such as docs/examples/call.json, or with the fields of a lead by their API names; or the id of a lead; or call: and the id of a call.'
  },
  leadsNotReadable: {
    status: 422,
    retryable: false,
    next: 'Give --leads a CSV or JSON Lines file with every field that the rules read, under its API name, or leave it out to read the leads of the connected org; `baton rules replay --help` tells how to export one.'
  },
  ruleTestsNotReadable: {
    status: 422,
    retryable: false,
    next: 'Correct the lines listed; `baton rules test --help` shows the format, and sample-org/rule-tests holds examples.'
  },
  chartsNotWritten: {
    status: 422,
    retryable: false,
    next: 'Name a file that ends with .html (one page with the charts) or .svg (one picture), in a folder that can be written.'
  },
  territoryTableNotReadable: {
    status: 422,
    retryable: false,
    next: 'Correct what is listed in the spreadsheet and save it as CSV again; `baton territory build --help` tells the columns, and sample-org/territory/territories.csv is an example.'
  },
  territoriesNotMerged: {
    status: 422,
    retryable: false,
    next: 'Name a Lead.assignmentRules-meta.xml with --into and one of its rules with --rule; nothing was written.'
  },
  cannotListen: {
    status: 500,
    retryable: false,
    next: 'Choose another port with --port or BATON_PORT (0 takes any that is free), or another address with BATON_HOST.'
  },
  invalidConfiguration: {
    status: 500,
    retryable: false,
    next: 'Correct the settings listed; docs/reference/configuration.md describes each.'
  },
  unexpected: {
    status: 500,
    retryable: false,
    next: 'This is a fault in Baton. The log holds the details under the request id.'
  }
} as const satisfies Record<string, CatalogueEntry>;

export type BatonErrorCode = keyof typeof errorCatalogue;

/** A field of the request that is wrong: a path such as `caller.lastName`, and what is wrong with it. */
export interface FieldProblem {
  path: string;
  message: string;
}

export class BatonError extends Error {
  readonly code: BatonErrorCode;
  readonly fields: readonly FieldProblem[];

  constructor(
    code: BatonErrorCode,
    message: string,
    options: { fields?: readonly FieldProblem[]; cause?: unknown } = {}
  ) {
    super(message, { cause: options.cause });
    this.name = 'BatonError';
    this.code = code;
    this.fields = options.fields ?? [];
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  get retryable(): boolean {
    return errorCatalogue[this.code].retryable;
  }

  get next(): string {
    return errorCatalogue[this.code].next;
  }
}
