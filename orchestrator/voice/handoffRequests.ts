/** What a voice agent sends about a handoff: its shapes, and how they are read. */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { outcomes, type Outcome } from '../domain/outcome.ts';
import { readBody } from './requestProblems.ts';

const salesforceId = z.string().regex(/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/, 'is not a Salesforce id');
const instant = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-12-01T18:00:00Z' });

export const handoffPathSchema = z.strictObject({
  id: z.string().meta({ description: 'The handoffId of an answer, or `call:` and the id of the call.' })
});

/** Outcomes that tell of one rep's phone, and so must name the rep. */
const aboutOneRep: ReadonlySet<Outcome> = new Set([
  'accepted',
  'declined',
  'noAnswer',
  'voicemail',
  'busy',
  'unreachable'
]);

export const outcomeSchema = z
  .strictObject({
    outcome: z.enum(outcomes, { error: `must be one of ${outcomes.join(', ')}` }).meta({
      description:
        'accepted: the rep takes the call. declined, noAnswer, voicemail, busy, unreachable: they do not. callerLeft: ' +
        'the caller hung up before they were joined. ended: they have spoken.'
    }),
    repId: salesforceId
      .nullish()
      .meta({ description: 'Whose phone it was: nextStep.repId of the answer you acted on.' })
  })
  .refine(({ outcome, repId }) => repId || !aboutOneRep.has(outcome), {
    path: ['repId'],
    message: 'is needed: a report without it could be taken for another rep’s'
  });

/** @throws BatonError `invalidRequest` */
export function readOutcome(body: unknown): { outcome: Outcome; repId?: string } {
  const { outcome, repId } = readBody(outcomeSchema, body);
  return { outcome, ...(repId ? { repId } : {}) };
}

export const bookingSchema = z.strictObject({
  startsAt: instant.meta({ description: 'When the meeting begins; one of the slots.' }),
  repId: salesforceId.nullish().meta({ description: 'With whom, when the slots named several.' })
});

/** @throws BatonError `invalidRequest` */
export function readBooking(body: unknown): { startsAt: string; repId?: string } {
  const { startsAt, repId } = readBody(bookingSchema, body);
  return { startsAt, ...(repId ? { repId } : {}) };
}

export const slotsQuerySchema = z.strictObject({
  timeZone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), 'is not a time zone such as America/Denver')
    .optional()
    .meta({ description: 'The caller’s, by its IANA name. Default: what the call told.' }),
  from: instant.optional().meta({ description: 'No time before this.' }),
  limit: z.coerce.number().int().min(1).max(50).optional().meta({ description: 'Most times. Default 6.' })
});

/** @throws BatonError `invalidRequest` */
export function readSlotsQuery(query: unknown): { timeZone?: string; from?: string; limit?: number } {
  const { timeZone, from, limit } = readBody(slotsQuerySchema, query);
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(from === undefined ? {} : { from }),
    ...(limit === undefined ? {} : { limit })
  };
}
