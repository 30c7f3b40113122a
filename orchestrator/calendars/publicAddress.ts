/**
 * Which network addresses a feed may be read from. Reps type the addresses of their feeds, so without this check the
 * service would read for them whatever it can reach: the metadata of its cloud, a database's console, its neighbours.
 */
import { BlockList, isIP } from 'node:net';

/** Source: the special-purpose address registries of IANA (RFC 6890 and its successors). */
const reserved4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4'
];

const reserved6 = [
  '::/96',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  // These carry an IPv4 address that a gateway may unwrap: translated, and tunnelled.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16'
];

const reserved = new BlockList();
for (const [family, networks] of [['ipv4', reserved4] as const, ['ipv6', reserved6] as const]) {
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    reserved.addSubnet(address, Number(prefix), family);
  }
}

/** Whether an address, `203.0.113.7` or `2001:db8::7`, belongs to the public internet. */
export function isPublic(address: string): boolean {
  const { text, family } = unwrapped(address);
  return family !== 0 && !reserved.check(text, family === 6 ? 'ipv6' : 'ipv4');
}

export function isLoopback(address: string): boolean {
  const { text, family } = unwrapped(address);
  return family === 4 ? text.startsWith('127.') : text === '::1';
}

/** An IPv4 address may come dressed as IPv6: `::ffff:127.0.0.1`, which the URL parser writes `::ffff:7f00:1`. */
function unwrapped(address: string): { text: string; family: number } {
  const bare = address.replace(/^\[|\]$/g, '').toLowerCase();
  const [, dotted, high, low] = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/.exec(bare) ?? [];
  if (dotted !== undefined) {
    return { text: dotted, family: isIP(dotted) };
  }
  if (high !== undefined && low !== undefined) {
    const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
    return { text: [first >> 8, first & 255, second >> 8, second & 255].join('.'), family: 4 };
  }
  return { text: bare, family: isIP(bare) };
}
