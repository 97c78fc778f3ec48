/**
 * The log names commands, users and sessions, and never holds a token, a password or what somebody wrote: not when all
 * goes well, and not when a command breaks in the middle.
 */

import { afterAll, expect, test } from "bun:test";
import { type Field, messages } from "../src/dialects/bonfire/gen/fields.ts";
import { alteredSource } from "./altered-source.ts";
import { post } from "./files-client.ts";
import { type Account, connect, enter, register } from "./gateway-client.ts";
import { chatToken, closeAll, connectChat, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

afterAll(removeDirectories);

/** In everything that is written here. Fits wherever a name, a text or a handle does. */
const MARK = "zzmarkzz";
const PASSWORD = `${MARK}-password`;

type Values = Record<string, unknown>;

/** A message with the mark in each of its texts, the id in each of its numbers. */
function marked(fields: readonly Field[], id: number, depth = 0): Values {
  const values: Values = {};
  for (const field of fields) {
    if (field.mode === "variant") continue;
    const value = markedValue(field, id, depth);
    if (value !== undefined) values[field.name] = field.mode === "repeated" ? [value] : value;
  }
  return values;
}

function markedValue({ kind, of }: Field, id: number, depth: number): unknown {
  if (kind === "string") return MARK;
  if (kind === "bool") return false;
  if (kind === "enum") return 1;
  if (kind === "bytes") return Buffer.from(MARK).toString("base64");
  if (kind !== "message") return id;
  const fields = Object.entries(messages).find(([name]) => name === of)?.[1] ?? [];
  return depth < 2 ? marked(fields, id, depth + 1) : undefined;
}

/** Every request of the native protocol, marked. */
function requests(id: number): Values[] {
  return messages.GatewayClientEvent.filter(({ mode }) => mode === "variant").map((field) => ({
    type: field.name,
    ...Object(markedValue(field, id, 0)),
  }));
}

/** Say the mark through every door, rightly and wrongly; gives the secrets that were used. */
async function speak(koine: Koine): Promise<string[]> {
  const ann = await register(koine.url, "ann", PASSWORD);
  const bob = await register(koine.url, "bob", PASSWORD);
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  await client.request({ type: "message_send", room_id, content: MARK });
  // Each on a connection of its own: some end it.
  for (const request of requests(room_id)) {
    const { client: other } = await enter(koine.gateway, bob.token);
    const answered = other.request(request).catch(() => null);
    await Promise.race([answered, other.closed]);
    await other.close();
  }
  await chat(koine, ann, room_id);
  await http(koine, ann);
  for (const frame of [`{"${MARK}`, `${MARK}`, `{"token":"${MARK}"`, `{"token":"${MARK}"}`]) {
    const stranger = await connect(koine.gateway);
    stranger.socket.send(frame);
    await stranger.close();
  }
  const secrets = [ann.token, bob.token, ready.resume_token, await chatToken(koine.url, ann)];
  await client.close();
  return secrets;
}

async function chat(koine: Koine, ann: Account, room: number): Promise<void> {
  const entered = await enterChat(koine.url, await chatToken(koine.url, ann));
  for (const t of ["MESSAGE_CREATE", "CHANNEL_ADD", "SYSTEM_BAN_ADD", "CHANNEL_MOVE", MARK]) {
    entered.client.say(t, {
      content: MARK,
      nonce: 1,
      room,
      name: MARK,
      description: MARK,
      visibility: true,
      user: 1,
      reason: MARK,
    });
  }
  await entered.client.next((said) => said.f === 130 && JSON.stringify(said).includes(MARK));
  await entered.client.close();
  const stranger = await connectChat(koine.url);
  stranger.send({ f: 110, cnf: { token: MARK } });
  await stranger.closed;
  closeAll();
}

async function http(koine: Koine, { token }: Account): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  const calls: [string, string, unknown][] = [
    ["POST", "/api/v1/login", { handle: "ann", password: `${PASSWORD}-wrong` }],
    ["POST", "/api/v1/login", { handle: MARK, password: PASSWORD }],
    ["POST", "/api/v1/register", { handle: `${MARK} !`, password: MARK, invite: MARK }],
    ["POST", "/api/v2/login", { name: "ann", password: PASSWORD }],
    ["GET", `/api/v1/${MARK}?token=${MARK}`, undefined],
    ["GET", `/files/${MARK}/${MARK}`, undefined],
  ];
  for (const [method, path, body] of calls) {
    await fetch(`${koine.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  await fetch(`${koine.url}/api/v1/login`, { method: "POST", body: `{"password": ${MARK}` });
  await post(koine.url, token, MARK, { name: `${MARK}.txt`, description: MARK });
}

async function start(root?: string): Promise<Koine> {
  const environment = {
    KOINE_LIMITS_SIGN_IN: "1000/1s",
    KOINE_LIMITS_BONFIRE: "1000/1s",
    KOINE_LIMITS_I386CHAT: "1000/1s",
  };
  return await startKoine(root === undefined ? { environment } : { environment, root });
}

function holdsNothingOf(koine: Koine, secrets: readonly string[]): void {
  for (const line of koine.lines) {
    for (const secret of [...secrets, MARK, Buffer.from(MARK).toString("base64")]) {
      if (line.includes(secret)) throw new Error(`The log holds ${secret}:\n${line}`);
    }
  }
}

test("all commands, well and badly used: the log holds none of what was said", async () => {
  const koine = await start();
  const secrets = await speak(koine);
  expect(await koine.stop()).toBe(0);
  expect(koine.lines.length).toBeGreaterThan(2);
  holdsNothingOf(koine, secrets);
}, 120_000);

test("a command that breaks is logged with its name, user and session, and nothing of what was said", async () => {
  const from = "  const done = await spec.run(";
  const broken = `  if (JSON.stringify(command.input).includes("${MARK}")) throw new TypeError("broken on purpose");\n`;
  const koine = await start(alteredSource({ file: "core/dispatch.ts", from, to: broken + from }));
  const ann = await register(koine.url, "ann", PASSWORD);
  const { client, ready } = await enter(koine.gateway, ann.token);
  const requested = requests(ready.space.default_room_id);
  for (const request of requested) {
    const { client: other } = await enter(koine.gateway, ann.token);
    await Promise.race([other.request(request).catch(() => null), other.closed]);
    await other.close();
  }
  await client.close();
  expect(await koine.stop()).toBe(0);
  const failed = koine.lines
    .map((line) => JSON.parse(line) as { message: string; command?: string; user?: number; session?: number })
    .filter(({ message }) => message === "command failed");
  expect(new Set(failed.map(({ command }) => command)).size).toBeGreaterThan(15);
  for (const { user, session } of failed) {
    expect(user).toBe(ann.user.id);
    expect(session).toBeGreaterThan(0);
  }
  holdsNothingOf(koine, [ann.token, ready.resume_token]);
}, 120_000);
