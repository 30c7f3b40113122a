import { beforeAll, describe, expect, it } from 'vitest';
import { startBaton, type Ended } from './runBaton.ts';

let ended: Ended;
/** What was printed of each call, from its title on. */
let calls: string[];
beforeAll(async () => {
  ended = await startBaton(['demo']).ended;
  calls = ended.out.split(/^Call \d\. /m).slice(1);
});

describe('baton demo', () => {
  it('plays five calls whatever the hour, and ends well', () => {
    expect(ended.err).toBe('');
    expect({ exitCode: ended.exitCode, calls: calls.length }).toEqual({ exitCode: 0, calls: 5 });
    expect(ended.out).toContain('Tuesday, 1 December 2026, 8:10 in San Francisco');
  });

  it('puts the first caller through', () => {
    expect(calls[0]).toMatch(/next step +live transfer to Priya Raman/);
    expect(calls[0]).toMatch(/in the org +Lead Jamie Rivera is owned by Priya Raman; HO-00001 is Completed\n/);
  });

  it('rings the next rep when the first does not answer', () => {
    const [first, second] = [...calls[1]!.matchAll(/live transfer to ([^,]+),/g)].map(([, name]) => name);
    expect(second).not.toBe(first);
    expect(calls[1]).toMatch(new RegExp(`in the org .*to ${first}: No Answer; .*to ${second}: Accepted\n`));
  });

  it('books the time that the caller chose when nobody is free, and tells why each was passed over', () => {
    expect(calls[2]).toMatch(/not +Oliver Pemberton has something else in the calendar/);
    expect(calls[2]).toContain('Sofia Lindqvist is away');
    const [, chosen] = /> "(.+), please"/.exec(calls[2]!)!;
    expect(calls[2]).toMatch(
      new RegExp(`in the org +Event "[^"]+" in Daniel Weiss's calendar, ${chosen} London time\n`)
    );
  });

  it('makes no second lead of a caller who is known', () => {
    const leadOf = (call: string): string | undefined => /\/lightning\/r\/Lead\/(\w+)/.exec(call)?.[1];
    expect(calls[3]).toContain('An open lead has the caller’s e-mail address.');
    expect(leadOf(calls[3]!)).toBe(leadOf(calls[0]!));
  });

  it('puts a caller through while Salesforce is down, and has the lead there when it is back', () => {
    const [down = '', back = ''] = calls[4]!.split('Salesforce is back.');
    expect(down).toMatch(/live transfer .* \(predicted: Salesforce is out of reach\)/);
    expect(down).toMatch(/lead +none yet/);
    const [, rep] = /live transfer to ([^,]+),/.exec(down)!;
    expect(back).toMatch(new RegExp(`in the org +Lead Noor Haddad is owned by ${rep}; HO-00005 is Accepted\n`));
  });
});
