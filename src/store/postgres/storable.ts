/** Texts as PostgreSQL can keep them. */

import type { Value } from "./statements.ts";

/** A text as PostgreSQL can keep it: it knows no NUL, and no half of a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

/** As `storable`, where it is a text. */
export function storableValue(value: Value): Value {
  return typeof value === "string" ? storable(value) : value;
}

/** A list as JSON, where they may be written as escapes, too. */
export function storableList(value: Value): Value {
  if (typeof value !== "string" || !/\\u(?:0000|[dD])/.test(value)) return storableValue(value);
  const clean = (_name: string, part: unknown): unknown => (typeof part === "string" ? storable(part) : part);
  try {
    return JSON.stringify(JSON.parse(value, clean));
  } catch {
    return storable(value); // It was no list, but another value of the statement.
  }
}
