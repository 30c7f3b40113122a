/** What a voice platform sends to POST /v1/calls/:callId/started: as much as it knows when the call begins. */
import { z } from 'zod';
import type { CallerFacts } from '../domain/match.ts';
import { dialledNumber } from './dialledNumber.ts';
import { blankAsNull, callIdSchema, emailSchema } from './qualifiedCall.ts';
import { invalidRequest, readBody } from './requestProblems.ts';

export const startedCallSchema = z.strictObject({
  phone: z
    .string()
    .trim()
    .max(40)
    .nullish()
    .meta({ description: 'E.164, or as dialled in the country that Baton is set to. Blank when it is withheld.' }),
  email: emailSchema,
  company: z.string().trim().max(255).nullish(),
  country: z.string().trim().max(80).nullish(),
  postalCode: z.string().trim().max(20).nullish()
});

export const startedCallPathSchema = z.strictObject({
  callId: callIdSchema.meta({ description: 'The same id that the qualified call will have.' })
});

/**
 * Validates and normalises the request.
 * @param path its parameters
 * @param country ISO 3166-1 code assumed for a number without a country code
 * @throws BatonError `invalidRequest` that names each bad field
 */
export function readStartedCall(path: unknown, body: unknown, country: string): { callId: string; facts: CallerFacts } {
  const { callId } = readBody(startedCallPathSchema, path);
  // A platform that knows nothing of the caller may send nothing at all.
  const told = readBody(startedCallSchema, body ?? {});
  const { phone, email, company, postalCode } = told;
  const number = phone ? dialledNumber(phone, told.country ?? null, country) : null;
  if (number === undefined) {
    throw invalidRequest([{ path: 'phone', message: 'is not a phone number; send it as +14155550142' }]);
  }
  return {
    callId,
    facts: {
      phone: number,
      email: blankAsNull(email)?.toLowerCase() ?? null,
      company: blankAsNull(company),
      postalCode: blankAsNull(postalCode),
      country: blankAsNull(told.country)
    }
  };
}
