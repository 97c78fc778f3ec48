/**
 * Parts of words, as the index for them has them: every three characters of a text that follow each other, without
 * marks and in lower case, and not where they stand. So a text that has all threes of a part must be looked at.
 */

const MARKS = /[\u0300-\u036f]/g;

/**
 * A query for the index: all threes of the parts but those with a mark that stands by itself, of which only some count
 * there. Null when a part has none, so that nothing is found by it.
 */
export function threesOf(parts: readonly string[]): string | null {
  const threes = new Set<string>();
  for (const part of parts) {
    const letters = [...part.normalize("NFC")];
    const some = letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(""));
    const whole = some.filter((three) => three.search(MARKS) === -1);
    if (whole.length === 0) return null;
    for (const three of whole) threes.add(three);
  }
  return Array.from(threes, (three) => `"${three.replaceAll('"', '""')}"`).join(" ");
}

/** Whether a text has all these parts. */
export function partFinder(parts: readonly string[]): (text: string) => boolean {
  const sought = parts.map(folded);
  return (text) => {
    const all = folded(text);
    return sought.every((part) => all.includes(part));
  };
}

function folded(text: string): string {
  return text.normalize("NFD").replaceAll(MARKS, "").toLowerCase().replaceAll("ς", "σ");
}
