import { InvalidArgumentError, Option } from 'commander';

/** `--port <number>`, checked. */
export function portOption(description: string): Option {
  return new Option('-p, --port <number>', description).argParser((text: string): number => {
    const port = Number(text);
    if (!/^\d+$/.test(text) || port > 65535) {
      throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
    }
    return port;
  });
}
