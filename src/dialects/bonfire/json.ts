/**
 * The JSON form of the schema: text -> messages. Pure: no session, no core types, no Protobuf. (The other
 * direction is generated whole, as gen/writers.ts.)
 *
 * One reader per message, made from the generated tables when it is first needed. Rules:
 * `docs/protocols/bonfire.md` section 1, "JSON form of the Protobuf".
 */

import { enums, type Field, messages, type Types } from "./gen/fields.ts";
import { blank, type Fields, type MessageName } from "./make.ts";

/** Deepest nesting of objects and lists that is looked at; the schema itself needs 8. */
export const MAX_DEPTH = 32;

/** Why something is not the JSON of a message. */
export class Bad {
  /** A sentence without anything of the sender's in it, so that it can be shown to anybody. */
  readonly reason: string;
  /** The event's type when that is all that is wrong: a variant that this version does not know. */
  readonly unknownVariant: string | null;

  constructor(reason: string, unknownVariant: string | null = null) {
    this.reason = reason;
    this.unknownVariant = unknownVariant;
  }

  /** The same, seen from the message whose field this was. */
  inside(field: string): Bad {
    const path = this.reason.startsWith("must ") ? `${field} ` : `${field}.`;
    return new Bad(path + this.reason, this.unknownVariant);
  }
}

/** Parse a text that must be one JSON object, not nested deeper than MAX_DEPTH. Never throws. */
export function parseObject(text: string): Fields | Bad {
  if (isDeeperThan(text, MAX_DEPTH)) return new Bad(`must not nest deeper than ${MAX_DEPTH}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Bad("must be JSON");
  }
  return isObject(value) ? value : new Bad("must be a JSON object");
}

/**
 * Read a parsed JSON object as a message; unknown fields are ignored. Never throws.
 *
 * Section 1: null is absent, enums are integers or names, 64-bit integers are numbers from 0 to 2^53 - 1.
 */
export function fromJson<K extends MessageName>(name: K, json: Fields): Types[K] | Bad {
  return readerOf(name)(json) as Types[K] | Bad;
}

/** JSON.parse takes any depth, and what handles its result may recurse; so depth is checked on the text. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
        if (text.charCodeAt(at) === BACKSLASH) at++;
      }
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > limit) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--;
    }
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Reading: each reader takes a JSON value that is neither null nor undefined.

type Read = (value: unknown) => unknown;

const readers = new Map<MessageName, Read>();

function readerOf(name: MessageName): Read {
  let reader = readers.get(name);
  if (reader === undefined) {
    reader = messageReader(name);
    readers.set(name, reader);
  }
  return reader;
}

function messageReader(name: MessageName): Read {
  // No field has the name of something that every object inherits (a test holds that), so looking a field up
  // finds only what was sent, whatever keys like __proto__ came with it.
  const plans = messages[name]
    .filter(({ mode }) => mode !== "variant")
    .map((field) => ({ name: field.name, read: fieldReader(field) }));
  const readEvent = eventReader(messages[name].filter(({ mode }) => mode === "variant"));

  return (value) => {
    if (!isObject(value)) return new Bad("must be an object");
    const message = blank(name);
    for (const plan of plans) {
      const given = value[plan.name];
      if (given === undefined || given === null) continue;
      const read = plan.read(given);
      if (read instanceof Bad) return read.inside(plan.name);
      message[plan.name] = read;
    }
    if (readEvent !== null) {
      const event = readEvent(value.event);
      if (event instanceof Bad) return event.inside("event");
      message.event = event;
    }
    return message;
  };
}

function fieldReader(field: Field): Read {
  const read = valueReader(field);
  if (field.mode !== "repeated") return read;
  return (value) => {
    if (!Array.isArray(value)) return new Bad("must be a list");
    const list: unknown[] = [];
    for (const element of value) {
      const one = read(element);
      if (one instanceof Bad) return one;
      list.push(one);
    }
    return list;
  };
}

function valueReader({ kind, of }: Field): Read {
  if (kind === "message") {
    let read: Read | null = null; // Found late: messages refer to each other.
    return (value) => {
      read ??= readerOf(of as MessageName);
      return read(value);
    };
  }
  return kind === "enum" ? enumReader(of) : scalarReaders[kind];
}

const scalarReaders = {
  string: readString,
  bool: (value: unknown) => (typeof value === "boolean" ? value : new Bad("must be true or false")),
  uint32: (value: unknown) => readInteger(value, 0xffff_ffff),
  uint64: (value: unknown) => readInteger(value, Number.MAX_SAFE_INTEGER),
  fixed64: (value: unknown) => readInteger(value, Number.MAX_SAFE_INTEGER),
  bytes: readBytes,
} as const;

function readString(value: unknown): string | Bad {
  if (typeof value !== "string") return new Bad("must be a string");
  // A lone surrogate has no UTF-8: it could be neither stored nor sent on in Protobuf.
  return value.isWellFormed() ? value : new Bad("must be well-formed Unicode");
}

function readInteger(value: unknown, max: number): number | Bad {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > max) {
    return new Bad(`must be an integer from 0 to ${max}`);
  }
  return value === 0 ? 0 : value; // -0 would be another value to Object.is.
}

function readBytes(value: unknown): Uint8Array | Bad {
  if (typeof value === "string") {
    try {
      const bytes = Uint8Array.fromBase64(value);
      // The decoder takes white space, missing padding and stray bits; what we write has none of them.
      if (bytes.toBase64() === value) return bytes;
    } catch {
      // Not in the alphabet: the same answer.
    }
  }
  return new Bad("must be base64");
}

function enumReader(name: string): Read {
  const values = new Map(Object.entries(enums[name] ?? {}));
  return (value) => {
    if (typeof value === "string") return values.get(value) ?? new Bad("must be a known name or an integer");
    return readInteger(value, 0x7fff_ffff); // Open, as in Protobuf: a newer peer may know more values.
  };
}

/** Reads the oneof `event` from its tagged object; null for a message that has none. */
function eventReader(variants: readonly Field[]): Read | null {
  if (variants.length === 0) return null;
  const texts = variants.filter(({ kind }) => kind === "string").map(({ name }) => name);
  const plans = new Map(variants.map((field) => [field.name, { field, read: valueReader(field) }]));

  return (value) => {
    if (!isObject(value)) return new Bad("must be an object");
    // A string variant says its name by being there when there is no tag: {"event": {"message": "hi"}}.
    const tag = value.type ?? texts.find((name) => (value[name] ?? null) !== null);
    if (typeof tag !== "string") return new Bad("must have a type");
    const plan = plans.get(tag);
    if (plan === undefined) return new Bad("must have a known type", tag.slice(0, 64).toWellFormed());

    const isText = plan.field.kind === "string";
    const read = plan.read(isText ? (value[tag] ?? value.value ?? "") : value);
    if (read instanceof Bad) return isText ? read.inside(tag) : read;
    return { $case: tag, value: read };
  };
}
