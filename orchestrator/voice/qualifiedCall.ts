/** What a voice agent sends to POST /v1/calls: its shape, and how it becomes a {@link QualifiedCall}. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { QualifiedCall } from '../domain/call.ts';
import { BatonError, type FieldProblem } from '../domain/errors.ts';

/** Text that may be left out or null; blank is the same. */
const text = (most: number) => z.string().trim().max(most).nullish();

const whole = (most: number) => z.number().int().min(0).max(most).nullish();

/** Lengths are those of the Lead fields, so that what passes here is not refused by Salesforce for its length. */
export const qualifiedCallSchema = z.strictObject({
  callId: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/,
      'may hold letters, digits, and _ . : - only, and begins with a letter or digit'
    )
    .max(128)
    .meta({
      description: 'The voice platform’s id of the call. Sent again, it gets the same answer and changes nothing.'
    }),
  caller: z.strictObject({
    firstName: text(40),
    lastName: z.string().trim().min(1, 'is needed').max(80),
    company: z.string().trim().min(1, 'is needed').max(255),
    title: text(128),
    phone: text(40).meta({ description: 'E.164, or as dialled in the caller’s country.' }),
    email: z.union([z.email('is not an e-mail address').max(80), z.literal('')]).nullish(),
    country: text(80).meta({ description: 'ISO 3166-1 code, or the name that the org uses.' }),
    state: text(80),
    postalCode: text(20),
    language: text(35).meta({ description: 'BCP 47: en, es-MX.' })
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
  const parsed = qualifiedCallSchema.safeParse(body);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.flatMap(problems));
  }
  const { callId, caller, qualification, transcriptUrl, custom } = parsed.data;
  const twice = sameField(Object.keys(custom ?? {}));
  if (twice !== undefined) {
    throw invalid([
      { path: `custom.${twice}`, message: 'is given twice: names of fields are the same in upper and lower case' }
    ]);
  }
  const phone = blankAsNull(caller.phone);
  const number = phone === null ? null : e164(phone, caller.country, country);
  if (number === undefined) {
    throw invalid([{ path: 'caller.phone', message: 'is not a phone number; send it as +14155550142' }]);
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
      language: blankAsNull(caller.language)
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
    custom: custom ?? {}
  };
}

/** The second of two names that are one field to Salesforce. */
function sameField(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name.toLowerCase()).size);
}

function blankAsNull(value: string | null | undefined): string | null {
  return value ? value : null;
}

/** Undefined when it is not a number that could be dialled. */
function e164(phone: string, callerCountry: string | null | undefined, fallback: string): string | undefined {
  const country = /^[A-Za-z]{2}$/.test(callerCountry ?? '') ? callerCountry!.toUpperCase() : fallback;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode);
  return parsed?.isPossible() ? parsed.number : undefined;
}

function problems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.join('.') || 'body';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: issue.path.length > 0 ? `${path}.${key}` : key,
        message: 'is not a field of this request; fields of the Lead go under custom'
      }));
    case 'invalid_type':
      return [
        { path, message: /received undefined/.test(issue.message) ? 'is needed' : `must be of type ${issue.expected}` }
      ];
    case 'too_big':
      return [
        {
          path,
          message:
            issue.origin === 'string' ? `is longer than ${issue.maximum} characters` : `is above ${issue.maximum}`
        }
      ];
    case 'too_small':
      return [{ path, message: issue.origin === 'string' ? 'is needed' : `is below ${issue.minimum}` }];
    default:
      return [{ path, message: issue.message }];
  }
}

function invalid(fields: readonly FieldProblem[]): BatonError {
  const summary = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new BatonError('invalidRequest', `The call cannot be taken: ${summary}.`, { fields });
}
