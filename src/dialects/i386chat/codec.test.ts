import { expect, test } from "bun:test";
import fc from "fast-check";
import { decode, encodeError, encodeEvent, encodeIntroduce, encodeReady, HEARTBEAT } from "./codec.ts";
import { fits, fitting, split } from "./cutting.ts";
import { toNumber } from "./digits.ts";
import { digitsIn, keyOf, uuidOf } from "./nouns.ts";
import { MAX_FRAME_BYTES } from "./wire.ts";

const bad = (malformed: string) => ({ malformed, tooLong: false });
const tooLong = { malformed: "a frame has at most 4096 bytes", tooLong: true };
const event = (t: string, cnf: object, nonce: string | null = null) => ({ f: 130, t, cnf, nonce });
const present = (resume: object | null) => ({ f: 110, token: "k", resume });
/** A heartbeat of exactly so many bytes, most of them in characters of two or four bytes. */
const padded = (bytes: number, character: string): string => {
  const frame = (text: string) => `{"f":120,"x":"${text}"}`;
  const room = bytes - Buffer.byteLength(frame(""));
  const count = Math.floor(room / Buffer.byteLength(character));
  return frame(character.repeat(count) + "a".repeat(room - count * Buffer.byteLength(character)));
};

// What the line shows, the line, what it decodes to.
const lines = [
  ["a heartbeat", '{"f":120}', { f: 120 }],
  ["a heartbeat with more", '{"f":120,"cnf":1,"s":"x","t":5}', { f: 120 }],
  ["presenting", '{"f":110,"cnf":{"token":"k"}}', present(null)],
  ["s and t count with 130 only", '{"f":110,"s":[],"t":7,"cnf":{"token":"k"}}', present(null)],
  [
    "resuming",
    '{"f":110,"cnf":{"token":"k","session_id":9683494578353,"s":21,"room":5}}',
    present({ session: 9683494578353, s: 21, room: 5 }),
  ],
  [
    "resuming without a place",
    '{"f":110,"cnf":{"token":"k","session_id":1}}',
    present({ session: 1, s: null, room: null }),
  ],
  ["an event by t", '{"f":130,"t":"A","cnf":{}}', event("A", {})],
  ["an event by e", '{"f":130,"e":"A","cnf":{},"s":3}', event("A", {})],
  ["t wins", '{"f":130,"e":"A","t":"B","cnf":{}}', event("B", {})],
  ["a nonce", '{"f":130,"t":"A","cnf":{"nonce":1}}', event("A", { nonce: 1 }, "1")],
  ["a negative nonce", '{"f":130,"t":"A","cnf":{"nonce":-1}}', event("A", { nonce: -1 }, "-1")],
  ["2^53 bytes of luck", "{", bad("it is not a JSON object")],
  ["nothing", "", bad("it is not a JSON object")],
  ["a list", "[]", bad("it is not a JSON object")],
  ["null", "null", bad("it is not a JSON object")],
  ["f is a text", '{"f":"120"}', bad("f is not a function code of a client: 110, 120 or 130")],
  ["f of the server", '{"f":140}', bad("f is not a function code of a client: 110, 120 or 130")],
  ["f is a fraction", '{"f":120.5}', bad("f is not a function code of a client: 110, 120 or 130")],
  ["no f", "{}", bad("f is not a function code of a client: 110, 120 or 130")],
  ["110 without cnf", '{"f":110}', bad("cnf of 110 is an object")],
  ["110 with an empty token", '{"f":110,"cnf":{"token":""}}', bad("cnf.token is a text")],
  [
    "session_id is a text",
    '{"f":110,"cnf":{"token":"k","session_id":"1"}}',
    bad("cnf.session_id is a whole number"),
  ],
  ["s below 0", '{"f":110,"cnf":{"token":"k","session_id":1,"s":-1}}', bad("cnf.s is a whole number")],
  [
    "s above 2^53",
    '{"f":110,"cnf":{"token":"k","session_id":1,"s":9007199254740993}}',
    bad("cnf.s is a whole number"),
  ],
  ["130 without cnf", '{"f":130,"t":"A"}', bad("cnf of an event is an object")],
  ["130 without a name", '{"f":130,"cnf":{}}', bad("t is the name of an event")],
  ["a name that is none", '{"f":130,"t":5,"e":"A","cnf":{}}', bad("t is the name of an event")],
  ["a nonce with a fraction", '{"f":130,"t":"A","cnf":{"nonce":1.5}}', bad("cnf.nonce is a whole number")],
  ["a nonce in quotes", '{"f":130,"t":"A","cnf":{"nonce":"1"}}', bad("cnf.nonce is a whole number")],
  [
    "a nonce that looks like ours",
    '{"f":130,"t":"A","cnf":{"nonce":{"text":"1"}}}',
    bad("cnf.nonce is a whole number"),
  ],
  [
    "a huge nonce with an exponent",
    '{"f":130,"t":"A","cnf":{"nonce":1e300}}',
    bad("cnf.nonce is a whole number"),
  ],
  ["4096 bytes", padded(4096, "a"), { f: 120 }],
  ["4097 bytes", padded(4097, "a"), tooLong],
  ["4096 bytes of é", padded(4096, "é"), { f: 120 }],
  ["4097 bytes of é, in fewer characters", padded(4097, "é"), tooLong],
  ["4096 bytes of 🦊", padded(4096, "🦊"), { f: 120 }],
  ["4097 bytes of 🦊", padded(4097, "🦊"), tooLong],
  ["too long is told before anything is parsed", "[".repeat(4097), tooLong],
  ["deep, and short enough", "[".repeat(4096), bad("it is not a JSON object")],
] as const;

for (const [name, line, expected] of lines) {
  test(`decode: ${name}`, () => expect(decode(line)).toEqual(expected as never));
}

test("decode: bytes are no text", () => {
  expect(decode(new Uint8Array(2))).toEqual(bad("frames are text"));
  expect(decode(new Uint8Array(4097))).toEqual(tooLong);
});

test("a nonce keeps its digits, however many", () => {
  for (const digits of ["9007199254740993", "18446744073709551615", `-${"1234567890".repeat(30)}`, "0"]) {
    const said = decode(`{"f":130,"t":"A","cnf":{"nonce":${digits},"content":"9007199254740993"}}`);
    if (!("nonce" in said)) throw new Error("no event");
    expect(said.nonce).toBe(digits);
    expect(encodeEvent("MESSAGE_CREATE", { nonce: toNumber(said.nonce ?? "") }, 1)).toContain(
      `"nonce":${digits}}`,
    );
    expect(said.cnf.content).toBe("9007199254740993");
  }
  expect(decode(`{"f":130,"t":"A","cnf":{"nonce":${"1".repeat(2049)}}}`)).toEqual(
    bad("cnf.nonce is a whole number"),
  );
});

test("the server's frames, to the letter", () => {
  expect(encodeIntroduce(20_000)).toBe('{"f":100,"cnf":{"hb_int":20000}}');
  expect(HEARTBEAT).toBe('{"f":120}');
  expect(encodeReady(6, 5, "k")).toBe('{"f":140,"cnf":{"v":6,"session_id":5,"enc_key":"k"}}');
  expect(encodeEvent("GATEWAY_DOWN", { in: 0 }, null)).toBe(
    '{"f":130,"t":"GATEWAY_DOWN","e":"GATEWAY_DOWN","cnf":{"in":0}}',
  );
  expect(encodeEvent("MESSAGE_CREATE", {}, 21)).toBe(
    '{"f":130,"t":"MESSAGE_CREATE","e":"MESSAGE_CREATE","s":21,"cnf":{}}',
  );
  expect(encodeError(4001, true, "why")).toBe('{"f":150,"cnf":{"c":4001,"d":true,"m":"why"}}');
});

test("whatever comes, decoding gives an answer", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 5_000 }), fc.json()), (text) => {
      const said = decode(text);
      expect("malformed" in said || said.f > 100).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.double());
  const frame = fc.record({
    f: fc.oneof(fc.constantFrom(100, 110, 120, 130, 140, 150), value),
    cnf: value,
    s: value,
    t: value,
    e: value,
  });
  fc.assert(
    fc.property(frame, (one) => void decode(JSON.stringify(one))),
    { numRuns: 2_000 },
  );
});

test("what is cut fits, fills its frame, and ends between two characters", () => {
  const build = (text: string, truncated: boolean) => JSON.stringify({ text, truncated });
  const family = "👨‍👩‍👧‍👦";
  for (const unit of ["a", "é", "🦊", family, '"', "\u0001", "e\u0301"]) {
    const text = unit.repeat(5_000);
    const frame = fitting(text, build);
    expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
    const cut = JSON.parse(frame) as { text: string; truncated: boolean };
    expect(cut.truncated).toBe(true);
    expect(cut.text).toBe(unit.repeat(cut.text.length / unit.length));
    expect(fits(build(cut.text + unit, true))).toBe(false);
  }
  expect(fitting("a".repeat(4_000), build)).toBe(build("a".repeat(4_000), false));
});

test("a list that does not fit is told in several frames, whole and in order", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 150 }), (items) => {
      const frames = split(items, (some, more) => JSON.stringify({ some, more }));
      const told = frames.map((frame) => JSON.parse(frame) as { some: string[]; more: boolean });
      for (const frame of frames) expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
      expect(told.flatMap(({ some }) => some)).toEqual(items);
      expect(told.map(({ more }) => more)).toEqual(told.map((_, i) => i < told.length - 1));
    }),
    { numRuns: 100 },
  );
});

test("keys carry the digits of 64 bits, count by session and content, and fit the core", () => {
  const hash = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("base64url");
  const key = keyOf(hash, 5, "18446744073709551615", "x");
  expect(digitsIn(key)).toBe("18446744073709551615");
  expect(key.length).toBeLessThanOrEqual(64);
  expect(
    new Set([key, keyOf(hash, 6, "18446744073709551615", "x"), keyOf(hash, 5, "18446744073709551615", "y")])
      .size,
  ).toBe(3);
  expect(digitsIn(keyOf(hash, 5, "1".repeat(21), "x"))).toBe("0");
  for (const other of [null, "", "n1", `${"a".repeat(43)}.007`, "1".repeat(64)])
    expect(digitsIn(other)).toBe("0");
});

test("a uuid holds its id", () => {
  expect(uuidOf(114_719_443_763_200)).toBe("00006856-33b1-8000-8000-00000000c000");
  expect(uuidOf(Number.MAX_SAFE_INTEGER)).toBe("001fffff-ffff-8000-8000-00000000ffff");
});
