/** API keys, compared in constant time: neither length nor content of a key shows in how long a refusal takes. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { BatonError } from '../domain/errors.ts';

export class ApiKeys {
  private readonly digests: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.digests = keys.map(digest);
  }

  /** @throws BatonError `unauthorized` unless the header is `Bearer` and one of the keys */
  check(authorization: string | undefined): void {
    const given = digest(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
    let matches = 0;
    for (const known of this.digests) {
      matches |= Number(timingSafeEqual(known, given));
    }
    if (matches === 0) {
      throw new BatonError('unauthorized', authorization ? 'The API key is not known.' : 'There is no API key.');
    }
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
