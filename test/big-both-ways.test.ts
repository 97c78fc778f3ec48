/**
 * BIG with Bonfire and with OriginChats in the room of a space, both ways (`docs/protocols/big.md` section 0): messages,
 * edits, deletions, replies, typing, attachments and presence. Receipts and calls are a dialog's: those with Bonfire are in
 * `big-calls.test.ts` and in the transcript `bonfire.txt`, and OriginChats has no dialogs.
 */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BigClient,
  bigId,
  bigRoom,
  bigToken,
  closeAll,
  connectBig,
  type Fields,
  rowsOf,
  type Said,
  settled,
} from "./big-client.ts";
import { upload } from "./files-client.ts";
import { type Account, enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { connectOrigin, type OriginClient } from "./originchats-client.ts";

setDefaultTimeout(60_000);

let koine: Koine;
let people: { readonly ann: Account; readonly bob: Account; readonly cid: Account };
let token: string;
let room: number;
let general: string;
let big: BigClient;
let bonfire: GatewayClient;
let origin: OriginClient;
let validator: string;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_LIMITS_BIG: "1000/1s",
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
    },
  });
  const [ann, bob, cid] = [
    await register(koine.url, "ann"),
    await register(koine.url, "bob"),
    await register(koine.url, "cid"),
  ];
  people = { ann, bob, cid };
  const entered = await enter(koine.gateway, bob.token);
  bonfire = entered.client;
  room = entered.ready.space.default_room_id;
  general = bigRoom(room);
  origin = await connectOrigin(koine.url);
  origin.send({ cmd: "login", username: "cid", password: "correct horse" });
  validator = (await origin.next("ready")).validator as string;
  token = await bigToken(koine.url, ann);
  big = await connectBig(koine.url, token);
  await settled(big);
});

afterAll(async () => {
  closeAll();
  origin.close();
  await bonfire.close();
  await koine.stop();
  removeDirectories();
});

/** The next event of this type in the room. */
async function told(eventType: string): Promise<Fields> {
  const isIt = (said: Said) => said.eventType === eventType && said.payload?.chatId === general;
  return (await big.next(isIt)).payload ?? {};
}

/** What a Bonfire client is told of a message. */
async function heard(text: string): Promise<Fields> {
  const { event } = await bonfire.next(
    (packet) => packet.event?.type === "message_create" && (packet.event.message as Fields).content === text,
  );
  return event?.message as Fields;
}

/** What an OriginChats client is told of a message. */
async function read(text: string): Promise<Fields> {
  for (;;) {
    const message = (await origin.next("message_new")).message as Fields;
    if (message.content === text) return message;
  }
}

test("what is said, edited, answered and deleted in BIG is so in Bonfire and OriginChats", async () => {
  const said = { chatId: general, message: "Hello", clientMessageId: "c1" };
  const { messageId } = await big.request("new", said);
  const [native, other] = [await heard("Hello"), await read("Hello")];
  expect(native).toMatchObject({ n: messageId, author: { handle: "ann" } });
  expect(other).toMatchObject({ user: "USR:local_ann" });

  await big.request("new", { chatId: general, message: "Anybody?", replyTo: messageId });
  expect(await heard("Anybody?")).toMatchObject({ reply_to: { id: native.id, text: "Hello" } });
  expect(await read("Anybody?")).toMatchObject({ reply_to: { id: other.id } });

  await big.request("edit", { chatId: general, originalMessageId: messageId, message: "Hello all" });
  const edited = { message_id: native.id, content: "Hello all" };
  expect(await bonfire.event("message_update")).toMatchObject(edited);
  expect(await origin.next("message_edit")).toMatchObject({ id: other.id, content: "Hello all" });

  await big.request("delete", { chatId: general, originalMessageId: messageId });
  expect(await bonfire.event("message_delete")).toMatchObject({ message_id: native.id });
  expect(await origin.next("message_delete")).toMatchObject({ id: other.id });
});

test("what is said, edited, answered and deleted in Bonfire is so in BIG", async () => {
  const sent = await bonfire.request({ type: "message_send", room_id: room, content: "From Bonfire" });
  const { id } = sent.message as { id: number };
  const first = await told("new");
  expect(first).toMatchObject({
    sender: bigId(people.bob.user.id),
    senderName: "@bob",
    message: "From Bonfire",
    missed: 1,
  });
  await bonfire.request({ type: "message_send", room_id: room, content: "More", reply_to: id });
  expect(await told("new")).toMatchObject({
    message: "More",
    replyTo: { messageId: first.messageId, message: "From Bonfire" },
    missed: 2,
  });
  await bonfire.request({ type: "message_edit", message_id: id, content: "Edited in Bonfire" });
  expect(await told("edit")).toMatchObject({
    originalMessageId: first.messageId,
    message: "Edited in Bonfire",
    userId: bigId(people.bob.user.id),
  });
  await bonfire.request({ type: "message_delete", message_id: id });
  expect(await told("delete")).toMatchObject({ originalMessageId: first.messageId });
  expect(await big.request("read", { chatId: general })).toMatchObject({ missed: 0 });
});

test("what is said, edited, answered and deleted in OriginChats is so in BIG", async () => {
  const say = async (content: string, more: object = {}): Promise<Fields> =>
    (await origin.ask({ cmd: "message_new", channel: "general", content, ...more })).message as Fields;
  const { id } = await say("From OriginChats");
  const first = await told("new");
  expect(first).toMatchObject({
    sender: bigId(people.cid.user.id),
    message: "From OriginChats",
    missed: 1,
  });
  await say("More", { reply_to: id });
  expect(await told("new")).toMatchObject({ replyTo: { messageId: first.messageId } });
  await origin.ask({ cmd: "message_edit", channel: "general", id, content: "Edited there" });
  expect(await told("edit")).toMatchObject({
    originalMessageId: first.messageId,
    message: "Edited there",
  });
  await origin.ask({ cmd: "message_delete", channel: "general", id });
  expect(await told("delete")).toMatchObject({ originalMessageId: first.messageId });
});

test("whoever types is seen to type", async () => {
  big.tell("typing", { chatId: general });
  expect(await bonfire.event("typing_start")).toMatchObject({ user: { handle: "ann" } });
  expect(await origin.next("typing")).toMatchObject({ user: "USR:local_ann" });
  await bonfire.request({ type: "typing_start", room_id: room });
  expect(await told("typing")).toMatchObject({ userId: bigId(people.bob.user.id) });
  origin.send({ cmd: "typing", channel: "general" });
  expect(await told("typing")).toMatchObject({ userId: bigId(people.cid.user.id) });
});

test("a file of either side is the same file on the others", async () => {
  const form = new FormData();
  form.append("file", new File(["from BIG"], "big.txt", { type: "text/plain" }));
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${koine.url}/public/upload`, { method: "POST", headers, body: form });
  const { url } = (await answer.json()) as { url: string };
  const attachment = { type: "file", id: "1", filename: "x", url, meta: {} };
  await big.request("new", { chatId: general, message: "With a file", attachments: [attachment] });
  const [native] = (await heard("With a file")).attachments as Fields[];
  expect(native).toMatchObject({ name: "big.txt", size: 8 });
  expect(await (await fetch(new URL(String(native?.url), koine.url))).text()).toBe("from BIG");
  expect((await read("With a file")).attachments).toMatchObject([{ name: "big.txt" }]);

  const file = await upload(koine.url, people.bob.token, "from Bonfire", { name: "bonfire.txt" });
  const send = { type: "message_send", room_id: room, content: "Its file", attachment_ids: [file.id] };
  await bonfire.request(send);
  const [seen] = (await told("new")).attachments as Fields[];
  expect(seen).toMatchObject({ type: "file", filename: "bonfire.txt", meta: { extension: "txt", size: 12 } });
  expect(await (await fetch(String(seen?.url))).text()).toBe("from Bonfire");

  const there = await fetch(`${koine.url}/attachments/upload`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      file: `data:text/plain;base64,${btoa("from OriginChats")}`,
      name: "origin.txt",
      mime_type: "text/plain",
      channel: "general",
      validator,
      validator_key: "originChats-1",
    }),
  });
  const uploaded = (await there.json()) as { attachment?: Fields };
  await origin.ask({
    cmd: "message_new",
    channel: "general",
    content: "Theirs",
    attachments: [uploaded.attachment],
  });
  const [theirs] = (await told("new")).attachments as Fields[];
  expect(theirs).toMatchObject({ type: "file", filename: "origin.txt" });
  expect(await (await fetch(String(theirs?.url))).text()).toBe("from OriginChats");
});

test("who is online is told to BIG's partners, and of BIG to everybody's", async () => {
  for (const { user } of [people.bob, people.cid])
    await big.request("new", { chatId: bigId(user.id), message: "Hello you" });
  for (const { user } of [people.bob, people.cid])
    expect(await big.request("chat", { chatId: bigId(user.id) })).not.toHaveProperty("lastSeen");
  origin.close();
  await big.next(
    ({ eventType, payload }) => eventType === "offline" && payload?.userId === bigId(people.cid.user.id),
  );
  await bonfire.close();
  await big.next(
    ({ eventType, payload }) => eventType === "offline" && payload?.userId === bigId(people.bob.user.id),
  );
  const rows = rowsOf(await big.request("chats", {})).filter(({ type }) => type === "dialog");
  expect(rows.map(({ lastSeen }) => typeof lastSeen)).toEqual(["number", "number"]);

  const { client } = await enter(koine.gateway, people.bob.token);
  bonfire = client;
  await big.next(
    ({ eventType, payload }) => eventType === "online" && payload?.userId === bigId(people.bob.user.id),
  );
  await big.close();
  const { user } = people.ann;
  const gone = { type: "presence_update", user_id: user.id, status: "offline" };
  const isGone = ({ event = { type: "" } }: Packet): boolean =>
    event.type === gone.type && event.user_id === gone.user_id && event.status === gone.status;
  expect((await bonfire.next(isGone)).event).toMatchObject(gone);
});
