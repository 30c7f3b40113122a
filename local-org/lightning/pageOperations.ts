/** `/lightning`: the pages' addresses. They answer this machine only, as /_local does, since they log in without a password. */
import type { Host } from '../api/host.ts';
import type { ApiRequest, ApiResponse, Operation } from '../api/operation.ts';
import { findUser } from '../api/users.ts';
import { unsupported } from '../errors.ts';
import type { Org } from '../org.ts';
import { chooserPage } from './chooser.ts';
import type { LightningPages } from './lightningPages.ts';
import { appPage, assetAt, problemPage } from './pageHtml.ts';

function pagesOf(host: Host): LightningPages {
  if (!host.lightning) throw unsupported('Lightning pages: createLocalOrg was not given the option lightning, and');
  return host.lightning;
}

function htmlReply(status: number, body: string): ApiResponse {
  return { status, body, contentType: 'text/html; charset=utf-8', headers: { 'cache-control': 'no-store' } };
}

function chooser(org: Org, _request: ApiRequest, host: Host): ApiResponse {
  // The first page of a rep will want the bundle: it is made while the visitor chooses.
  pagesOf(host)
    .bundle()
    .catch(() => undefined);
  return htmlReply(200, chooserPage(org));
}

async function repsPage(org: Org, request: ApiRequest, host: Host): Promise<ApiResponse> {
  const pages = pagesOf(host);
  const rep = request.query.get('rep');
  const user = rep === null ? undefined : findUser(org, rep);
  if (!user?.isActive) {
    const remark = rep === null ? 'The address names no rep.' : 'The address names nobody who is active in this org.';
    return htmlReply(rep === null ? 200 : 404, chooserPage(org, remark));
  }
  const state = await pages.state();
  try {
    return htmlReply(200, appPage(await pages.bundle(), user, pages.clock(), state));
  } catch (error) {
    return htmlReply(500, problemPage('The pages cannot be built', (error as Error).message, state));
  }
}

async function asset(_org: Org, request: ApiRequest, host: Host): Promise<ApiResponse> {
  const bundle = await pagesOf(host)
    .bundle()
    .catch(() => undefined);
  const found = assetAt(request.params['*'] ?? '', bundle);
  if (!found) return { status: 404, body: 'There is no such file; load the page anew.' };
  return {
    status: 200,
    body: found.body,
    contentType: found.contentType,
    headers: { 'cache-control': 'public, max-age=31536000, immutable' }
  };
}

async function changes(_org: Org, request: ApiRequest, host: Host): Promise<ApiResponse> {
  const pages = pagesOf(host);
  await pages.changedSince(request.query.get('since') ?? '');
  const state = await pages.state();
  return { status: 200, body: { state, build: state.split('.')[0], clock: pages.clock() } };
}

function page(path: string, summary: string, handle: NonNullable<Operation['handle']>): Operation {
  return {
    method: 'GET',
    at: 'root',
    path,
    summary,
    support: 'supported',
    source: 'assumed: a page of the local org at an address like Lightning Experience’s',
    auth: 'none',
    counted: false,
    handle
  };
}

export const operations: readonly Operation[] = [
  page('/lightning', 'Choose a rep', chooser),
  page('/lightning/page/home', 'The app’s home, as the rep in ?rep= sees it', repsPage),
  page('/lightning/r/:object/:id/view', 'A record’s page', repsPage),
  page('/lightning/r/:id/view', 'A record’s page, by its id alone', repsPage),
  page('/lightning/o/:object/list', 'Records of an object, the latest first', repsPage),
  page('/lightning/n/:tab', 'An app page behind a tab', repsPage),
  page('/lightning/assets/*', 'Bundles and styles of the pages', asset),
  page('/lightning/changes', 'Held until pages or clock change', changes)
];
