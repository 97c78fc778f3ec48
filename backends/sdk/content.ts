/** Making and reading content. */

import type { Content } from "./wire.ts";

export function text(value: string): Content {
  return { type: "Text", value };
}

export function concat(...parts: readonly Content[]): Content {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: "Concat", value: parts };
}

/** Without styles; links and emotes as they are written. */
export function plainText(content: Content): string {
  switch (content.type) {
    case "Concat":
      return content.value.map(plainText).join("");
    case "Bold":
    case "Italic":
    case "Underline":
    case "Crossout":
      return plainText(content.value);
    case "Emote":
      return emoteText(content.value);
    default:
      return content.value;
  }
}

/** A server emoji is named in letters, every other is a character already. */
export function emoteText(emote: string): string {
  return /^[\w-]+$/.test(emote) ? `:${emote}:` : emote;
}
