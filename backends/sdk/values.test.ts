import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readValues } from "./values.ts";
import { toContent, toRequest, Violation } from "./wire.ts";

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function valuesOf(text: string, sizes: readonly number[] = []): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readValues(pieces(Buffer.from(text), sizes))) values.push(value);
  return values;
}

const objects = fc.array(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), { maxLength: 5 });
const separator = fc.constantFrom("", "\n", " \r\n\t", "\n\n");

test("values are the same however they are cut, and whatever stands between them", async () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(objects, separator, cuts, async (values, between, sizes) => {
      const stream = values.map((value) => JSON.stringify(value)).join(between);
      expect(await valuesOf(stream, sizes)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

test("what is open at the end is dropped", async () => {
  expect(await valuesOf('{"a":1}{"b":')).toEqual([{ a: 1 }]);
});

describe("refused", () => {
  const streams = [
    ["no object", "17"],
    ["a word between values", '{"a":1}x{"b":2}'],
    ["a closing brace too many", '{"a":1}}'],
    ["no JSON", "{a}"],
    ["ten thousand levels", `{"a":${"[".repeat(10_000)}`],
    ["a value of 17 MB", `{"a":"${"x".repeat(17 * 2 ** 20)}"}`],
  ] as const;
  for (const [name, stream] of streams) {
    test(name, async () => expect(valuesOf(stream)).rejects.toBeInstanceOf(Violation));
  }

  const requests: readonly (readonly [string, unknown])[] = [
    ["no number", { body: { type: "RoomGet", value: "a" } }],
    ["a number above 32 bits", { sequence_number: 2 ** 32, body: { type: "RoomGet", value: "a" } }],
    ["an unknown request", { sequence_number: 0, body: { type: "RoomBurn", value: "a" } }],
    ["a value of another type", { sequence_number: 0, body: { type: "RoomGet", value: 5 } }],
    ["content without a type", send({ value: "x" })],
    ["content that is deep", send(deep(65))],
  ];
  for (const [name, value] of requests) {
    test(name, () => expect(() => toRequest(value)).toThrow(Violation));
  }
});

test("content of 64 nodes is taken", () => expect(toContent(deep(64))).toEqual(deep(64)));

test("a message without extra has null there", () => {
  expect(toRequest(send({ type: "Text", value: "hi" })).body.value).toEqual({
    recipient: "r",
    attachments: [],
    content: { type: "Text", value: "hi" },
    extra: null,
  });
});

type Deep = { type: "Text"; value: string } | { type: "Bold"; value: Deep };

function deep(nodes: number): Deep {
  return nodes === 1 ? { type: "Text", value: "x" } : { type: "Bold", value: deep(nodes - 1) };
}

function send(content: unknown) {
  return {
    sequence_number: 1,
    body: { type: "MessageSend", value: { recipient: "r", attachments: [], content } },
  };
}
