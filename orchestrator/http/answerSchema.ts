/** The answer's shape, for /docs. A test holds it against real answers. */
import { z } from 'zod';

const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' });

const nextStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('transfer'),
    phone: z.string().meta({ description: 'E.164 number to put the caller through to.' }),
    repId: z.string(),
    ringSeconds: z.number().meta({ description: 'How long to let it ring.' }),
    at: instant.meta({ description: 'When the offer lapses.' })
  }),
  z.strictObject({
    kind: z.literal('meeting'),
    repId: z.string(),
    at: instant.meta({ description: 'When it begins; the earliest that can be had while none is booked.' }),
    endsAt: instant,
    booked: z.boolean(),
    chooseBy: instant
      .nullable()
      .meta({ description: 'Until when another time may be chosen; then it becomes a callback.' })
  }),
  z.strictObject({
    kind: z.literal('callback'),
    repId: z.string().nullable().meta({ description: 'Null when the team as a whole owes the call.' }),
    at: instant.meta({ description: 'When it is due.' })
  }),
  z.strictObject({ kind: z.literal('completed'), repId: z.string().nullable(), at: instant })
]);

const nullableText = z.string().nullable();

export const answerSchema = z.strictObject({
  callId: z.string(),
  lead: z
    .strictObject({ id: z.string(), url: z.string() })
    .nullable()
    .meta({ description: 'Null while Salesforce is down and has not been written to.' }),
  owner: z.strictObject({ type: z.enum(['user', 'queue']), id: z.string(), name: z.string() }),
  team: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  handoffId: z.string(),
  phase: z.enum(['ringing', 'accepted', 'proposed', 'booked', 'callback', 'completed']),
  predicted: z
    .boolean()
    .meta({ description: 'Whether it was answered without Salesforce, from what was known of it.' }),
  rep: z.strictObject({ id: z.string(), name: z.string(), phone: nullableText }).nullable(),
  nextStep,
  say: z.string().meta({ description: 'What the agent says to the caller.' }),
  whisper: nullableText.meta({ description: 'What the rep hears before the caller is on; at most 35 words.' }),
  briefing: z.strictObject({
    caller: z.strictObject({
      name: z.string(),
      company: z.string(),
      title: nullableText,
      phone: nullableText,
      email: nullableText
    }),
    summary: nullableText,
    score: z.number().nullable(),
    timeline: nullableText,
    useCase: nullableText,
    teamSize: z.number().nullable(),
    budget: nullableText,
    productInterest: z.array(z.string()),
    transcriptUrl: nullableText
  }),
  because: z.array(
    z.object({
      rule: z.string(),
      text: z.string(),
      figures: z.record(z.string(), z.union([z.string(), z.number()])).optional()
    })
  ),
  passedOver: z.array(z.looseObject({ rule: z.string(), repId: z.string(), repName: z.string(), text: z.string() }))
});

export const slotsSchema = z.strictObject({
  handoffId: z.string(),
  timeZone: nullableText,
  ownersOnly: z.boolean().meta({ description: 'Whether they are all the lead’s own rep’s.' }),
  slots: z.array(
    z.strictObject({ startsAt: instant, endsAt: instant, rep: z.strictObject({ id: z.string(), name: z.string() }) })
  )
});

export const errorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string().meta({ description: 'Match on this; texts may change.' }),
    message: z.string(),
    fields: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    retryable: z.boolean(),
    next: z.string().meta({ description: 'What to do now.' }),
    requestId: z.string()
  })
});
