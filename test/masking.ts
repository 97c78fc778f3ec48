/** Real traffic as lines of a transcript: ids, secrets and times become placeholders (`placeholders.ts`). */

import type { Json } from "./placeholders.ts";

/** Times are milliseconds of this century; ids are larger. */
const FIRST_TIME = 1e12;
const FIRST_ID = 1e13;

/** Strings of this many letters of base64url and more are secrets. */
const SECRET = /^[\w-]{40,}$/;

/** Lists of texts longer than this say nothing about what happened. */
const LONG_LIST = 15;

/** What an id is called that stands under a key, or in an object under a key. */
const names: Readonly<Record<string, string>> = {
  message: "m",
  message_id: "m",
  reply_to: "m",
  before: "m",
  after: "m",
  around: "m",
  messages: "m",
  room: "room",
  rooms: "room",
  room_id: "room",
  channel_id: "room",
  default_room_id: "room",
  space: "space",
  space_id: "space",
  user: "user",
  author: "user",
  user_id: "user",
  owner_id: "user",
  roles: "role",
};

export class Masking {
  readonly #byValue = new Map<number | string, string>();
  readonly #counts = new Map<string, number>();

  /** Give a value its placeholder, unless it has one. */
  name(value: number | string, placeholder: string): void {
    if (!this.#byValue.has(value)) this.#byValue.set(value, placeholder);
  }

  /** A frame as it stands in a transcript. What is no JSON stays as it is, but for what is known already. */
  frame(text: string): string {
    let json: Json;
    try {
      json = JSON.parse(text) as Json;
    } catch {
      return this.text(text);
    }
    return this.#print(json, "", "");
  }

  /** Text in which what is known already is replaced. */
  text(text: string): string {
    let masked = text;
    for (const [value, name] of this.#byValue) masked = masked.replaceAll(String(value), `<${name}>`);
    return masked;
  }

  #print(json: Json, key: string, parent: string): string {
    if (typeof json === "number") return this.#number(json, key, parent);
    if (typeof json === "string") return `"${this.#string(json, key)}"`;
    if (json === null || typeof json !== "object") return JSON.stringify(json);
    if (Array.isArray(json)) {
      const items: readonly Json[] = json;
      if (items.length > LONG_LIST && items.every((one) => typeof one === "string")) return "<_>";
      return `[${items.map((one) => this.#print(one, key, parent)).join(", ")}]`;
    }
    const fields = Object.entries(json).map(([name, one]) => `"${name}": ${this.#print(one, name, key)}`);
    return `{${fields.join(", ")}}`;
  }

  #number(value: number, key: string, parent: string): string {
    if (value < FIRST_TIME) return String(value);
    if (value < FIRST_ID) return "<_>";
    return `<${this.#nameOf(value, names[key === "id" ? parent : key] ?? "id")}>`;
  }

  #string(value: string, key: string): string {
    const known = this.#byValue.get(value);
    if (known !== undefined) return `<${known}>`;
    if (SECRET.test(value) || /^\d{14,}$/.test(value)) return `<${this.#nameOf(value, key)}>`;
    return JSON.stringify(value).slice(1, -1);
  }

  #nameOf(value: number | string, kind: string): string {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const name = `${kind}${count}`;
    this.#byValue.set(value, name);
    return name;
  }
}
