/** OriginChats and Bonfire, both ways, and the validator, against a real server. */

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { connectOrigin, enterOrigin, type OriginClient } from "./originchats-client.ts";
import { ON_POSTGRES } from "./postgres.ts";

let koine: Koine;
let validator: ReturnType<typeof Bun.serve>;
let bob: Account;
let ann: OriginClient;
let native: GatewayClient;
let room: number;
let ownUrl: string;
/** The validator was asked what it is slow to answer; and may answer. */
const asked = Promise.withResolvers<void>();
const release = Promise.withResolvers<void>();

beforeAll(async () => {
  validator = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const wanted = new URL(request.url).searchParams.get("v");
      if (wanted === "slow") {
        asked.resolve();
        await release.promise;
      }
      if (wanted === "roger") return Response.json({ valid: true, id: "USR:1", username: "roger" });
      return wanted === "away" ? new Response("no JSON") : Response.json({ valid: false });
    },
  });
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1m",
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_ORIGINCHATS_LISTEN: "127.0.0.1:0",
      KOINE_ORIGINCHATS_AUTH_MODE: "cracked",
      KOINE_ORIGINCHATS_VALIDATOR: `http://127.0.0.1:${validator.port}/validate`,
    },
  });
  const lines = koine.lines.map((line) => JSON.parse(line) as { for?: string; address?: string });
  ownUrl = `http://${lines.find((line) => line.for === "originchats")?.address}`;
  await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  ann = await enterOrigin(koine.url, "ann");
  await ann.next("user_connect"); // Her own.
  const entered = await enter(koine.gateway, bob.token);
  native = entered.client;
  await ann.next("user_connect"); // Bob.
  room = entered.ready.space.default_room_id;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  await validator.stop(true);
  removeDirectories();
});

test("what is said on OriginChats is heard on Bonfire", async () => {
  const said = await ann.ask({ cmd: "message_new", channel: "general", content: "hello @USR:local_bob" });
  const { id } = said.message as { id: string };
  const heard = await native.event("message_create");
  expect(heard).toMatchObject({ message: { content: "hello @bob", author: { handle: "ann" } } });
  const message = (heard.message as { id: number }).id;

  await ann.ask({ cmd: "message_edit", channel: "general", id, content: "hello again" });
  expect(await native.event("message_update")).toMatchObject({ message_id: message, content: "hello again" });
  await ann.ask({ cmd: "message_react_add", channel: "general", id, emoji: "👍" });
  expect(await native.event("reaction_add")).toMatchObject({ message_id: message, emoji: "👍" });
  await ann.ask({ cmd: "typing", channel: "general" });
  expect(await native.event("typing_start")).toMatchObject({ room_id: room });
  await ann.ask({ cmd: "message_delete", channel: "general", id });
  expect(await native.event("message_delete")).toMatchObject({ message_id: message });
  await ann.ask({ cmd: "status_set", status: "idle", text: "busy" });
  const idle = await native.next(({ event }) => event?.type === "presence_update" && event.text === "busy");
  expect(idle.event).toMatchObject({ status: "idle" });
});

test("what is said on Bonfire is heard on OriginChats", async () => {
  const { message } = await native.request({ type: "message_send", room_id: room, content: "hi @ann" });
  const { id } = message as { id: number };
  const heard = await ann.next("message_new");
  expect(heard).toMatchObject({
    channel: "general",
    message: { user: "USR:local_bob", content: "hi @USR:local_ann", pings: { users: ["USR:local_ann"] } },
  });
  const uuid = (heard.message as { id: string }).id;
  await native.request({ type: "message_edit", message_id: id, content: "hi" });
  expect(await ann.next("message_edit")).toMatchObject({ id: uuid, content: "hi" });
  await native.request({ type: "reaction_add", message_id: id, emoji: "🎉" });
  expect(await ann.next("message_react_add")).toMatchObject({ id: uuid, from: "USR:local_bob", emoji: "🎉" });
  native.send({ event: { type: "typing_start", room_id: room } });
  expect(await ann.next("typing")).toMatchObject({ user: "USR:local_bob", channel: "general" });
  await native.request({ type: "message_delete", message_id: id });
  expect(await ann.next("message_delete")).toMatchObject({ id: uuid, channel: "general" });
  await native.close();
  expect(await ann.next("user_disconnect")).toMatchObject({ username: "USR:local_bob" });
});

test("those whom the validator knows come in, and no others", async () => {
  const roger = await connectOrigin(koine.url);
  expect(await roger.ask({ cmd: "auth", validator: "nobody" })).toMatchObject({
    cmd: "auth_error",
    val: "Invalid authentication",
  });
  expect((await roger.ask({ cmd: "auth", validator: "away" })).val).toBe(
    "Authentication failed: the validator does not answer",
  );
  expect(await roger.ask({ cmd: "auth", validator: "roger" })).toMatchObject({ cmd: "auth_success" });
  expect(await roger.next("ready")).toMatchObject({
    user: { username: "roger", cracked: false, roles: ["user"] },
  });
  expect(await ann.next("user_connect")).toMatchObject({ user: { username: "roger" } });
  expect(await roger.ask({ cmd: "pfp_set", url: "https://example.test/a.png" })).toMatchObject({
    val: "Profile pictures are managed by Rotur for this account",
  });
  await roger.ask({ cmd: "message_new", channel: "general", content: "from afar" });
  expect(await ann.next("message_new")).toMatchObject({ message: { user: "roger", content: "from afar" } });
  roger.close();
});

test("whoever sees a channel gets the channels anew when one is made", async () => {
  await ann.ask({ cmd: "channel_create", name: "new one", type: "text", permissions: { view: ["user"] } });
  const { val } = await ann.next("channels_get");
  expect((val as { name: string }[]).map(({ name }) => name)).toContain("new one");
});

test("a validator that takes its time holds up nobody else", async () => {
  const waiting = await connectOrigin(koine.url);
  const answer = waiting.ask({ cmd: "auth", validator: "slow" });
  await asked.promise;
  expect(await ann.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
  await ann.ask({ cmd: "message_new", channel: "general", content: "meanwhile" });
  const other = await connectOrigin(koine.url);
  expect(await other.ask({ cmd: "auth", validator: "nobody" })).toMatchObject({ cmd: "auth_error" });
  release.resolve();
  expect(await answer).toMatchObject({ cmd: "auth_error", val: "Invalid authentication" });
  waiting.close();
  other.close();
});

test("OriginChats answers at / of its own port; a browser's GET / of the shared one gets the web client", async () => {
  const own = await enterOrigin(ownUrl, "bob", "/");
  expect(await own.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong", val: "pong" });
  own.close();
  const page = await fetch(`${koine.url}/`);
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    expect.stringContaining("text/html"),
  ]);
});

// The last: what the server keeps of webhooks is gone after it.
test.skipIf(ON_POSTGRES)("a failure of our own is answered, and the connection goes on", async () => {
  const db = new Database(join(koine.directory, "koine.db"));
  db.run("pragma busy_timeout = 5000"); // The server may be writing.
  db.run("alter table webhook rename to mislaid");
  db.close();
  expect(await ann.ask({ cmd: "webhook_list" })).toMatchObject({
    cmd: "error",
    src: "webhook_list",
    val: "Something went wrong on the server",
  });
  expect(await ann.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
});
