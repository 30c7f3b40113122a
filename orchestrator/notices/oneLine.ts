/** A name as the caller said it could hold a line break, which would begin a new header or line of a mail. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}
