/** The names of emojis, for completing ":name": loaded when the first one is typed. */

let names: Promise<readonly (readonly [string, string])[]> | null = null;

/** Pairs of a name and its character; empty when they cannot be loaded now. */
export function emojiNames(): Promise<readonly (readonly [string, string])[]> {
  names ??= load().catch(() => {
    names = null;
    return [];
  });
  return names;
}

async function load(): Promise<readonly (readonly [string, string])[]> {
  const response = await fetch("/emoji/en/shortcodes-emojibase.json");
  const codes = (await response.json()) as Readonly<Record<string, string | readonly string[]>>;
  return Object.entries(codes).flatMap(([hex, said]) => {
    const character = String.fromCodePoint(...hex.split("-").map((part) => Number.parseInt(part, 16)));
    return [said].flat().map((name) => [name, character] as const);
  });
}
