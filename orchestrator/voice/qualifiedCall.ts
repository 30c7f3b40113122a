/** What a voice agent sends to POST /v1/calls: its shape, and how it becomes a {@link QualifiedCall}. */
import { z } from 'zod';
import type { QualifiedCall } from '../domain/call.ts';
import { callerTimeZone, isTimeZone } from './callerTimeZone.ts';
import { dialledNumber } from './dialledNumber.ts';
import { invalidRequest, readBody } from './requestProblems.ts';

/** Text that may be left out or null; blank is the same. */
const text = (most: number) => z.string().trim().max(most).nullish();

const whole = (most: number) => z.number().int().min(0).max(most).nullish();

/** The voice platform's id of a call. */
export const callIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/,
    'may hold letters, digits, and _ . : - only, and begins with a letter or digit'
  )
  .max(128);

/** Text that may be left out or blank, and is an e-mail address otherwise. */
export const emailSchema = z.union([z.email('is not an e-mail address').max(80), z.literal('')]).nullish();

/** Lengths are those of the Lead fields, so that what passes here is not refused by Salesforce for its length. */
export const qualifiedCallSchema = z.strictObject({
  callId: callIdSchema.meta({
    description: 'The voice platform’s id of the call. Sent again, it gets the same answer and changes nothing.'
  }),
  caller: z.strictObject({
    firstName: text(40),
    lastName: z.string().trim().min(1, 'is needed').max(80),
    company: z.string().trim().min(1, 'is needed').max(255),
    title: text(128),
    phone: text(40).meta({ description: 'E.164, or as dialled in the caller’s country.' }),
    email: emailSchema,
    country: text(80).meta({ description: 'ISO 3166-1 code, or the name that the org uses.' }),
    state: text(80),
    postalCode: text(20),
    language: text(35).meta({ description: 'BCP 47: en, es-MX.' }),
    timeZone: text(64)
      .refine((zone) => !zone || isTimeZone(zone), 'is not a time zone; send an IANA name such as America/Denver')
      .meta({ description: 'IANA name. Left out, it is told from state, country or phone number.' })
  }),
  qualification: z
    .strictObject({
      score: z.number().min(0).max(100).nullish(),
      summary: text(4000),
      timeline: text(255),
      useCase: text(255),
      teamSize: whole(99_999_999),
      employees: whole(99_999_999),
      industry: text(255),
      budget: text(255),
      productInterest: z
        .array(
          z
            .string()
            .trim()
            .min(1)
            .max(255)
            .regex(/^[^;]*$/, 'may not hold a semicolon')
        )
        .max(100)
        .nullish()
    })
    .nullish(),
  transcriptUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(255)
    .nullish(),
  wish: z
    .enum(['transfer', 'meeting', 'callback'], 'is not transfer, meeting or callback')
    .nullish()
    .meta({ description: 'What the caller asked for. Left out, the policy decides.' }),
  custom: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'is not an API name'),
      z.union([z.string().max(32_000), z.number(), z.boolean(), z.null()])
    )
    .nullish()
    .meta({ description: 'Further Lead fields of the org, by API name.' })
});

/**
 * Validates and normalises a request body.
 * @param country ISO 3166-1 code assumed for a number without a country code when the caller names no country
 * @throws BatonError `invalidRequest` that names each bad field
 */
export function readQualifiedCall(body: unknown, country: string): QualifiedCall {
  const { callId, caller, qualification, transcriptUrl, wish, custom } = readBody(qualifiedCallSchema, body);
  const twice = sameField(Object.keys(custom ?? {}));
  if (twice !== undefined) {
    throw invalidRequest([
      { path: `custom.${twice}`, message: 'is given twice: names of fields are the same in upper and lower case' }
    ]);
  }
  const phone = blankAsNull(caller.phone);
  const number = phone === null ? null : dialledNumber(phone, caller.country, country);
  if (number === undefined) {
    throw invalidRequest([{ path: 'caller.phone', message: 'is not a phone number; send it as +14155550142' }]);
  }
  return {
    callId,
    caller: {
      firstName: blankAsNull(caller.firstName),
      lastName: caller.lastName,
      company: caller.company,
      title: blankAsNull(caller.title),
      phone: number,
      email: blankAsNull(caller.email)?.toLowerCase() ?? null,
      country: blankAsNull(caller.country),
      state: blankAsNull(caller.state),
      postalCode: blankAsNull(caller.postalCode),
      language: blankAsNull(caller.language),
      timeZone: callerTimeZone({
        timeZone: blankAsNull(caller.timeZone),
        country: blankAsNull(caller.country),
        state: blankAsNull(caller.state),
        phone: number
      })
    },
    qualification: {
      // The org keeps whole points.
      score: qualification?.score == null ? null : Math.round(qualification.score),
      summary: blankAsNull(qualification?.summary),
      timeline: blankAsNull(qualification?.timeline),
      useCase: blankAsNull(qualification?.useCase),
      teamSize: qualification?.teamSize ?? null,
      employees: qualification?.employees ?? null,
      industry: blankAsNull(qualification?.industry),
      budget: blankAsNull(qualification?.budget),
      productInterest: qualification?.productInterest ?? []
    },
    transcriptUrl: transcriptUrl ?? null,
    wish: wish ?? null,
    custom: custom ?? {}
  };
}

/** The second of two names that are one field to Salesforce. */
function sameField(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name.toLowerCase()).size);
}

export function blankAsNull(value: string | null | undefined): string | null {
  return value ? value : null;
}
