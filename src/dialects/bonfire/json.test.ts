import { expect, test } from "bun:test";
import fc from "fast-check";
import { messages, type Types } from "./gen/fields.ts";
import { Bad, fromJson, MAX_DEPTH, parseObject } from "./json.ts";
import { make } from "./make.ts";

const LARGEST_ID = "9007199254740991"; // 2^53 - 1
const TOO_LARGE = "9007199254740992"; // 2^53, which rounds to itself and so looks exact

type Client = Types["GatewayClientEvent"];

function read(line: string): Client | Bad {
  const json = parseObject(line);
  return json instanceof Bad ? json : fromJson("GatewayClientEvent", json);
}

function event(event: Client["event"], request_id = 0): Client {
  return { request_id, event };
}

const says = (value: string) => event({ $case: "message", value });
const typing = (room_id: number) => event({ $case: "typing_start", value: { room_id } });
const sends = (values: Partial<Types["MessageSendRequest"]>) =>
  event({ $case: "message_send", value: make("MessageSendRequest", values) });

// What the line shows, the line, what it is read as.
const lines: readonly [string, string, Client][] = [
  ["string variant as we send it", '{"event":{"type":"message","message":"hi"}}', says("hi")],
  ["string variant with value", '{"event":{"type":"message","value":"hi"}}', says("hi")],
  ["string variant without a tag", '{"event":{"message":"hi"}}', says("hi")],
  ["message goes before value", '{"event":{"type":"message","message":"a","value":"b"}}', says("a")],
  ["string variant, absent means empty", '{"event":{"type":"message"}}', says("")],
  ["string variant, null means empty", '{"event":{"type":"message","message":null}}', says("")],
  ["tag after the fields", '{"event":{"room_id":12,"type":"typing_start"}}', typing(12)],
  ["white space", ' { "event" : { "type" : "typing_start" , "room_id" : 12 } } ', typing(12)],
  ["absent means default", '{"event":{"type":"typing_start"}}', typing(0)],
  ["null means absent", '{"request_id":null,"event":{"type":"typing_start","room_id":null}}', typing(0)],
  ["unknown fields are ignored", '{"x":[{}],"event":{"type":"typing_start","room_id":1,"y":{}}}', typing(1)],
  ["the last of two keys holds", '{"event":{"type":"typing_start","room_id":1,"room_id":2}}', typing(2)],
  [
    "largest id",
    `{"event":{"type":"typing_start","room_id":${LARGEST_ID}}}`,
    typing(Number.MAX_SAFE_INTEGER),
  ],
  [
    "an integer may be written with an exponent",
    '{"event":{"type":"typing_start","room_id":1.2e1}}',
    typing(12),
  ],
  ["minus zero is zero", '{"event":{"type":"typing_start","room_id":-0}}', typing(0)],
  [
    "request id",
    '{"request_id":4294967295,"event":{"type":"heartbeat"}}',
    event({ $case: "heartbeat", value: {} }, 0xffff_ffff),
  ],
  [
    "a message as in the specification",
    '{"request_id":7,"event":{"type":"message_send","room_id":12,"content":"hi","nonce":"a1",' +
      '"reply_to":99,"reply_ping":true,"attachment_ids":[]}}',
    { ...sends({ room_id: 12, content: "hi", nonce: "a1", reply_to: 99, reply_ping: true }), request_id: 7 },
  ],
  ["a list", '{"event":{"type":"message_send","attachment_ids":[1,2]}}', sends({ attachment_ids: [1, 2] })],
  ["escapes", '{"event":{"type":"message","message":"\\u00e9\\ud83d\\ude00\\n\\""}}', says('é😀\n"')],
  ["__proto__ is an unknown field", '{"__proto__":{"request_id":9},"event":{"message":"hi"}}', says("hi")],
  ["constructor too", '{"constructor":{"prototype":{"x":1}},"event":{"message":"hi"}}', says("hi")],
  [
    "an optional field that is present",
    '{"event":{"type":"room_update","room_id":3,"topic":""}}',
    event({ $case: "room_update", value: make("RoomUpdateRequest", { room_id: 3, topic: "" }) }),
  ],
  [
    "bytes",
    '{"event":{"type":"emoji_create","name":"ok","image":"AP8="}}',
    event({
      $case: "emoji_create",
      value: make("EmojiCreateRequest", { name: "ok", image: new Uint8Array([0, 255]) }),
    }),
  ],
];

test.each(lines)("reads: %s", (_, line, message) => {
  expect(read(line)).toEqual(message);
});

// What is wrong, the line, the reason.
const badLines: readonly [string, string, string][] = [
  ["nothing", "", "must be JSON"],
  ["half an object", '{"event":', "must be JSON"],
  ["a list", "[]", "must be a JSON object"],
  ["null", "null", "must be a JSON object"],
  ["a string", '"hi"', "must be a JSON object"],
  ["no event", "{}", "event must be an object"],
  ["event null", '{"event":null}', "event must be an object"],
  ["event a list", '{"event":[]}', "event must be an object"],
  ["empty event", '{"event":{}}', "event must have a type"],
  ["tag not a string", '{"event":{"type":1}}', "event must have a type"],
  ["value without a tag", '{"event":{"value":"hi"}}', "event must have a type"],
  ["unknown variant", '{"event":{"type":"fly"}}', "event must have a known type"],
  ["inherited name as tag", '{"event":{"type":"constructor"}}', "event must have a known type"],
  ["text not a string", '{"event":{"type":"message","message":5}}', "event.message must be a string"],
  ["lone surrogate", '{"event":{"message":"\\ud83d"}}', "event.message must be well-formed Unicode"],
  ["id as a string", '{"event":{"type":"typing_start","room_id":"12"}}', "event.room_id"],
  ["id 2^53", `{"event":{"type":"typing_start","room_id":${TOO_LARGE}}}`, "event.room_id"],
  ["negative id", '{"event":{"type":"typing_start","room_id":-1}}', "event.room_id"],
  ["fraction", '{"event":{"type":"typing_start","room_id":1.5}}', "event.room_id"],
  ["infinite", '{"event":{"type":"typing_start","room_id":1e999}}', "event.room_id"],
  [
    "uint32 too large",
    '{"request_id":4294967296,"event":{"type":"heartbeat"}}',
    "request_id must be an integer",
  ],
  [
    "bool as number",
    '{"event":{"type":"message_send","reply_ping":1}}',
    "event.reply_ping must be true or false",
  ],
  [
    "list as number",
    '{"event":{"type":"message_send","attachment_ids":1}}',
    "event.attachment_ids must be a list",
  ],
  [
    "null in a list",
    '{"event":{"type":"message_send","attachment_ids":[null]}}',
    "event.attachment_ids must be",
  ],
  ["message as list", '{"event":{"type":"message_send","embeds":[[]]}}', "event.embeds must be an object"],
  [
    "inside a list",
    '{"event":{"type":"message_send","embeds":[{"url":1}]}}',
    "event.embeds.url must be a string",
  ],
  ["base64 without padding", '{"event":{"type":"emoji_create","image":"AP8"}}', "event.image must be base64"],
  [
    "base64 with stray bits",
    '{"event":{"type":"emoji_create","image":"AP9="}}',
    "event.image must be base64",
  ],
  ["base64 with a space", '{"event":{"type":"emoji_create","image":"AP 8="}}', "event.image must be base64"],
  ["base64url", '{"event":{"type":"emoji_create","image":"__8="}}', "event.image must be base64"],
];

test.each(badLines)("refuses: %s", (_, line, reason) => {
  const bad = read(line);
  expect(bad).toBeInstanceOf(Bad);
  expect((bad as Bad).reason).toStartWith(reason);
});

test("an unknown variant is told apart, by a name that is bounded", () => {
  expect(read('{"event":{"type":"fly","far":1}}')).toHaveProperty("unknownVariant", "fly");
  const long = read(`{"event":{"type":"${"x".repeat(1000)}"}}`);
  expect((long as Bad).unknownVariant).toHaveLength(64);
});

test("enums are integers or names, and open", () => {
  const clientType = (value: string) => {
    const json = parseObject(`{"token":"t","client_type":${value}}`);
    return json instanceof Bad ? json : fromJson("GatewayIdentify", json);
  };
  expect(clientType('"NATIVE"')).toHaveProperty("client_type", 2);
  expect(clientType("1")).toHaveProperty("client_type", 1);
  expect(clientType("null")).toHaveProperty("client_type", 0);
  expect(clientType("77")).toHaveProperty("client_type", 77);
  expect(clientType('"TOASTER"')).toHaveProperty("reason", "client_type must be a known name or an integer");
  expect(clientType('"toString"')).toBeInstanceOf(Bad);
  expect(clientType("-1")).toBeInstanceOf(Bad);
});

test("nesting is bounded before it is parsed", () => {
  const nested = (depth: number, open: string, close: string) =>
    `{"x":${open.repeat(depth - 1)}${close.repeat(depth - 1)}}`;
  expect(parseObject(nested(MAX_DEPTH, "[", "]"))).not.toBeInstanceOf(Bad);
  expect(parseObject(nested(MAX_DEPTH + 1, "[", "]"))).toHaveProperty(
    "reason",
    "must not nest deeper than 32",
  );
  expect(parseObject('{"x":'.repeat(100_000))).toHaveProperty("reason", "must not nest deeper than 32");
  // Brackets in strings do not count, escaped quotes do not end them, and what is closed is closed.
  expect(parseObject(`{"x":"${"[".repeat(100)}\\"${"{".repeat(100)}"}`)).not.toBeInstanceOf(Bad);
  expect(parseObject(`{"x":[${Array(100).fill("[{}]").join()}]}`)).not.toBeInstanceOf(Bad);
  expect(parseObject('{"x":"unended')).toHaveProperty("reason", "must be JSON");
});

test("a hostile key changes no object", () => {
  read('{"__proto__":{"polluted":1},"event":{"type":"typing_start","__proto__":{"room_id":5},"room_id":1}}');
  expect({}).not.toHaveProperty("polluted");
  expect(read('{"event":{"type":"typing_start","__proto__":{"room_id":5}}}')).toEqual(typing(0));
});

test("no field has the tag's name, or that of something every object inherits", () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  for (const field of Object.values(messages).flat()) {
    expect(field.name).not.toBe("type");
    expect(inherited).not.toContain(field.name);
  }
});

test("every variant is written in snake_case, and no message has a number twice", () => {
  for (const fields of Object.values(messages)) {
    expect(new Set(fields.map(({ number }) => number)).size).toBe(fields.length);
    for (const { name } of fields) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  }
});

test("any text and any JSON is read or refused, never thrown at", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void read(text)));
  fc.assert(fc.property(fc.json(), (text) => void read(text)));
  const tag = fc.constantFrom(...messages.GatewayClientEvent.map(({ name }) => name));
  const key = fc.constantFrom(
    "type",
    "message",
    "room_id",
    "content",
    "embeds",
    "attachment_ids",
    "rule",
    "image",
  );
  const body = fc.dictionary(key, fc.jsonValue());
  fc.assert(
    fc.property(tag, body, (type, fields) => {
      read(JSON.stringify({ event: { ...fields, type } }));
    }),
  );
});
