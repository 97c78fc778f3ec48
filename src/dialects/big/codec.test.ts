/** Frames as they stand in the specification (`docs/protocols/big.md` section 2), and frames that are none. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { decode, encodeError, encodeEvent, encodeResponse } from "./codec.ts";
import { MAX_FRAME_BYTES } from "./wire.ts";

test("what a client says is read as it stands in the specification", () => {
  const table = {
    '{"type":"request","timestamp":1700000000000,"id":"req001","payloadType":"new","payload":{"chatId":"User2"}}':
      {
        type: "request",
        id: "req001",
        payloadType: "new",
        payload: { chatId: "User2" },
      },
    '{"type":"request","id":7,"payloadType":"chats","more":1}': {
      type: "request",
      id: "7",
      payloadType: "chats",
      payload: undefined,
    },
    '{"type":"ack","id":"23"}': { type: "ack", id: "23" },
    '{"type":"ack","id":23}': { type: "ack", id: "23" },
    '{"type":"ack"}': { type: "ack", id: "" },
    '{"type":"event","timestamp":1,"payloadType":"offline"}': {
      type: "event",
      id: null,
      payloadType: "offline",
      payload: undefined,
    },
    '{"type":"event","timestamp":1,"eventType":"offline"}': {
      type: "event",
      id: null,
      payloadType: "offline",
      payload: undefined,
    },
    ping: { type: "ping" },
    "": { type: "ping" },
    null: { type: "ping" },
    "no JSON": { type: "malformed", id: null, says: "The frame is not a JSON object" },
    '{"id":"1","payloadType":"read"}': { type: "malformed", id: "1", says: "Unknown type" },
    '{"type":"request","payloadType":"read"}': { type: "malformed", id: null, says: "id is missing" },
  };
  for (const [frame, said] of Object.entries(table)) expect(decode(frame) as unknown).toEqual(said);
  expect(decode(new Uint8Array([1, 2, 3]))).toEqual({ type: "ping" });
});

test("a frame has at most so many bytes, whatever its characters", () => {
  const frame = (text: string): string => JSON.stringify({ type: "ack", id: text });
  const left = MAX_FRAME_BYTES - frame("").length;
  expect(decode(frame("x".repeat(left))).type).toBe("ack");
  expect(decode(frame("x".repeat(left + 1))).type).toBe("tooBig");
  expect(decode(frame("é".repeat(left / 2 + 1))).type).toBe("tooBig");
});

test("nesting is bounded, and brackets in a text are none", () => {
  const deep = (depth: number): string =>
    `{"type":"ack","id":"1","x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  expect(decode(deep(15)).type).toBe("ack");
  expect(decode(deep(16)).type).toBe("malformed");
  expect(decode(`{"type":"ack","id":"1","x":"${"[".repeat(1_000)}\\"{{{"}`).type).toBe("ack");
});

test("what the server says", () => {
  expect(encodeResponse("req001", 5, { messageId: 5 })).toBe(
    '{"type":"response","timestamp":5,"id":"req001","payload":{"messageId":5}}',
  );
  expect(encodeResponse("1", 5)).toBe('{"type":"response","timestamp":5,"id":"1"}');
  expect(encodeEvent(23, 5, "online", { userId: "User2" })).toBe(
    '{"type":"event","timestamp":5,"id":23,"eventType":"online","payload":{"userId":"User2"}}',
  );
  expect(encodeError("dup", "{}", "Duplicate request id", "warning")).toBe(
    '{"error":{"id":"dup","type":"warning","incomingMessage":"{}","exception":"Duplicate request id"}}',
  );
  const { error } = JSON.parse(encodeError(null, "😀".repeat(1_000), "x")) as {
    error: { incomingMessage: string };
  };
  expect(error.incomingMessage).toBe("😀".repeat(512));
});

test("no frame makes it throw: transcript lines with anything put in their midst", () => {
  const folder = join(import.meta.dir, "transcripts");
  const frames = readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .flatMap((line) => /^\w+ > (.*)$/.exec(line)?.[1] ?? []);
  const types = ["ping", "tooBig", "ack", "malformed", "request", "event"];
  fc.assert(
    fc.property(fc.constantFrom(...frames), fc.nat(), fc.nat(20), fc.string(), (frame, at, cut, text) => {
      const place = at % (frame.length + 1);
      expect(types).toContain(decode(frame.slice(0, place) + text + frame.slice(place + cut)).type);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(fc.property(fc.json(), (text) => types.includes(decode(text).type)));
});
