/**
 * Frames that no decent client sends: mutated ones, wrong types, deep nesting, huge numbers, lone surrogates,
 * unknown variants, random bytes, and the longest that may be sent.
 */

import fc from "fast-check";
import { arbitraryMessage } from "../../src/dialects/bonfire/arbitrary.ts";
import { encodeClient, encodeIdentify } from "../../src/dialects/bonfire/codec.ts";
import { MAX_FRAME_BYTES } from "../../src/dialects/bonfire/session.ts";
import { randomFrom } from "./random.ts";

/** What a frame of a client is made of. */
export interface FuzzFrame {
  readonly binary: boolean;
  readonly payload: Buffer;
}

/** Ids that mean something on the server under test, so that some frames find their way in. */
export interface Known {
  readonly ids: readonly number[];
}

/** Variants that would end the session or its rights, and with them the state under test. */
const ENDING = new Set(["space_leave", "profile_update"]);

const POOL = 3_000;

/** Valid frames of both encodings, to be spoilt. */
export interface Pool {
  readonly texts: readonly string[];
  readonly binaries: readonly Buffer[];
}

/** The same seed gives the same pool. */
export function framePool(seed: number): Pool {
  const events = fc
    .sample(arbitraryMessage("GatewayClientEvent"), { numRuns: POOL, seed })
    .filter(({ event }) => event !== undefined && !ENDING.has(event.$case));
  const identifies = fc.sample(arbitraryMessage("GatewayIdentify"), { numRuns: POOL / 20, seed });
  return {
    texts: [
      ...events.map((event) => String(encodeClient(event, "json"))),
      ...identifies.map((identify) => String(encodeIdentify(identify, "json"))),
    ],
    binaries: [
      ...events.map((event) => Buffer.from(encodeClient(event, "protobuf"))),
      ...identifies.map((identify) => Buffer.from(encodeIdentify(identify, "protobuf"))),
    ],
  };
}

/** Makes one frame after another; the same seed gives the same frames. */
export function frameSource(seed: number, { texts, binaries }: Pool, { ids }: Known): () => FuzzFrame {
  const random = randomFrom(seed);

  const json = (): string => {
    const text = random.pick(texts);
    switch (random.below(8)) {
      case 0:
        return text;
      case 1: // A real id in the place of another number.
        return text.replace(/\d{4,}/, () => String(random.pick(ids)));
      case 2:
        return spliced(text, random.below(text.length + 1), random.below(4), random.pick(SPLINTERS));
      case 3:
        return text.slice(0, random.below(text.length));
      case 4: // A value of another type.
        return replaceOne(text, /"[^"]*"(?=[,}\]])|\b\d+\b|true|false/g, random.pick(VALUES));
      case 5: // Another key.
        return replaceOne(text, /"\w+"(?=:)/g, random.pick(KEYS));
      case 6:
        return JSON.stringify({ request_id: random.below(1 << 30), event: { type: random.pick(TYPES) } });
      default:
        return random.pick(WHOLE);
    }
  };

  function replaceOne(text: string, pattern: RegExp, value: string): string {
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return text;
    const { index, 0: old } = random.pick(found);
    return spliced(text, index, old.length, value);
  }

  const bytes = (): Buffer => {
    const frame = Buffer.from(random.pick(binaries));
    switch (random.below(6)) {
      case 0:
        return frame;
      case 1:
        return random.bytes(random.below(64));
      case 2:
        return frame.subarray(0, random.below(frame.length + 1));
      case 3: {
        for (let i = 0; i <= random.below(4); i++) frame[random.below(frame.length)] = random.below(256);
        return frame;
      }
      case 4:
        return Buffer.concat([frame, random.pick(binaries)]);
      default: {
        const at = random.below(frame.length + 1);
        return Buffer.concat([frame.subarray(0, at), random.pick(BYTES), frame.subarray(at)]);
      }
    }
  };

  return () => {
    if (random.once(5_000)) {
      const size = MAX_FRAME_BYTES + random.below(2);
      return random.once(2)
        ? { binary: true, payload: Buffer.alloc(size, random.below(256)) }
        : { binary: false, payload: Buffer.from(padded(random.pick(LONG), size)) };
    }
    if (random.below(2) === 0) return { binary: true, payload: bytes() };
    const text = json();
    // Now and then bytes that are no UTF-8.
    if (random.once(200))
      return { binary: false, payload: Buffer.concat([Buffer.from(text), random.pick(BYTES)]) };
    return { binary: false, payload: Buffer.from(text) };
  };
}

function spliced(text: string, at: number, remove: number, insert: string): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

const DEEP = 10_000;

const SPLINTERS = [
  "[",
  "{",
  "}",
  "]",
  '"',
  "\\",
  ",",
  ":",
  "null",
  "\0",
  "\u2028",
  "\ufeff",
  "-",
  "1e999",
  "🙂",
  "\\ud800",
  "\\u0000",
  "__proto__",
];

const VALUES = [
  "null",
  "true",
  "-1",
  "0.5",
  "1e400",
  "-0",
  "9007199254740991",
  "9007199254740992",
  "18446744073709551616",
  '""',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  "[]",
  "{}",
  "[[]]",
  '{"type":"ok"}',
  '"1"',
  "[null]",
  '"__proto__"',
  `"${"x".repeat(20_000)}"`,
  "1".repeat(400),
  '{"__proto__":{"type":"heartbeat"}}',
];

const KEYS = [
  '"__proto__"',
  '"constructor"',
  '"event"',
  '"type"',
  '"token"',
  '"request_id"',
  '""',
  '"toString"',
  '"message"',
];

const TYPES = [
  "heartbeat",
  "nothing",
  "",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "message",
  "ready",
  "ok",
  "x".repeat(1_000),
  "message_send\0",
  "\ud800",
];

const WHOLE = [
  "",
  " ",
  "null",
  "[]",
  "{}",
  "0",
  '"event"',
  "{",
  "[1,2",
  "true",
  "NaN",
  "undefined",
  "/* */{}",
  "{'event':1}",
  "[".repeat(DEEP),
  '{"event":'.repeat(DEEP),
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `{"event":{"type":"message_send","embeds":${"[".repeat(40)}${"]".repeat(40)}}}`,
  '{"event":{"type":"message_send"},"event":{"type":"heartbeat"}}',
  '{"request_id":4294967296,"event":{"type":"heartbeat"}}',
  '{"request_id":-1,"event":{"type":"heartbeat"}}',
  '{"request_id":"1","event":{"type":"heartbeat"}}',
  '{"request_id":7,"event":null}',
  '{"request_id":7,"event":[]}',
  '{"request_id":7,"event":{"type":null}}',
  '{"token":null}',
  '{"token":7}',
  '{"token":""}',
  '{"token":"x","resume":{}}',
  '{"token":"x","resume":{"positions":[{"stream":-1}]}}',
  `{"token":"${"x".repeat(5_000)}"}`,
  '{"event":{"message":"said without a type"}}',
  '{"event":{"type":"message","value":"\\ud83d"}}',
  '{"request_id":9,"event":{"type":"history_get","room_id":1e15,"limit":4294967295}}',
];

const BYTES = [
  Buffer.from("ff", "hex"),
  Buffer.from("eda080", "hex"),
  Buffer.from("c080", "hex"),
  Buffer.from("f8808080", "hex"),
  Buffer.from("00", "hex"),
  Buffer.from("ffffffffffffffffff01", "hex"),
  Buffer.from("ffffffffffffffffffff7f", "hex"),
  Buffer.from("0b", "hex"),
  Buffer.from("0f0f", "hex"),
  Buffer.from("0affffffff0f", "hex"),
  Buffer.from("f2ff0300", "hex"),
];

const LONG = [
  '{"request_id":3,"event":{"type":"message_send","room_id":1,"content":"#"}}',
  '{"token":"#"}',
  "[#]",
  '{"event":{"type":"heartbeat","ignored":"#"}}',
];

/** The text with its "#" drawn out until it has so many bytes. */
function padded(text: string, bytes: number): string {
  const [before = "", after = ""] = text.split("#");
  return before + "a".repeat(bytes - before.length - after.length) + after;
}
