/** Logs whose messages are constant; facts are fields, and whatever is personal stands under `pii`, which is never written. */
import { pino, type DestinationStream, type Logger } from 'pino';

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: ['pii', '*.pii', 'req.headers.authorization'], censor: '[redacted]' },
    serializers: {
      // Neither headers nor addresses: a URL of this service holds no personal data, a query string of a stranger might.
      req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split('?')[0] }),
      res: (reply: { statusCode: number }) => ({ statusCode: reply.statusCode }),
      err: describeError
    }
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * An error's code, name and place. Its text may quote what a caller said, so it counts as personal; a stack begins with
 * that text, which may look like anything.
 */
function describeError({ name, message, code, stack = '' }: Error & { code?: string }): Record<string, unknown> {
  const place = stack.startsWith(`${name}: ${message}`) ? stack.slice(`${name}: ${message}`.length) : '';
  return { type: name, code, stack: place.trim(), pii: message };
}
