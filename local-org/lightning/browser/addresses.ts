/** Page references and the addresses that stand for them. The rep stays in the address; nothing else does. */
import { page } from './page.ts';

export interface PageReference {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
}

/** @throws Error that names a page type that the local org does not have */
export function addressOf(reference: PageReference): string {
  const { type, attributes } = reference;
  if (type === 'standard__webPage') return attributes['url'] ?? '';
  const path = pathOf(type, attributes);
  if (path === undefined)
    throw new Error(`Navigation to ${type} (${JSON.stringify(attributes)}) is not in the local org`);
  const query = new URLSearchParams({ ...reference.state, rep: page.user.id });
  return `${path}?${query.toString()}`;
}

function pathOf(type: string, attributes: PageReference['attributes']): string | undefined {
  const { recordId, objectApiName, actionName, pageName, apiName } = attributes;
  if (type === 'standard__recordPage' && (actionName ?? 'view') === 'view' && recordId) {
    return `/lightning/r/${objectApiName ? `${objectApiName}/` : ''}${recordId}/view`;
  }
  if (type === 'standard__objectPage' && (actionName === 'home' || actionName === 'list')) {
    return `/lightning/o/${objectApiName}/list`;
  }
  if (type === 'standard__namedPage' && pageName === 'home') return '/lightning/page/home';
  if (type === 'standard__navItemPage' && apiName) return `/lightning/n/${apiName}`;
  return undefined;
}

/** The page that an address shows; undefined for an address that is none of the app's. */
export function referenceAt(address: string): PageReference | undefined {
  const { pathname, searchParams } = new URL(address, location.href);
  const state = Object.fromEntries([...searchParams].filter(([name]) => name !== 'rep'));
  const [, area, ...rest] = pathname.replace(/^\//, '').split('/').map(decodeURIComponent);
  if (area === 'page' && rest[0] === 'home') {
    return { type: 'standard__namedPage', attributes: { pageName: 'home' }, state };
  }
  if (area === 'r' && rest.at(-1) === 'view') {
    const [recordId, objectApiName] = rest.slice(0, -1).reverse();
    const named: Record<string, string> = objectApiName === undefined ? {} : { objectApiName };
    const attributes = { ...named, recordId: recordId ?? '', actionName: 'view' };
    return { type: 'standard__recordPage', attributes, state };
  }
  if (area === 'o' && rest[0]) {
    return { type: 'standard__objectPage', attributes: { objectApiName: rest[0], actionName: 'list' }, state };
  }
  if (area === 'n' && rest[0]) return { type: 'standard__navItemPage', attributes: { apiName: rest[0] }, state };
  return undefined;
}
