import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../orchestrator/http/logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

describe('the log', () => {
  it('holds where an error was thrown, and not what its text quotes, however the text looks', () => {
    const err = new Error('No such lead: Jamie Rivera\n    at Jamie Rivera +14155550142');
    const text = logged((logger) => logger.error({ err }, 'request failed'));
    expect(text).toContain('logger.test.ts');
    expect(text).not.toMatch(/Rivera|4155550142/);
  });

  it('keeps the stack out when the text was changed after the error was made', () => {
    const err = Object.assign(new Error('Jamie Rivera'), { message: 'another text' });
    expect(logged((logger) => logger.error({ err }, 'request failed'))).not.toContain('Rivera');
  });

  it('redacts whatever stands under pii', () => {
    const text = logged((logger) =>
      logger.info({ callId: 'c-1', pii: 'Jamie Rivera', caller: { pii: 'Rivera' } }, 'call')
    );
    expect(text).toContain('c-1');
    expect(text).not.toContain('Rivera');
  });
});
