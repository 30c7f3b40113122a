/** Slack's markup for text that a caller may have spoken. Source: documented, "Formatting text for app surfaces". */

/**
 * Text that Slack shows as it stands. Without this a company named `<!channel>` would call everybody in it.
 */
export function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** At most so many characters, with a mark where some were left out; never half of a character. */
export function clip(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/**
 * A time that Slack shows in the time zone of whoever reads it.
 * @param format Slack's tokens, e.g. `{date_long_pretty} at {time}`
 * @param fallback for clients that cannot; must hold no markup
 */
export function slackDate(at: string, format: string, fallback: string): string {
  return `<!date^${Math.floor(Date.parse(at) / 1000)}^${format}|${escapeSlack(fallback)}>`;
}

/** A link. The address must be one of ours: a `|` or `>` in it would end it. */
export function slackLink(url: string, text: string): string {
  return `<${encodeURI(decodeURI(url)).replace(/\|/g, '%7C')}|${escapeSlack(text)}>`;
}
