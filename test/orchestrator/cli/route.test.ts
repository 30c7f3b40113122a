import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { routeCommand } from '../../../orchestrator/cli/route.ts';
import { startWorld, type World } from '../../scenarios/world.ts';
import { startBaton } from './runBaton.ts';

const run = (args: string[], input = '') => startBaton(['route', ...args], {}, input).ended;

describe('baton route', () => {
  it.each([
    ['a file that is not there', ['nofile.json'], '', 'nofile.json: there is no such file.'],
    ['a folder', ['docs'], '', 'docs is a folder.'],
    ['broken JSON', ['-'], '{"callId":', 'Standard input is not JSON: '],
    ['empty standard input', ['-'], ' \n', 'Standard input is empty.']
  ])('given %s says so and names the example', async (_what, args, input, message) => {
    const { exitCode, out, err } = await run(args, input);
    expect(err).toContain(`error ${message}`);
    expect(err).toMatch(/next {2}.*docs\/examples\/call\.json/);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  });

  it('given JSON that is no call lists the fields', async () => {
    expect((await run(['-'], '{"callId":"c-1"}')).err).toMatch(/error The call cannot be taken: caller/);
  });
});

describe('the org of baton route', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const routeWith = async (startedHere: boolean) => {
    const told: string[] = [];
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    const close = vi.fn(() => Promise.resolve());
    const { url, accessToken } = world.org;
    const program = new Command().addCommand(
      routeCommand(() => Promise.resolve({ url, accessToken, startedHere, close }))
    );
    await program.parseAsync(['route', 'docs/examples/call.json'], { from: 'user' });
    expect(close).toHaveBeenCalledOnce();
    return told.join('');
  };

  it('is said to have ended when it was started for the command', async () => {
    expect(await routeWith(true)).toMatch(/^The org was started for this command and has ended with it/);
  });

  it('is not spoken of when it runs on', async () => {
    expect(await routeWith(false)).toBe('');
  });
});
