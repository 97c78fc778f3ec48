/** Text of others on its way to a terminal. */

/**
 * Control characters (the terminal's own language, C1 and DEL included) and those that turn the direction of
 * writing, which make one text look like another. Line feeds are the caller's matter.
 */
const DANGEROUS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** One line in which nothing acts upon the terminal: what would is shown as a replacement character. */
export function cleanLine(text: string): string {
  return text.replace(DANGEROUS, "\ufffd");
}

/** Lines of a text, each clean; a tab is a space. */
export function cleanLines(text: string): string[] {
  return text.replaceAll("\t", " ").split(/\r?\n/).map(cleanLine);
}

/** JSON in which every control character is escaped; `JSON.stringify` leaves DEL and C1 as they are. */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value).replace(
    DANGEROUS,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
