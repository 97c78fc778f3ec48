/** Messages with their defaults filled in. Knows only the generated tables. */

import { messages, type Types } from "./gen/fields.ts";

export type MessageName = keyof Types;

/** A message seen as its fields, for code that works from the tables. */
export type Fields = Record<string, unknown>;

/**
 * A message with the given fields; all others have the default of `docs/protocols/bonfire.md` section 1:
 * 0, "", false, an empty list, or absent.
 */
export function make<K extends MessageName>(name: K, values: Partial<Types[K]> = {}): Types[K] {
  const message: object = Object.assign(blank(name), values);
  return message as Types[K];
}

/** A fresh message in which every field has its default. */
export function blank(name: MessageName): Fields {
  let entry = blanks.get(name);
  if (entry === undefined) {
    entry = blankOf(name);
    blanks.set(name, entry);
  }
  const message = { ...entry.scalars };
  for (const list of entry.lists) message[list] = []; // Never shared: who gets a message may add to it.
  return message;
}

interface Blank {
  readonly scalars: Fields;
  readonly lists: readonly string[];
}

const blanks = new Map<MessageName, Blank>();

const defaults = {
  string: "",
  bool: false,
  uint32: 0,
  uint64: 0,
  fixed64: 0,
  enum: 0,
  bytes: new Uint8Array(0),
  message: undefined,
} as const;

function blankOf(name: MessageName): Blank {
  const scalars: Fields = {};
  const lists: string[] = [];
  for (const field of messages[name]) {
    if (field.mode === "variant") scalars.event = undefined;
    else if (field.mode === "repeated") lists.push(field.name);
    else scalars[field.name] = field.mode === "optional" ? undefined : defaults[field.kind];
  }
  return { scalars, lists };
}
