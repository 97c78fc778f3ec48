/** The wire: values in any pieces, the example session, numbers, times and lies (docs/protocols/flubber.md, 1 to 4). */

import { describe, expect, test } from "bun:test";
import { createTalk, type Outcome, type Talk } from "./talk.ts";
import { MAX_VALUE_BYTES, ValueReader } from "./values.ts";
import { Violation } from "./violation.ts";
import { type Update, writeRequest } from "./wire.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (...pieces: Uint8Array[]): unknown[] => {
  const reader = new ValueReader();
  return pieces.flatMap((piece) => [...reader.read(piece)]);
};

describe("values", () => {
  const stream = bytes('{"a":"é😀\\"}{"}{"b":[1,{"c":"\\\\"}]}\n \r\n\t{"d":null}');
  const values = [{ a: 'é😀"}{' }, { b: [1, { c: "\\" }] }, { d: null }];

  test("in one piece", () => expect(read(stream)).toEqual(values));
  test("byte by byte", () =>
    expect(read(...Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(values));
  test("cut anywhere", () => {
    for (let at = 0; at <= stream.length; at += 1)
      expect(read(stream.subarray(0, at), stream.subarray(at))).toEqual(values);
  });

  const wrong: readonly (readonly [name: string, text: string])[] = [
    ["a list", "[1]"],
    ["text between values", '{"a":1},{"b":2}'],
    ["a wrong bracket", '{"a":1]'],
    ["no JSON", "{a:1}"],
    ["ten thousand deep", `{"a":${"[".repeat(10_000)}`],
    ["a number without end", `{"a":${"1".repeat(100_000)}`],
  ];
  for (const [name, text] of wrong)
    test(`refused: ${name}`, () => expect(() => read(bytes(text))).toThrow(Violation));

  test("refused: no UTF-8", () =>
    expect(() => read(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toThrow(Violation));
  test("refused: ten megabytes, before they are all there", () => {
    const reader = new ValueReader();
    const piece = bytes("x".repeat(2 ** 20));
    let taken = 0;
    expect(() => {
      for (const begin of [bytes('{"a":"')]) for (const _ of reader.read(begin));
      for (; taken < 10 * 2 ** 20; taken += piece.length) for (const _ of reader.read(piece));
    }).toThrow(Violation);
    expect(taken).toBeLessThanOrEqual(MAX_VALUE_BYTES);
  });
});

interface Staged {
  readonly talk: Talk;
  readonly written: string[];
  readonly updates: Update[];
  readonly warnings: string[];
  readonly violations: string[];
  says(...values: readonly unknown[]): Promise<void>;
  /** Lets the time pass until the next thing that was to be done then. */
  elapse(): Promise<number>;
}

const INIT = { backend_name: "Example", backend_version: [0, 0, 1], protocol_version: [0, 1, 0] };

/** A talk whose clock stands still. */
function stage(): Staged {
  const waiting: { readonly at: number; readonly callback: () => void }[] = [];
  let now = 0;
  const written: string[] = [];
  const updates: Update[] = [];
  const warnings: string[] = [];
  const violations: string[] = [];
  const nothing = (): void => undefined;
  const talk = createTalk({
    times: { init: 10_000, answer: 30_000 },
    write: (line) => void written.push(line),
    after(millis, callback) {
      const entry = { at: now + millis, callback };
      waiting.push(entry);
      return () => void (waiting.includes(entry) && waiting.splice(waiting.indexOf(entry), 1));
    },
    greeted: nothing,
    updated: async (update) => void updates.push(update),
    alive: nothing,
    violated: ({ message }) => void violations.push(message),
    log: { debug: nothing, info: nothing, warn: (message) => void warnings.push(message), error: nothing },
  });
  return {
    talk,
    written,
    updates,
    warnings,
    violations,
    says: (...values) => talk.receive(bytes(values.map((value) => JSON.stringify(value)).join(""))),
    async elapse() {
      const [next] = waiting.toSorted((a, b) => a.at - b.at);
      if (next === undefined) throw new Error("Nothing waits");
      now = next.at;
      waiting.splice(waiting.indexOf(next), 1);
      next.callback();
      await Promise.resolve();
      return now;
    },
  };
}

const text = (value: string) => ({ type: "Text", value }) as const;
const hello = {
  type: "MessageSend",
  value: { recipient: "#general", attachments: [], content: text("Hello, world!"), extra: null },
} as const;

test("the example session, value for value (section 3)", async () => {
  const { talk, written, says } = stage();
  await says(INIT);
  const asked: Promise<Outcome>[] = [];
  const answers = [
    [
      { type: "RoomLookup", value: "#general" },
      { type: "RoomID", value: "#general" },
    ],
    [
      { type: "RoomJoin", value: "#general" },
      { type: "Success", value: null },
    ],
    [hello, { type: "MessageID", value: "test" }],
  ] as const;
  for (const [i, [request, response]] of answers.entries()) {
    asked.push(talk.request(request));
    await says({ sequence_number: i, body: response });
  }
  expect(written).toEqual([
    '{"sequence_number":0,"body":{"type":"RoomLookup","value":"#general"}}\n',
    '{"sequence_number":1,"body":{"type":"RoomJoin","value":"#general"}}\n',
    '{"sequence_number":2,"body":{"type":"MessageSend","value":{"recipient":"#general","attachments":[],"content":{"type":"Text","value":"Hello, world!"},"extra":null}}}\n',
  ]);
  expect(await Promise.all(asked)).toEqual(answers.map(([, body]) => ({ is: "answered", body })));
});

test("the largest number is written as it is", () => {
  expect(writeRequest(2 ** 32 - 1, { type: "RoomJoin", value: "a" })).toBe(
    '{"sequence_number":4294967295,"body":{"type":"RoomJoin","value":"a"}}\n',
  );
});

test("answers come in any order, and Success may lack its value", async () => {
  const { talk, says } = stage();
  await says(INIT);
  const first = talk.request({ type: "RoomJoin", value: "a" });
  const second = talk.request({ type: "RoomLookup", value: "b" });
  await says(
    { sequence_number: 1, body: { type: "RoomID", value: "B" } },
    { sequence_number: 0, body: { type: "Success" } },
  );
  expect(await first).toEqual({ is: "answered", body: { type: "Success", value: null } });
  expect(await second).toEqual({ is: "answered", body: { type: "RoomID", value: "B" } });
});

test("no answer within 30 s ends the request; the late one is dropped, and nothing else with it", async () => {
  const { talk, says, elapse, warnings, updates } = stage();
  await says(INIT);
  const asked = talk.request({ type: "RoomJoin", value: "a" });
  expect(await elapse()).toBe(30_000);
  expect(await asked).toMatchObject({ is: "unanswered" });
  await says(
    { sequence_number: 0, body: { type: "Success", value: null } },
    { type: "RoomDelete", value: "x" },
  );
  expect(warnings).toEqual(["no answer in time", "an answer that nobody waits for"]);
  expect(updates).toEqual([{ type: "RoomDelete", value: "x" }]);
});

test("an error with retry is sent again ten times, with growing pauses, and is then final", async () => {
  const { talk, says, elapse, written } = stage();
  await says(INIT);
  const asked = talk.request(hello);
  const times: number[] = [];
  for (let i = 0; i <= 10; i += 1) {
    await says({ sequence_number: i, body: { type: "Error", value: { message: "busy", retry: true } } });
    if (i < 10) times.push(await elapse());
  }
  expect(await asked).toEqual({ is: "refused", reason: "busy" });
  expect(written).toHaveLength(11);
  expect(times).toEqual(Array.from({ length: 10 }, (_, i) => 100 * (2 ** (i + 1) - 1)));
});

test("when the backend goes, all that it was asked fails at once", async () => {
  const { talk, says } = stage();
  await says(INIT);
  const asked = [talk.request(hello), talk.request({ type: "RoomJoin", value: "a" })];
  talk.closed();
  expect(await Promise.all(asked)).toEqual([{ is: "broken" }, { is: "broken" }]);
  expect(await talk.request(hello)).toEqual({ is: "broken" });
});

test("who does not say who it is within 10 s is ended", async () => {
  const { elapse, violations } = stage();
  expect(await elapse()).toBe(10_000);
  expect(violations).toEqual(["it did not say who it is within 10 s"]);
});

const message = {
  id: "m",
  sender: "u",
  recipient: "r",
  attachments: [],
  content: text("x"),
  create_time: 1,
  edit_time: 1,
};

describe("a violation", () => {
  const first: readonly (readonly [name: string, value: unknown])[] = [
    ["another version", { ...INIT, protocol_version: [0, 2, 0] }],
    ["no version", { backend_name: "x" }],
    ["an update first", { type: "RoomDelete", value: "x" }],
  ];
  for (const [name, value] of first) test(name, () => expect(stage().says(value)).rejects.toThrow(Violation));

  test("the sentence names both versions", () =>
    expect(stage().says({ ...INIT, protocol_version: [1, 2, 3] })).rejects.toThrow(
      "1.2.3 of the protocol, and this server 0.1.0",
    ));

  const later: readonly (readonly [name: string, value: unknown])[] = [
    ["an unknown update", { type: "Nonsense", value: 1 }],
    ["neither", { hello: 1 }],
    ["an unknown response", { sequence_number: 0, body: { type: "Nope", value: null } }],
    ["the wrong response", { sequence_number: 0, body: { type: "RoomID", value: "x" } }],
    ["a number that is none", { sequence_number: "0", body: { type: "Success" } }],
    ["a negative number", { sequence_number: -1, body: { type: "Success" } }],
    ["an empty id", { type: "RoomDelete", value: "" }],
    ["a room without a name", { type: "RoomUpsert", value: { id: "r", parent: null, sendable: true } }],
    ["a time that is none", { type: "MessageUpsert", value: { ...message, create_time: 1e300 } }],
    [
      "content of no kind",
      { type: "MessageUpsert", value: { ...message, content: { type: "Html", value: "" } } },
    ],
    [
      "a thousand files",
      {
        type: "MessageUpsert",
        value: { ...message, attachments: Array(1_000).fill({ mime: "", data: "" }) },
      },
    ],
  ];
  for (const [name, value] of later)
    test(name, async () => {
      const { talk, says } = stage();
      await says(INIT);
      const asked = talk.request({ type: "RoomJoin", value: "a" });
      await expect(says(value)).rejects.toThrow(Violation);
      talk.closed();
      expect(await asked).toEqual({ is: "broken" });
    });
});
