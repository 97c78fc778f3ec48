/** Frames of a client (`docs/protocols/originchats.md` sections 1, 2 and 5.1). */

import type { Frame } from "../../core/dialect.ts";
import { MAX_DEPTH, MAX_FRAME_BYTES } from "./wire.ts";

/** What a client asked for. */
export interface Asked {
  /** As it came: most often a string. */
  readonly cmd: unknown;
  /** Comes back in the reply; null where there was none, or none that is a string. */
  readonly listener: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Longest `listener` that comes back, in code units. */
const MAX_LISTENER = 256;

/** What a frame says; "ignored" for a binary one, "malformed" for what is no object, "too-long". Throws nothing. */
export function decode(frame: Frame): Asked | "ignored" | "malformed" | "too-long" {
  if (typeof frame !== "string") return "ignored";
  if (isTooLong(frame)) return "too-long";
  if (isTooDeep(frame)) return "malformed";
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return "malformed";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "malformed";
  const fields = value as Record<string, unknown>;
  const { cmd, listener } = fields;
  const wanted = typeof listener === "string" && listener.length <= MAX_LISTENER;
  return { cmd, listener: wanted ? listener.toWellFormed() : null, fields };
}

const utf8 = new TextEncoder();

function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_FRAME_BYTES && utf8.encode(text).length > MAX_FRAME_BYTES;
}

/** Whether arrays and objects nest deeper than is taken: `JSON.parse` itself takes any depth. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (inString) {
      if (letter === "\\") i += 1;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === "[" || letter === "{") {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (letter === "]" || letter === "}") depth -= 1;
  }
  return false;
}
