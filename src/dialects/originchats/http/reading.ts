/** Reading the JSON bodies of calls: bounded, and of every value only what fits is taken. */

import { BODY_LATE, HTTP_TEXTS, text } from "../texts.ts";
import { HttpRefusal } from "./answers.ts";

/** Deepest nesting of a body. */
const MAX_DEPTH = 32;
/** What every body has for arriving, in milliseconds, and how much of a longer one must come in each besides. */
const PATIENCE = 30_000;
const BYTES_A_MILLI = 16;

/** Calls back after a time, unless what it gives is called before. */
export type After = (millis: number, callback: () => void) => () => void;

export type Fields = Readonly<Record<string, unknown>>;

/** What is to be known of a JSON body before it is read; `tooLarge` has a place for the limit. */
export function requireJson(request: Request, most: number, tooLarge: string): void {
  if (!/^application\/json\b/i.test(request.headers.get("Content-Type") ?? ""))
    throw new HttpRefusal(415, HTTP_TEXTS.jsonOnly);
  if (Number(request.headers.get("Content-Length") ?? 0) > most)
    throw new HttpRefusal(413, text(tooLarge, { bytes: most }));
}

/** The text of a body. Who sends it too slowly keeps a place from others, and is refused with 408. */
export async function bodyIn(request: Request, after: After): Promise<string> {
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const stated = Number(request.headers.get("Content-Length") ?? 0);
  let isLate = false;
  const cancel = after(PATIENCE + Math.ceil(stated / BYTES_A_MILLI), () => {
    isLate = true;
    void reader.cancel().catch(() => undefined);
  });
  const chunks: Uint8Array[] = [];
  try {
    for (let read = await reader.read(); !read.done && !isLate; read = await reader.read())
      chunks.push(read.value);
  } catch {
    // Nobody hears the refusal of a body that broke off.
    if (!isLate) throw new HttpRefusal(400, HTTP_TEXTS.invalidJson);
  } finally {
    cancel();
  }
  if (isLate) throw new HttpRefusal(408, BODY_LATE);
  return new TextDecoder().decode(Buffer.concat(chunks));
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
