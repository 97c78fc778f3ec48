/** What counts as an emoji in a reaction. */

/** Longest emoji accepted, in UTF-16 code units: the longest flag and family sequences fit. */
const MAX_UNITS = 40;

const rgi = /^\p{RGI_Emoji}$/v;
const drawn = /\p{Emoji_Presentation}/u;

/** What a sequence is made of, with the selector that may stand behind it, and the skin tone that follows. */
const parts = /(\p{Emoji})\uFE0F?(?=(\p{Emoji_Modifier})?)/gu;

/**
 * The one spelling of a Unicode emoji, the fully-qualified one of UTS #51, or null when the text is not one emoji.
 * Keyboards and clients differ in the selector U+FE0F: "❤" lacks it, behind "👍" it says nothing. All spellings count
 * as one.
 */
export function toEmoji(text: string): string | null {
  if (text.length > MAX_UNITS) return null;
  if (rgi.test(text)) return text;
  const qualified = text.replace(parts, (_all, symbol: string, tone: string | undefined) =>
    tone !== undefined || drawn.test(symbol) ? symbol : `${symbol}\uFE0F`,
  );
  return rgi.test(qualified) ? qualified : null;
}
