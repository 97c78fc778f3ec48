import { expect, test } from "bun:test";
import fc from "fast-check";
import { arbitraryMessage } from "./arbitrary.ts";
import {
  decodeClientEvent,
  decodeHandshake,
  decodeIdentify,
  decodeServerEvent,
  encodeClient,
  encodeHandshake,
  encodeIdentify,
  encodeServer,
  type Frame,
} from "./codec.ts";
import type { Types } from "./gen/fields.ts";
import { make } from "./make.ts";

const encodings = ["json", "protobuf"] as const;

/** Bytes from hex with spaces. */
function hex(text: string): Uint8Array {
  return Uint8Array.fromHex(text.replaceAll(" ", ""));
}

const server = (
  event: Types["GatewayServerEvent"]["event"],
  values: Partial<Types["GatewayServerEvent"]> = {},
) => make("GatewayServerEvent", { ...values, event });
const client = (event: Types["GatewayClientEvent"]["event"], request_id = 0) =>
  make("GatewayClientEvent", { request_id, event });

const ann = make("User", { id: 5, handle: "ann", name: "Ann" });

// What the row shows, the event, its JSON, its bytes.
const told: readonly [string, Types["GatewayServerEvent"], string, string][] = [
  [
    "the public schema's string",
    server({ $case: "message", value: "ann: hi" }),
    '{"event":{"type":"message","message":"ann: hi"}}',
    "0a 07 616e6e3a206869",
  ],
  [
    "a logged event with its position",
    server(
      { $case: "message_delete", value: { room_id: 12, message_id: 99, user: undefined } },
      { stream: 12, seq: 41 },
    ),
    '{"stream":12,"seq":41,"event":{"type":"message_delete","room_id":12,"message_id":99}}',
    "59 0c00000000000000 60 29 9a01 12 09 0c00000000000000 11 6300000000000000",
  ],
  [
    "a message: section 2 whole, of the rest what says something",
    server({
      $case: "message_create",
      value: {
        message: make("Message", {
          id: 1,
          channel_id: 2,
          n: 3,
          author: ann,
          reactions: [{ emoji: "👍", count: 1 }],
        }),
      },
    }),
    '{"event":{"type":"message_create","message":{"id":1,"channel_id":2,"content":"","n":3,' +
      '"author":{"id":5,"handle":"ann","name":"Ann"},"reactions":[{"emoji":"👍","count":1}]}}}',
    "8a01 36 0a 34 09 0100000000000000 11 0200000000000000 50 03 " +
      "5a 13 09 0500000000000000 12 03 616e6e 1a 03 416e6e 9201 08 0a 04 f09f918d 10 01",
  ],
  [
    "an answer",
    server(
      { $case: "error", value: { code: "forbidden", message: "No", retry_after_ms: 0 } },
      { request_id: 7 },
    ),
    '{"request_id":7,"event":{"type":"error","code":"forbidden","message":"No","retry_after_ms":0}}',
    "50 07 8201 0f 0a 09 666f7262696464656e 12 02 4e6f",
  ],
  ["an empty answer", server({ $case: "ok", value: make("Ok") }), '{"event":{"type":"ok"}}', "7a 00"],
  [
    "an empty list below number 10 is written, from 10 up it is not",
    server({ $case: "resumed", value: make("ResumedEvent") }),
    '{"event":{"type":"resumed","presences":[],"voice_states":[]}}',
    "72 00",
  ],
  [
    "an optional field that is present, though it is the default",
    server({
      $case: "message_update",
      value: make("MessageUpdateEvent", { room_id: 1, message_id: 2, content: "" }),
    }),
    '{"event":{"type":"message_update","room_id":1,"message_id":2,"content":""}}',
    "9201 14 09 0100000000000000 11 0200000000000000 52 00",
  ],
];

test.each(told)("tells: %s", (_, event, json, bytes) => {
  expect(encodeServer(event, "json")).toBe(json);
  expect(encodeServer(event, "protobuf")).toEqual(hex(bytes));
  expect(decodeServerEvent(json)).toEqual(event);
  expect(decodeServerEvent(hex(bytes))).toEqual(event);
});

test("what is frozen in a ready is written once, and says the same every time", () => {
  const ready = () => ({
    ...make("ReadyEvent", { session_id: "1" }),
    rooms: [make("Room", { id: 1, name: "lobby" }), make("Room", { id: 2, name: "hall" })],
    positions: [make("Position", { stream: 1, seq: 3 })],
  });
  const plain = encodeServer(server({ $case: "ready", value: ready() }), "json");
  const shared = ready();
  for (const one of [...shared.rooms, ...shared.positions]) Object.freeze(one);
  for (let i = 0; i < 2; i++)
    expect(encodeServer(server({ $case: "ready", value: shared }), "json")).toBe(plain);
  const changing = ready();
  encodeServer(server({ $case: "ready", value: changing }), "json");
  for (const room of changing.rooms) room.name = "attic";
  expect(encodeServer(server({ $case: "ready", value: changing }), "json")).toContain("attic");
});

test("the handshake travels bare", () => {
  const handshake = make("GatewayHandshake", { version: "0.1.0" });
  expect(encodeHandshake(handshake, "json")).toBe('{"version":"0.1.0"}');
  expect(encodeHandshake(handshake, "protobuf")).toEqual(hex("0a 05 302e312e30"));
  const full = { ...handshake, capabilities: ["a"], protocol_version: "0.0.1", server: "Koine/0.1.0" };
  expect(encodeHandshake(full, "json")).toBe(
    '{"version":"0.1.0","capabilities":["a"],"protocol_version":"0.0.1","server":"Koine/0.1.0"}',
  );
});

test("the identify travels bare", () => {
  const identify = make("GatewayIdentify", { token: "t", client_type: 1, client_agent: "a" });
  expect(encodeIdentify(identify, "json")).toBe('{"token":"t","client_type":1,"client_agent":"a"}');
  expect(encodeIdentify(identify, "protobuf")).toEqual(hex("0a 01 74 10 01 1a 01 61"));
});

const NOT_IDENTIFY = { notIdentify: true };
const identify = (values: Partial<Types["GatewayIdentify"]>) => make("GatewayIdentify", values);
const bad = (reason: string, requestId = 0) => ({ malformed: expect.stringContaining(reason), requestId });

// What the row shows, the first frame, what it is.
const firstFrames: readonly [string, Frame, unknown][] = [
  [
    "text",
    '{"token":"t","client_type":"WEB","client_agent":"a"}',
    identify({ token: "t", client_type: 1, client_agent: "a" }),
  ],
  ["text, token alone", '{"token":"t"}', identify({ token: "t" })],
  ["text, a null event is absent", '{"token":"t","event":null}', identify({ token: "t" })],
  [
    "text, resume",
    '{"token":"t","resume":{"resume_token":"r","positions":[{"stream":12,"seq":41}]}}',
    identify({ token: "t", resume: { resume_token: "r", positions: [{ stream: 12, seq: 41 }] } }),
  ],
  ["text, resume without a token", '{"resume":{"resume_token":"r"}}', bad("token must be a string")],
  ["text, token null", '{"token":null}', bad("token must be a string")],
  ["text, token a number", '{"token":5}', bad("token must be a string")],
  ["text, an empty object", "{}", bad("token must be a string")],
  ["text, an event", '{"event":{"type":"heartbeat"}}', NOT_IDENTIFY],
  ["text, an event and a token", '{"token":"t","event":{"message":"hi"}}', NOT_IDENTIFY],
  ["text, an event that does not decode", '{"request_id":3,"event":{"type":"fly"}}', bad("known type", 3)],
  ["text, not JSON", "hello", bad("must be JSON")],
  ["binary", hex("0a0174 1001 1a0161"), identify({ token: "t", client_type: 1, client_agent: "a" })],
  ["binary, token alone", hex("0a0174"), identify({ token: "t" })],
  ["binary, what an event that says text looks like", hex("0a026869"), identify({ token: "hi" })],
  [
    "binary, resume",
    hex("0a0174 52 03 0a0172"),
    identify({ token: "t", resume: { resume_token: "r", positions: [] } }),
  ],
  ["binary, an event with a variant", hex("5007 a204 00"), NOT_IDENTIFY],
  ["binary, text with a request id", hex("0a0174 5007"), bad("must be a GatewayIdentify", 7)],
  ["binary, an event of an unknown variant", hex("5007 c23e 00"), bad("must be a GatewayIdentify", 7)],
  ["binary, nothing", hex(""), bad("token must not be empty")],
  ["binary, a client type without a token", hex("1001"), bad("token must not be empty")],
  ["binary, token not UTF-8", hex("0a01ff"), bad("UTF-8")],
  ["binary, a cut frame", hex("0a0574"), bad("must not end inside a field")],
];

test.each(firstFrames)("first frame: %s", (_, frame, expected) => {
  expect(decodeIdentify(frame)).toEqual(expected as never);
});

const heartbeat = client({ $case: "heartbeat", value: {} });
const typing = (room_id: number) => client({ $case: "typing_start", value: { room_id } });

// What the row shows, the frame, what it is.
const frames: readonly [string, Frame, unknown][] = [
  ["text", '{"event":{"type":"heartbeat"}}', heartbeat],
  ["text, identify again", '{"token":"t"}', { secondIdentify: true }],
  ["text, an event beside a token", '{"token":"t","event":{"type":"heartbeat"}}', heartbeat],
  [
    "text, unknown variant",
    '{"request_id":4,"event":{"type":"fly"}}',
    { unknownVariant: "fly", requestId: 4 },
  ],
  [
    "text, malformed with a request id",
    '{"request_id":4,"event":{"type":"typing_start","room_id":-1}}',
    bad("room_id", 4),
  ],
  ["text, a bad request id", '{"request_id":-4,"event":{}}', bad("request_id")],
  ["binary", hex("a204 00"), heartbeat],
  ["binary, in any order", hex("a204 00 5007"), client({ $case: "heartbeat", value: {} }, 7)],
  ["binary, the last variant holds", hex("0a0174 a204 00"), heartbeat],
  ["binary, text", hex("0a026869 5007"), client({ $case: "message", value: "hi" }, 7)],
  ["binary, a byte order mark stays", hex("0a03efbbbf"), client({ $case: "message", value: "\ufeff" })],
  ["binary, identify again", hex("0a0174 1001"), { secondIdentify: true }],
  ["binary, resume", hex("0a0174 52 03 0a0172"), { secondIdentify: true }],
  ["binary, unknown fields are ignored", hex("a204 00 f83e 05"), heartbeat],
  ["binary, unknown variant", hex("5007 c23e 00"), { unknownVariant: "1000", requestId: 7 }],
  ["binary, no variant", hex("5007"), bad("event must be present", 7)],
  ["binary, nothing", hex(""), bad("event must be present")],
  ["binary, largest id", hex("aa01 09 09 ffffffffffff1f00"), typing(Number.MAX_SAFE_INTEGER)],
  ["binary, id 2^53", hex("aa01 09 09 0000000000002000"), bad("2^53")],
  ["binary, id 2^64 - 1", hex("aa01 09 09 ffffffffffffffff"), bad("2^53")],
  ["binary, packed ids", hex("5a 0a 6a 08 0100000000000000"), sends([1])],
  ["binary, unpacked ids", hex("5a 12 69 0100000000000000 69 0200000000000000"), sends([1, 2])],
  ["binary, packed ids cut", hex("5a 06 6a 04 01000000"), bad("must not end inside a field")],
  ["binary, wrong wire type outside", hex("0801"), bad("field 1 must have another wire type")],
  ["binary, wrong wire type inside", hex("aa01 02 0801"), bad("field 1 must have another wire type")],
  [
    "binary, an inner message past its end",
    hex("aa01 05 09 0c00000000000000"),
    bad("must not end inside a field"),
  ],
  [
    "binary, overlong but exact varint",
    hex("50 8780808000 a204 00"),
    client({ $case: "heartbeat", value: {} }, 7),
  ],
  ["binary, varint of eleven bytes", hex("50 8080808080808080808000"), bad("more than 10 bytes")],
  ["binary, varint above 64 bits", hex("f83e ffffffffffffffffff02"), bad("out of range")],
  ["binary, uint32 above 32 bits", hex("50 8080808010 a204 00"), bad("out of range")],
  ["binary, unended varint", hex("5080"), bad("must not end inside a field")],
  ["binary, a zero tag", hex("a204 00 00 ffff"), bad("field 0")],
  ["binary, a group", hex("a204 00 fb3e fc3e"), bad("groups")],
  ["binary, a million groups", new Uint8Array(1_000_000).fill(0x0b), bad("wire type")],
  ["binary, unknown groups without end", hex("fb3e".repeat(100_000)), bad("groups")],
  ["binary, text not UTF-8", hex("0a02c328 5007"), bad("UTF-8", 7)],
  ["binary, a surrogate in UTF-8", hex("0a03eda080"), bad("UTF-8")],
  ["binary, overlong UTF-8", hex("0a02c080"), bad("UTF-8")],
];

function sends(attachment_ids: number[]) {
  return client({ $case: "message_send", value: make("MessageSendRequest", { attachment_ids }) });
}

test.each(frames)("frame: %s", (_, frame, expected) => {
  expect(decodeClientEvent(frame)).toEqual(expected as never);
});

test("a number that the schema forbids is refused, and the next event is whole", () => {
  const wrong = server({ $case: "going_down", value: { in_ms: -1, reason: "" } }, { stream: 12 });
  expect(() => encodeServer(wrong, "protobuf")).toThrow();
  const right = server({ $case: "message", value: "hi" });
  expect(encodeServer(right, "protobuf")).toEqual(hex("0a026869"));
});

const decoders = [decodeIdentify, decodeClientEvent, decodeServerEvent, decodeHandshake];

test("any bytes are decoded or refused, never thrown at", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      for (const decode of decoders) decode(bytes);
    }),
    { numRuns: 1000 },
  );
});

test("any text is decoded or refused, never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
      for (const decode of decoders) decode(text);
    }),
  );
});

test("any event with a few bytes changed is decoded or refused", () => {
  const change = fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }) });
  fc.assert(
    fc.property(
      arbitraryMessage("GatewayClientEvent"),
      fc.array(change, { maxLength: 4 }),
      (event, changes) => {
        const bytes = encodeClient(event, "protobuf") as Uint8Array;
        for (const { at, to } of changes) bytes[at % Math.max(bytes.length, 1)] = to;
        for (const decode of decoders) decode(bytes);
      },
    ),
    { numRuns: 200 },
  );
});

test.each(encodings)("what is encoded as %s is decoded as it was", (encoding) => {
  const runs = { numRuns: 200 };
  fc.assert(
    fc.property(arbitraryMessage("GatewayClientEvent"), (event) => {
      expect(decodeClientEvent(encodeClient(event, encoding))).toEqual(event);
    }),
    runs,
  );
  fc.assert(
    fc.property(arbitraryMessage("GatewayServerEvent"), (event) => {
      expect(decodeServerEvent(encodeServer(event, encoding))).toEqual(event);
    }),
    runs,
  );
  fc.assert(
    fc.property(arbitraryMessage("GatewayHandshake"), (handshake) => {
      expect(decodeHandshake(encodeHandshake(handshake, encoding))).toEqual(handshake);
    }),
    runs,
  );
  fc.assert(
    fc.property(arbitraryMessage("GatewayIdentify"), (identify) => {
      fc.pre(identify.token !== "");
      expect(decodeIdentify(encodeIdentify(identify, encoding))).toEqual(identify);
    }),
    runs,
  );
});

test("a frame of very many fields is refused before anything is made of them", () => {
  const malformed = { malformed: "must not have more than 65536 fields", requestId: 0 };
  const unknown = new Uint8Array(Buffer.alloc(3 * 65_537, hex("f8 07 00")));
  expect(decodeIdentify(unknown)).toEqual(malformed);
  expect(decodeClientEvent(unknown)).toEqual(malformed);
  // A resume with empty positions: 65,536 of them, and the resume itself.
  const empty = Buffer.alloc(2 * 65_536, hex("12 00"));
  expect(decodeIdentify(Buffer.concat([hex("52 80 80 08"), empty]))).toHaveProperty("malformed");
});
