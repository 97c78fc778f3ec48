/**
 * Frames that are none, generated, in every state of a connection: the table of docs/protocols/originchats.md
 * section 2, where "no reply" is an error here.
 */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { connectOrigin, enterOrigin, type OriginClient, type Said } from "./originchats-client.ts";

setDefaultTimeout(60_000);

const RUNS = 25;
const NOT_SIGNED_IN: Said = { cmd: "auth_error", val: "Authentication required" };
const NO_OBJECT: Said = { cmd: "error", val: "Invalid message format: expected a dictionary" };

let koine: Koine;
let fresh: OriginClient;
let refused: OriginClient;
let within: OriginClient;
let inVoice: OriginClient;

beforeAll(async () => {
  const environment = { KOINE_LIMITS_SIGN_IN: "1000/1m", KOINE_LIMITS_ORIGINCHATS: "100000/1s" };
  koine = await startKoine({ environment });
  await register(koine.url, "ann");
  await register(koine.url, "bob");
  fresh = await connectOrigin(koine.url);
  refused = await connectOrigin(koine.url);
  expect(await refused.ask({ cmd: "login", username: "ann", password: "not hers" })).toMatchObject({
    val: "Invalid password",
  });
  within = await enterOrigin(koine.url, "ann");
  inVoice = await enterOrigin(koine.url, "bob");
  await within.ask({ cmd: "channel_create", name: "lounge", type: "voice", permissions: { view: ["user"] } });
  await inVoice.ask({ cmd: "voice_join", channel: "lounge", peer_id: "bob" });
}, 60_000);

afterAll(async () => {
  for (const client of [fresh, refused, within, inVoice]) client.close();
  await koine.stop();
  removeDirectories();
});

/** Sends it in every state; before the sign-in the answer is always the same. */
async function answers(frame: string, signedIn: Said): Promise<void> {
  for (const client of [fresh, refused]) {
    client.send(frame);
    expect(await client.next("auth_error")).toEqual(NOT_SIGNED_IN);
  }
  for (const client of [within, inVoice]) {
    client.send(frame);
    expect(await client.next("error")).toEqual(signedIn);
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSON object with any fields but those that the codec itself reads. */
const fields = fc
  .dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 })
  .map(({ cmd: _cmd, listener: _listener, ...rest }) => rest);

const unknown = (cmd: unknown, shown: string): Said => ({
  cmd: "error",
  src: cmd,
  val: `Unknown command: ${shown}`,
});

test.each<[string, fc.Arbitrary<string>]>([
  [
    "text that is no JSON",
    fc.string({ unit: "binary" }).filter((text) => !isJson(text) && text.isWellFormed()),
  ],
  ["an object that is cut off", fields.map((some) => JSON.stringify({ ...some, cmd: "ping" }).slice(0, -1))],
  [
    "numbers that JSON has not",
    fc.constantFrom("NaN", "Infinity", "-Infinity").map((n) => `{"cmd":"ping","x":${n}}`),
  ],
  [
    "JSON that is no object",
    fc
      .jsonValue()
      .filter((value) => !isObject(value))
      .map((value) => JSON.stringify(value)),
  ],
  [
    "deep nesting",
    fc
      .integer({ min: 70, max: 100_000 })
      .map((depth) => `{"cmd":"ping","x":${"[".repeat(depth)}${"]".repeat(depth)}}`),
  ],
])("%s is answered, and the connection stays", async (_name, frames) => {
  await fc.assert(
    fc.asyncProperty(frames, (frame) => answers(frame, NO_OBJECT)),
    { numRuns: RUNS },
  );
});

test("an empty frame is answered, and the connection stays", () => answers("", NO_OBJECT));

test("an object without a command is one with an unknown command", async () => {
  const none = fc.constantFrom({}, { cmd: null });
  await fc.assert(
    fc.asyncProperty(fields, none, (some, cmd) =>
      answers(JSON.stringify({ ...some, ...cmd }), { cmd: "error", val: "Unknown command: None" }),
    ),
    { numRuns: RUNS },
  );
});

test("a command that there is not is said again, whatever its name", async () => {
  const names = fc.oneof(
    fc.constantFrom("constructor", "__proto__", "toString", "hasOwnProperty", "Ping", "ping ", ""),
    fc.string().map((name) => `no_such_${name}`),
  );
  await fc.assert(
    fc.asyncProperty(fields, names, (some, cmd) =>
      answers(JSON.stringify({ ...some, cmd }), unknown(cmd, cmd)),
    ),
    { numRuns: RUNS },
  );
});

test("a command that is no text is said again as JSON", async () => {
  const values = fc.jsonValue({ maxDepth: 2 }).filter((value) => typeof value !== "string" && value !== null);
  await fc.assert(
    fc.asyncProperty(fields, values, (some, cmd) => {
      const { src, shown } = { src: JSON.parse(JSON.stringify(cmd)) as unknown, shown: JSON.stringify(cmd) };
      return answers(JSON.stringify({ ...some, cmd }), unknown(src, shown));
    }),
    { numRuns: RUNS },
  );
});

test("every command takes any values for its fields: one answer, and the connection goes on", async () => {
  const { capabilities } = (await handshake()) as { capabilities: string[] };
  const harmful = new Set(["user_leave", "user_delete", "auth", "login", "register"]);
  const commands = capabilities.filter((name) => !harmful.has(name));
  const names = [
    "channel",
    "thread_id",
    "id",
    "message_id",
    "name",
    "user",
    "role",
    "content",
    "options",
    "limit",
  ];
  const more = [
    "start",
    "updates",
    "permissions",
    "roles",
    "poll_id",
    "option_ids",
    "commands",
    "args",
    "embeds",
  ];
  const given = fc.dictionary(fc.constantFrom(...names, ...more), fc.jsonValue({ maxDepth: 3 }), {
    maxKeys: 8,
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...commands), given, async (cmd, some) => {
      // One who may nothing: what is well-formed by chance changes nothing.
      const answer = await inVoice.ask({ ...some, cmd });
      expect(typeof answer.cmd).toBe("string");
    }),
    { numRuns: 150 },
  );
  expect(await inVoice.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
});

async function handshake(): Promise<unknown> {
  const socket = new WebSocket(`${koine.url.replace("http", "ws")}/originchats`);
  const first = await new Promise<string>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
  });
  socket.close();
  return (JSON.parse(first) as { val: unknown }).val;
}

test("a lone surrogate becomes the sign for it, and is stored so", async () => {
  within.send('{"cmd":"message_new","channel":"general","content":"a\\ud800z"}');
  const told = await within.next("message_new");
  expect(told).toMatchObject({ message: { content: "a\ufffdz" } });
  const { messages } = await within.ask({ cmd: "messages_get", channel: "general", limit: 1 });
  expect(messages).toMatchObject([{ content: "a\ufffdz" }]);
});

test("a binary frame is ignored, in every state", async () => {
  const bytes = new TextEncoder().encode('{"cmd":"no_such"}');
  for (const client of [within, inVoice]) {
    client.send(bytes);
    expect(await client.ask({ cmd: "no_such_other" })).toMatchObject({ src: "no_such_other" });
    expect(client.unread("error")).toEqual([]);
  }
  for (const client of [fresh, refused]) {
    client.send(bytes);
    client.send("{}");
    expect(await client.next("auth_error")).toEqual(NOT_SIGNED_IN);
    expect(client.unread("auth_error")).toEqual([]);
  }
});

test("a frame above 4 MiB closes its connection, and no other", async () => {
  const long = await connectOrigin(koine.url);
  long.send(JSON.stringify({ cmd: "login", username: "x".repeat(4 * 1024 * 1024) }));
  expect(await long.closed).toBe(1009);
  expect(await within.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
});
