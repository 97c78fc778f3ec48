/** Malformed frames in every state of an i386chat connection, floods, and silence. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { register } from "./gateway-client.ts";
import { chatToken, connectChat, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let token: string;
let room: number;

beforeAll(async () => {
  koine = await startKoine();
  token = await chatToken(koine.url, await register(koine.url, "ann"));
  const { client, move } = await enterChat(koine.url, token);
  room = move.cnf.id as number;
  await client.close();
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

const padded = (bytes: number): string => {
  const frame = (text: string) => `{"f":120,"x":"${text}"}`;
  const left = bytes - frame("").length;
  return frame("é".repeat(Math.floor(left / 2)) + "a".repeat(left % 2));
};

test("before presenting: anything else than 110 is 4005, what cannot be read 4004, five times", async () => {
  for (const frame of ['{"f":120}', '{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":"x"}}']) {
    const client = await connectChat(koine.url);
    client.send(frame);
    expect(await client.error()).toMatchObject({ c: 4005, d: true });
    expect((await client.closed).code).toBe(4005);
  }
  const client = await connectChat(koine.url);
  for (const frame of ["", "[]", '{"f":"110"}', '{"f":110}', '{"f":110,"cnf":{"token":5}}']) {
    client.send(frame);
    expect(await client.error()).toMatchObject({ c: 4004, d: false });
  }
  client.send('{"f":7}');
  expect(await client.error()).toMatchObject({ c: 4004, d: true });
  expect((await client.closed).code).toBe(4004);
});

test("4096 bytes pass and 4097 end the connection, before presenting and after", async () => {
  const early = await connectChat(koine.url);
  early.send(padded(4_097));
  expect(await early.error()).toMatchObject({ c: 4000, d: true });
  expect((await early.closed).code).toBe(4000);
  const { client } = await enterChat(koine.url, token);
  client.send(padded(4_096));
  expect(await client.next(({ f }) => f === 120)).toEqual({ f: 120 } as never);
  client.send(padded(4_097));
  expect(await client.error()).toMatchObject({ c: 4000, d: true });
  expect((await client.closed).code).toBe(4000);
});

test("after presenting: what does not fit is 4004 and the connection goes on, up to five times a minute", async () => {
  const frames = [
    '{"f":130,"t":"MESSAGE_CREATE"}',
    '{"f":130,"t":"NOTHING","cnf":{}}',
    '{"f":130,"t":"constructor","cnf":{}}',
    '{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":5}}',
    `{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":"x","room":${2 ** 53}}}`,
    '{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":"x","nonce":1.5}}',
    '{"f":130,"t":"CHANNEL_MOVE","cnf":{"room":-1}}',
    '{"f":130,"t":"CHANNEL_MOVE","cnf":{}}',
    '{"f":130,"t":"MESSAGE_DELETE","cnf":{"id":"7"}}',
    '{"f":130,"t":"SYSTEM_BAN_ADD","cnf":{"user":0}}',
    '{"f":130,"t":"CHANNEL_ADD","cnf":{"name":[]}}',
    '{"f":110,"cnf":{"token":"again"}}',
    '{"f":140,"cnf":{}}',
    '{"f":1e999}',
    "null",
  ];
  for (let i = 0; i < frames.length; i += 5) {
    const { client } = await enterChat(koine.url, token);
    for (const frame of frames.slice(i, i + 5)) {
      client.send(frame);
      expect([frame, await client.error()]).toMatchObject([frame, { c: 4004, d: false }]);
    }
    client.send({ f: 120 });
    await client.next(({ f }) => f === 120);
    client.send("[");
    expect(await client.error()).toMatchObject({ c: 4004, d: true });
    await client.closed;
  }
});

test("whatever is generated gets an answer or the end, and the server goes on", async () => {
  const cnf = fc.record(
    {
      content: fc.anything(),
      nonce: fc.anything(),
      room: fc.oneof(fc.constant(room), fc.anything()),
      id: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const t = fc.constantFrom(
    "MESSAGE_CREATE",
    "MESSAGE_DELETE",
    "START_TYPING",
    "CHANNEL_MOVE",
    "ROOM_USER_ADD",
    "",
  );
  const frame = fc.record({
    f: fc.constantFrom(100, 110, 120, 130, 140, 150, "130", null),
    t,
    cnf: fc.oneof(cnf, fc.jsonValue()),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(frame, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (frames, presented) => {
        const client = presented ? (await enterChat(koine.url, token)).client : await connectChat(koine.url);
        for (const one of frames) {
          client.send(
            JSON.stringify(one, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
          );
        }
        client.send(padded(4_097)); // Ends it, when nothing before did.
        const { code } = await client.closed;
        expect(code === 1006 || code === 1011).toBe(false);
      },
    ),
    { numRuns: 40 },
  );
  expect(koine.lines.filter((line) => line.includes('"error"'))).toEqual([]);
}, 60_000);

test("who floods is told 4002, and closed when it goes on", async () => {
  const { client } = await enterChat(koine.url, token);
  for (let i = 0; i < 60; i++) client.say("START_TYPING", { room });
  expect(await client.error()).toMatchObject({ c: 4002, d: false });
  expect((await client.next(({ f, cnf }) => f === 150 && cnf.d === true)).cnf).toMatchObject({ c: 4002 });
  expect((await client.closed).code).toBe(4002);
  expect(client.texts.filter((text) => text.includes('"c":4002,"d":false'))).toHaveLength(10);
});
