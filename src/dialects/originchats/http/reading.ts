/** Reading the JSON bodies of calls: bounded, and of every value only what fits is taken. */

import { HTTP_TEXTS, text } from "../texts.ts";
import { HttpRefusal } from "./answers.ts";

/** Deepest nesting of a body. */
const MAX_DEPTH = 32;

export type Fields = Readonly<Record<string, unknown>>;

/** What is to be known of a JSON body before it is read; `tooLarge` has a place for the limit. */
export function requireJson(request: Request, most: number, tooLarge: string): void {
  if (!/^application\/json\b/i.test(request.headers.get("Content-Type") ?? ""))
    throw new HttpRefusal(415, HTTP_TEXTS.jsonOnly);
  if (Number(request.headers.get("Content-Length") ?? 0) > most)
    throw new HttpRefusal(413, text(tooLarge, { bytes: most }));
}

/** The text of a body. */
export async function bodyIn(request: Request): Promise<string> {
  // Nobody hears the refusal of a body that broke off.
  return await request.text().catch(() => {
    throw new HttpRefusal(400, HTTP_TEXTS.invalidJson);
  });
}

/** A body as an object. */
export function fieldsIn(body: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new HttpRefusal(400, HTTP_TEXTS.invalidJson);
  }
  if (!isFields(value) || isDeeper(value, MAX_DEPTH)) throw new HttpRefusal(400, HTTP_TEXTS.invalidJson);
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text; null where there is none, and for what is no text. */
export function textIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" ? value.toWellFormed() : null;
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((one) => isDeeper(one, depth - 1));
}
