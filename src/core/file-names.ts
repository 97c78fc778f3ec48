/** Names of files: what people read, and a part of an address, never a place on a disk. */

/** Longest name, in bytes of UTF-8. */
export const MAX_FILE_NAME_BYTES = 255;

const utf8 = new TextEncoder();

/**
 * The name as it is kept: composed, without a path, without characters that cannot be seen or turn the reading
 * around, cut before its ending when it is too long. "file" when nothing is left.
 */
export function safeFileName(said: string): string {
  const last = said.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const seen = last.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    "",
  );
  const trimmed = seen.replace(/^[\s.]+|[\s.]+$/g, "");
  return trimmed === "" ? "file" : shortened(trimmed);
}

function shortened(name: string): string {
  if (utf8.encode(name).length <= MAX_FILE_NAME_BYTES) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  const room = MAX_FILE_NAME_BYTES - utf8.encode(ending).length;
  let stem = "";
  let bytes = 0;
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += utf8.encode(character).length;
    if (bytes > room) break;
    stem += character;
  }
  return stem + ending;
}
