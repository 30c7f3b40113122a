import nodeIcal from 'node-ical';
import { describe, expect, it } from 'vitest';
import { invitation, invitationContentType, type Invitation } from '../../../orchestrator/meetings/invitation.ts';

const first: Invitation = {
  uid: 'a0B000000000001AAA@baton',
  sequence: 0,
  method: 'REQUEST',
  start: '2026-11-30T15:00:00Z',
  end: '2026-11-30T15:30:00Z',
  writtenAt: '2026-11-27T17:30:00Z',
  summary: 'Call with Dana Whitfield',
  description: 'A first look at voice AI.\nDana will call you.',
  organizer: { name: 'Dana Whitfield', email: 'dana@sample.example' },
  attendee: { name: 'Jamie Rivera', email: 'jamie@novacorp.example' },
  url: null
};

/** Properties of the event by name, lines unfolded, parameters kept. */
function propertiesOf(text: string): Record<string, string> {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const name = /^[A-Z-]+/.exec(line)?.[0];
      return name ? [[name, line.slice(name.length)]] : [];
    })
  );
}
/** What a calendar makes of it. */
const read = (text: string) => Object.values(nodeIcal.parseICS(text)).find((each) => each?.type === 'VEVENT');

describe('the invitation to a meeting', () => {
  it('is a request that the caller’s calendar reads', () => {
    const text = invitation(first);
    expect(propertiesOf(text)).toMatchObject({
      METHOD: ':REQUEST',
      UID: ':a0B000000000001AAA@baton',
      SEQUENCE: ':0',
      DTSTAMP: ':20261127T173000Z',
      DTSTART: ':20261130T150000Z',
      DTEND: ':20261130T153000Z',
      STATUS: ':CONFIRMED',
      ORGANIZER: ';CN="Dana Whitfield":mailto:dana@sample.example'
    });
    expect(propertiesOf(text)['ATTENDEE']).toMatch(/PARTSTAT=NEEDS-ACTION;RSVP=TRUE;.*jamie@novacorp\.example$/);
    const event = read(text);
    expect(event).toMatchObject({ summary: 'Call with Dana Whitfield', description: first.description });
    expect(event?.start.toISOString()).toBe('2026-11-30T15:00:00.000Z');
  });

  it('is the same text whenever it is written from the same facts', () => {
    expect(invitation(first)).toBe(invitation({ ...first }));
  });

  it('keeps its UID when the meeting is moved, with the next sequence and the new time', () => {
    const moved = propertiesOf(
      invitation({ ...first, sequence: 1, start: '2026-12-01T16:00:00Z', end: '2026-12-01T16:30:00Z' })
    );
    expect(moved).toMatchObject({
      METHOD: ':REQUEST',
      UID: ':a0B000000000001AAA@baton',
      SEQUENCE: ':1',
      DTSTART: ':20261201T160000Z'
    });
  });

  it('keeps its UID when the meeting is cancelled, and asks for no answer', () => {
    const cancelled = propertiesOf(invitation({ ...first, method: 'CANCEL', sequence: 2 }));
    expect(cancelled).toMatchObject({
      METHOD: ':CANCEL',
      UID: ':a0B000000000001AAA@baton',
      SEQUENCE: ':2',
      STATUS: ':CANCELLED',
      TRANSP: ':TRANSPARENT'
    });
    expect(cancelled['ATTENDEE']).not.toMatch(/RSVP|PARTSTAT/);
  });

  it('names its method in the content type', () => {
    expect(invitationContentType('CANCEL')).toBe('text/calendar; charset=utf-8; method=CANCEL');
  });

  it('has a link only where there is one', () => {
    expect(propertiesOf(invitation(first))).not.toHaveProperty('URL');
    const { URL: url } = propertiesOf(invitation({ ...first, url: 'https://meet.example/a?b=1,2' }));
    expect(url).toBe(';VALUE=URI:https://meet.example/a?b=1%2C2');
  });

  it('has lines of at most 75 bytes, ended by CRLF, whatever the alphabet', () => {
    const text = invitation({ ...first, summary: 'Gespräch über Möglichkeiten 電話で話す '.repeat(5) });
    expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toContain('\n');
    }
  });

  it('takes nothing that was said for a property of its own', () => {
    const text = invitation({
      ...first,
      summary: 'Hello\r\nATTENDEE:mailto:eve@other.example',
      description: 'One\r\nATTENDEE:mailto:eve@other.example\rTwo\u0000',
      attendee: { name: 'Jamie "J"\r\nX-EVIL:1', email: 'jamie@novacorp.example' },
      organizer: { name: 'Whitfield; Dana, "DW"', email: 'dana@sample.example\r\nATTENDEE:mailto:eve@other.example' }
    });
    const names = text
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .map((line) => line.split(/[:;]/)[0]);
    expect(names.filter((name) => name === 'ATTENDEE')).toHaveLength(1);
    expect(names).not.toContain('X-EVIL');
    expect(read(text)).toMatchObject({
      summary: 'Hello ATTENDEE:mailto:eve@other.example',
      description: 'One\nATTENDEE:mailto:eve@other.example\nTwo'
    });
    expect(propertiesOf(text)['ATTENDEE']).toContain(`CN="Jamie 'J' X-EVIL:1"`);
  });

  it('is not written for a meeting that ends before it begins, nor for half a sequence', () => {
    expect(() => invitation({ ...first, end: first.start })).toThrow('A meeting cannot end at');
    expect(() => invitation({ ...first, end: 'soon' })).toThrow(RangeError);
    expect(() => invitation({ ...first, sequence: 0.5 })).toThrow('The sequence of a meeting cannot be 0.5.');
  });
});
