/**
 * From a method and a path to the operation that answers.
 */
import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { Operation } from './operation.ts';
import { isServedVersion, newestVersion } from './apiVersions.ts';

export type RouteMatch =
  | { kind: 'operation'; operation: Operation; params: Record<string, string>; path: string; apiVersion: string }
  /** The path is known, but not with this method. */
  | { kind: 'wrongMethod'; allowed: readonly string[] }
  /** Nothing is declared here. */
  | { kind: 'unknown' };

export interface Router {
  match(method: string, path: string): RouteMatch;
}

type Place = Operation['at'];
const methods = ['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** @throws Error when two operations claim the same method and path */
export function createRouter(operations: readonly Operation[]): Router {
  const routers = new Map<Place, findMyWay.Instance<findMyWay.HTTPVersion.V1>>();
  for (const at of ['data', 'root', 'control'] as const) {
    routers.set(at, findMyWay({ ignoreTrailingSlash: true, maxParamLength: 4_000, caseSensitive: true }));
  }
  for (const operation of operations) {
    routers.get(operation.at)?.on(operation.method, operation.path, () => undefined, operation);
  }

  const find = (
    at: Place,
    method: string,
    path: string
  ): Pick<RouteMatch & { kind: 'operation' }, 'operation' | 'params'> | undefined => {
    const router = routers.get(at);
    // HEAD is answered as GET without its body, which Node leaves out by itself.
    const found = router?.find(method as HTTPMethod, path) ?? (method === 'HEAD' ? router?.find('GET', path) : null);
    if (!found) return undefined;
    return { operation: found.store as Operation, params: found.params as Record<string, string> };
  };

  return {
    match(method, fullPath) {
      const { at, path, apiVersion } = place(fullPath);
      if (apiVersion !== undefined && !isServedVersion(apiVersion)) return { kind: 'unknown' };
      const found = find(at, method, path);
      if (found) return { kind: 'operation', ...found, path, apiVersion: apiVersion ?? newestVersion };
      const allowed = methods.filter((other) => other !== method && find(at, other, path));
      return allowed.length > 0 ? { kind: 'wrongMethod', allowed } : { kind: 'unknown' };
    }
  };
}

function place(fullPath: string): { at: Place; path: string; apiVersion?: string } {
  const data = /^\/services\/data\/v(\d+\.\d+)(\/.*)?$/.exec(fullPath);
  if (data) return { at: 'data', path: data[2] ?? '/', apiVersion: data[1] ?? '' };
  const control = /^\/_local(\/.*)?$/.exec(fullPath);
  if (control) return { at: 'control', path: control[1] ?? '/' };
  return { at: 'root', path: fullPath };
}
