/** What the official web client does, in its order, over a socket and HTTP (docs/protocols/originchats.md section 14). */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { connectOrigin, type OriginClient, type Said } from "./originchats-client.ts";

setDefaultTimeout(60_000);

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let koine: Koine;
let ann: OriginClient;
let bob: OriginClient;
let ready: Said;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_LIMITS_SIGN_IN: "1000/1m",
      KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000",
      KOINE_ORIGINCHATS_BURST_LIMIT: "1000",
      KOINE_ORIGINCHATS_URL: "https://chat.example.org",
    },
  });
  // The client names a host alone: the upgrade is at the root. Those who register first and next: an owner, a member.
  ann = await connectOrigin(koine.url, "/");
  ann.send({ cmd: "register", username: "ann", password: "secret123" });
  await ann.next("auth_success");
  ready = await ann.next("ready");
  bob = await connectOrigin(koine.url, "/");
  bob.send({ cmd: "register", username: "bob", password: "secret123" });
  await bob.next("ready");
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

/** Sends as the client does, without a listener, and gives the packet that it waits for. */
async function said(client: OriginClient, packet: Said, wanted = packet.cmd): Promise<Said> {
  client.send(packet);
  return await client.next(wanted);
}

test("it signs in and is told who it is", () => {
  expect(ready).toMatchObject({
    user: {
      username: "USR:local_ann",
      roles: ["owner", "user"],
      status: { status: "online" },
      cracked: true,
    },
  });
});

test("its boot queries are answered, and the first channel is a text channel", async () => {
  const { val } = await said(ann, { cmd: "channels_get" });
  expect(val).toMatchObject([{ type: "text", name: "general" }]);
  const { users } = await said(ann, { cmd: "users_list" });
  expect((users as Said[]).map(({ username }) => username)).toEqual(["USR:local_ann", "USR:local_bob"]);
  expect((await said(ann, { cmd: "users_online" })).users).toHaveLength(2);
  const { roles } = await said(ann, { cmd: "roles_list" });
  expect(Object.keys(roles as object)[0]).toBe("owner");
  expect((await said(ann, { cmd: "slash_list" })).commands).toBeArray();
  expect((await said(ann, { cmd: "emoji_get_all" })).emojis).toEqual({});
  expect((await said(ann, { cmd: "unreads_get" })).unreads).toHaveProperty("general");
});

test("it opens the channel, reads, types and writes", async () => {
  const first = await said(ann, { cmd: "messages_get", channel: "general", limit: 100 });
  expect(first).toMatchObject({ channel: "general", messages: [], range: { start: 0 } });
  await said(ann, { cmd: "typing", channel: "general" });
  expect(await bob.next("typing")).toMatchObject({ channel: "general", user: "USR:local_ann" });
  const { message } = await said(ann, { cmd: "message_new", channel: "general", content: "hello" });
  const { id } = message as { id: string };
  expect(await bob.next("message_new")).toMatchObject({ message: { id, content: "hello" } });
  const acknowledged = await said(bob, { cmd: "unreads_ack", channel: "general", message_id: id });
  expect(acknowledged).toMatchObject({ channel: "general", last_read: id });
  await said(bob, { cmd: "message_new", channel: "general", content: "hi", reply_to: id, ping: false });
  expect(await ann.next("message_new")).toMatchObject({
    message: { reply_to: { id, user: "USR:local_ann" }, pings: { replies: [] } },
  });
  await said(ann, { cmd: "message_react_add", channel: "general", id, emoji: "👍" });
  expect(await bob.next("message_react_add")).toMatchObject({ id, emoji: "👍", from: "USR:local_ann" });
  await said(ann, { cmd: "message_pin", channel: "general", id, pinned: true });
  // It has no other word for taking a pin away (section 14.4).
  await said(ann, { cmd: "message_pin", channel: "general", id, pinned: false }, "message_unpin");
  expect(await bob.next("message_unpin")).toMatchObject({ id, pinned: false });
});

test("it uploads a file, and everybody gets an absolute address", async () => {
  const body = {
    validator_key: "originChats-x",
    validator: ready.validator,
    file: `data:image/png;base64,${PNG}`,
    name: "a.png",
    mime_type: "image/png",
    channel: "general",
  };
  const headers = { "Content-Type": "application/json", Origin: "https://client.example.org" };
  const response = await fetch(`${koine.url}/attachments/upload`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect([response.status, response.headers.get("Access-Control-Allow-Origin")]).toEqual([201, "*"]);
  const { attachment } = (await response.json()) as { attachment: { id: string; url: string } };
  await said(ann, {
    cmd: "message_new",
    channel: "general",
    content: "",
    attachments: [{ id: attachment.id }],
  });
  const { message } = await bob.next("message_new");
  const [{ url } = { url: "" }] = (message as { attachments: { url: string }[] }).attachments;
  expect(url).toStartWith("https://chat.example.org/attachments/");
  expect((await fetch(`${koine.url}${new URL(url).pathname}`)).status).toBe(200);
});

test("it manages emojis, channels and webhooks", async () => {
  const image = `data:image/png;base64,${PNG}`;
  const added = await said(ann, { cmd: "emoji_add", name: "party", image });
  expect(await bob.next("emoji_add")).toMatchObject({ id: added.id, name: "party" });
  // In texts it stands by its id, and is fetched by id or file name.
  for (const name of [added.id, added.fileName])
    expect((await fetch(`${koine.url}/emojis/${name}`)).headers.get("Content-Type")).toBe("image/png");
  ann.send({ cmd: "channel_create", name: "lounge", type: "voice", permissions: { view: ["user"] } });
  expect(JSON.stringify(await bob.next("channels_get"))).toContain("lounge");
  await said(ann, { cmd: "webhook_create", channel: "general", name: "CI" });
  // The address to copy is made of what the list says.
  const { webhooks } = await said(ann, { cmd: "webhook_list" });
  const [{ token } = { token: "" }] = webhooks as { token: string }[];
  const posted = await fetch(`${koine.url}/webhooks?token=${token}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ content: "built" }),
  });
  expect(posted.status).toBe(204);
  expect(await bob.next("message_new")).toMatchObject({ message: { user: "originChats", content: "built" } });
});

test("it joins a voice channel, mutes and leaves", async () => {
  expect(await said(ann, { cmd: "voice_join", channel: "lounge", peer_id: "peer-ann" })).toMatchObject({
    channel: "lounge",
    participants: expect.any(Array),
  });
  expect(await bob.next("voice_user_joined")).toMatchObject({ user: { username: "USR:local_ann" } });
  const joined = await said(bob, { cmd: "voice_join", channel: "lounge", peer_id: "peer-bob" });
  expect(joined.participants).toMatchObject([{ username: "USR:local_ann", peer_id: "peer-ann" }]);
  await said(ann, { cmd: "voice_mute" });
  expect(await bob.next("voice_user_updated")).toMatchObject({ user: { muted: true } });
  await said(ann, { cmd: "voice_leave" });
  expect(await bob.next("voice_user_left")).toMatchObject({ username: "USR:local_ann" });
});
