/** What is wrong with a request, field by field and in our words. */
import type { z } from 'zod';
import { BatonError, type FieldProblem } from '../domain/errors.ts';

/**
 * The body of a request, once its schema holds.
 * @throws BatonError `invalidRequest` that names each bad field
 */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw invalidRequest(parsed.error.issues.flatMap(problems));
  }
  return parsed.data;
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

export function invalidRequest(fields: readonly FieldProblem[]): BatonError {
  const summary = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new BatonError('invalidRequest', `The call cannot be taken: ${summary}.`, { fields });
}
