/** The domain by which a company is known, out of an e-mail address or a website as typed. */
import providers from 'email-providers/all.json' with { type: 'json' };
import { parse } from 'tldts';

/**
 * Domains whose addresses anybody can have. The long list of the two that the package has: a company wrongly on it is
 * still found by its name, while a provider that is missing would give a stranger the account of the provider.
 */
const freeMail: ReadonlySet<string> = new Set([
  ...providers,
  // Not on the list, though they let anybody in.
  'duck.com',
  'fastmail.com',
  'mozmail.com',
  'posteo.de',
  'posteo.net',
  'simplelogin.com',
  'tuta.com',
  'tuta.io',
  'tutamail.com',
  'tutanota.com',
  'zohomail.com'
]);

/** Sites that hold pages of many companies: a website there says nothing about the company's own domain. */
const pagesOfOthers: ReadonlySet<string> = new Set([
  'facebook.com',
  'instagram.com',
  'linkedin.com',
  'twitter.com',
  'x.com',
  'xing.com',
  'yelp.com',
  'youtube.com'
]);

/**
 * The registrable domain by the public suffix list: `acme.co.uk` for `http://www.acme.co.uk/path` and `x@mail.acme.co.uk`.
 * Hosts of a shared suffix such as `acme.github.io` are domains of their own. Names outside the list, such as
 * `acme.example`, have their last label as suffix. In ASCII (`xn--…`) and lower case.
 *
 * Null where there is none: no address, an IP address, a free-mail provider, a page on a site of others.
 */
export function companyDomain(address: string | null): string | null {
  const { hostname, domain, isIp } = parse(address?.trim() ?? '', { allowPrivateDomains: true });
  if (!hostname || !domain || isIp || freeMail.has(hostname) || freeMail.has(domain)) {
    return null;
  }
  if (pagesOfOthers.has(domain) && !address?.includes('@') && /^[^?#]*[^:/]\/[^/?#]/.test(address ?? '')) {
    return null;
  }
  const ascii = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : '';
  return /^[a-z0-9.-]+$/.test(ascii) ? ascii : null;
}
