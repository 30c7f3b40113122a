/** The parts of a multipart/form-data body, as the REST deploy sends them. Node's own reader does the work. */
import { SalesforceError } from '../errors.ts';

/**
 * @param contentType of the request, with its boundary
 * @returns content by the part's name
 * @throws SalesforceError INVALID_INPUT for a body that is not whole multipart/form-data
 */
export async function readFormParts(
  contentType: string | undefined,
  body: Buffer
): Promise<ReadonlyMap<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'Content-Type': contentType ?? '' }
    }).formData();
    for (const [name, part] of form.entries()) {
      parts.set(name, typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer()));
    }
  } catch (error) {
    throw new SalesforceError('INVALID_INPUT', `The body is not multipart/form-data: ${(error as Error).message}`);
  }
  return parts;
}
