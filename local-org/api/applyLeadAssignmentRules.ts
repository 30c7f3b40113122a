/**
 * The standard action that runs the active assignment rule on leads, and the list of standard actions.
 */
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { dataRoot } from '../soql/recordJson.ts';
import { collectionError } from './errorReply.ts';
import { actionResult, readInputs } from './invocableAction.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { sessionOf } from './sobjectRows.ts';

const actionName = 'invocableApplyLeadAssignmentRules';

/** Source: documented Actions Developer Guide, "Lead Actions": 20 leads, since version 54.0. */
const maxLeads = 20;
const since = 54;

function applyRules(org: Org, request: ApiRequest): ApiResponse {
  if (Number(request.apiVersion) < since)
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  const session = sessionOf(request);
  const leads = readInputs(request.body);
  if (leads.length > maxLeads)
    throw new SalesforceError('LIMIT_EXCEEDED', `No more than ${maxLeads} leads can be assigned in one request`);
  for (const input of leads) {
    const unknown = Object.keys(input).find((name) => name !== 'leadId');
    if (unknown) throw new SalesforceError('INVALID_INPUT', `${actionName} has no input '${unknown}'`);
    if (typeof input['leadId'] !== 'string')
      throw new SalesforceError('INVALID_INPUT', 'Missing required input parameter: leadId');
  }
  const results = leads.map(({ leadId }) => {
    try {
      org.records.update(session, 'Lead', String(leadId), {}, { autoAssign: { kind: 'active' } });
      return actionResult(actionName);
    } catch (error) {
      return actionResult(actionName, collectionError(error));
    }
  });
  return { status: results.some(({ isSuccess }) => !isSuccess) ? 400 : 200, body: results };
}

const actions = [
  { label: 'Send Email', name: 'emailSimple', type: 'EMAILSIMPLE' },
  { label: 'Apply Lead Assignment Rules', name: actionName, type: 'APPLYLEADASSIGNMENTRULES' }
];

export const operations: Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/actions/standard',
    summary: 'Lists the standard actions',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Invocable Actions Standard"',
    handle: (_org, request) => ({
      status: 200,
      body: {
        actions: actions.map((action) => ({
          ...action,
          url: `${dataRoot(request.apiVersion)}/actions/standard/${action.name}`
        }))
      }
    })
  },
  {
    method: 'POST',
    at: 'data',
    path: `/actions/standard/${actionName}`,
    summary: 'Runs the active assignment rule on up to 20 leads',
    support: 'supported',
    source: 'documented Actions Developer Guide, "Lead Actions"',
    handle: applyRules
  }
];
