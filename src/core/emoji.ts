/** What counts as an emoji in a reaction. */

/** Longest emoji accepted, in UTF-16 code units: the longest flag and family sequences fit. */
const MAX_UNITS = 40;

const rgi = /^\p{RGI_Emoji}$/v;
const bare = /^\p{Extended_Pictographic}$/u;

/**
 * The one spelling of a Unicode emoji, or null when the text is not one emoji. A symbol that is drawn as
 * text by default ("❤") gets the selector that makes it an emoji, so that both spellings count as one.
 */
export function toEmoji(text: string): string | null {
  if (text.length > MAX_UNITS) return null;
  if (rgi.test(text)) return text;
  const qualified = `${text}\uFE0F`;
  return bare.test(text) && rgi.test(qualified) ? qualified : null;
}
