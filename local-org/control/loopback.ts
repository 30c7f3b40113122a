/**
 * /_local has no password, so it answers this machine alone, and no web page of another site that a browser on this
 * machine happens to show.
 */
import { isIP } from 'node:net';

/**
 * @param remoteAddress as the socket gives it; IPv4 in IPv6 form is understood
 * @param hostHeader the name that the caller used: a name that someone else has pointed at this machine is refused
 * @param origin what a browser says about the page that asks; undefined from other clients
 */
export function isLocalCaller(
  remoteAddress: string | undefined,
  hostHeader: string | undefined,
  origin: string | undefined
): boolean {
  if (!isLoopback(remoteAddress ?? '')) return false;
  if (hostHeader === undefined || !URL.canParse(`http://${hostHeader}`)) return false;
  const { hostname, host } = new URL(`http://${hostHeader}`);
  if (hostname !== 'localhost' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function isLoopback(text: string): boolean {
  const address = text.replace(/^::ffff:/, '');
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
}
