/** OriginChats and Bonfire in the same rooms: replies, threads, polls, roles, voice, presence, embeds and commands. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { enterOrigin, type OriginClient, type Said } from "./originchats-client.ts";
import { jsonFrame, RawPeer } from "./raw-peer.ts";

setDefaultTimeout(60_000);

interface Made {
  readonly room: { readonly id: number };
  readonly role: { readonly id: number };
}

let koine: Koine;
let ann: GatewayClient;
let bob: OriginClient;
/** Bob's account. */
let bobs = 0;
let forum = 0;
let lounge = 0;
let general = 0;
let gamer = 0;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_LIMITS_SIGN_IN: "1000/1m",
      KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000",
      KOINE_ORIGINCHATS_BURST_LIMIT: "1000",
    },
  });
  const account = await register(koine.url, "ann");
  bobs = (await register(koine.url, "bob")).user.id;
  const make = async (path: string, body: object): Promise<Made> => {
    const headers = { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json" };
    const response = await fetch(`${koine.url}/api/v1/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await response.json()) as Made;
  };
  forum = (await make("rooms", { name: "help", kind: "forum" })).room.id;
  lounge = (await make("rooms", { name: "lounge", kind: "voice" })).room.id;
  gamer = (await make("roles", { name: "gamer", self_assignable: true })).role.id;
  const { client, ready } = await enter(koine.gateway, account.token);
  ann = client;
  general = ready.space.default_room_id;
  bob = await enterOrigin(koine.url, "bob");
});

afterAll(async () => {
  bob.close();
  await ann.close();
  await koine.stop();
  removeDirectories();
});

test("a thread that is opened on either side is there on the other", async () => {
  const opened = await ann.request({ type: "thread_create", room_id: forum, name: "Hers", content: "First" });
  const told = await bob.next("thread_create");
  expect(told).toMatchObject({ channel: "help", thread: { name: "Hers", created_by: "USR:local_ann" } });
  const { id } = told.thread as { id: string };
  const said = await bob.ask({ cmd: "thread_messages", thread_id: id });
  expect(said.messages).toMatchObject([{ user: "USR:local_ann", content: "First" }]);

  await bob.ask({ cmd: "thread_create", channel: "help", name: "His" });
  const isHis = (packet: { readonly event?: { readonly type: string; readonly room?: unknown } }): boolean =>
    packet.event?.type === "thread_create" && (packet.event.room as { name?: string }).name === "His";
  expect((await ann.next(isHis)).event).toMatchObject({ room: { name: "His", parent_id: forum } });
  await bob.ask({ cmd: "message_new", thread_id: id, content: "Second" });
  const isSecond = (packet: { readonly event?: { readonly type: string; readonly message?: unknown } }) =>
    packet.event?.type === "message_create" &&
    (packet.event.message as { content?: string }).content === "Second";
  const room = (opened as unknown as { room: { id: number } }).room.id;
  expect((await ann.next(isSecond)).event).toMatchObject({ message: { channel_id: room } });
});

test("a poll of either side is voted in on the other", async () => {
  await ann.request({ type: "poll_create", room_id: general, question: "Tea?", options: ["Yes", "No"] });
  const { poll_id: poll } = await bob.next("message_new").then(async function find(packet): Promise<Said> {
    return packet.poll_id === undefined ? find(await bob.next("message_new")) : packet;
  });
  const voted = await bob.ask({ cmd: "poll_vote", poll_id: poll, option_id: "2" });
  expect(voted).toMatchObject({ cmd: "poll_vote", results: { total_votes: 1 } });
  const update = await ann.event("poll_update");
  expect(update.poll).toMatchObject({ options: [{ text: "Yes" }, { text: "No", votes: 1 }] });
});

test("a role that is taken on one side is had on the other", async () => {
  const taken = await bob.ask({ cmd: "self_role_add", role: "gamer" });
  expect(taken.roles).toEqual(["gamer", "user"]);
  const update = await ann.event("member_update");
  expect(update.member).toMatchObject({ user: { handle: "bob" }, role_ids: [expect.any(Number)] });
});

test("who is in a voice room is seen from both sides", async () => {
  await ann.request({ type: "voice_join", room_id: lounge, self_mute: true });
  const user = { username: "USR:local_ann" };
  expect(await bob.next("voice_user_joined")).toMatchObject({ channel: "lounge", user });
  const joined = await bob.ask({ cmd: "voice_join", channel: "lounge", peer_id: "peer-bob" });
  expect(joined.participants).toMatchObject([{ username: "USR:local_ann", peer_id: null }]);
  const isBob = (packet: { readonly event?: { readonly type: string; readonly user?: unknown } }): boolean =>
    packet.event?.type === "voice_state" && JSON.stringify(packet.event).includes('"bob"');
  expect((await ann.next(isBob)).event).toBeDefined();
});

test("a reply on either side quotes what was said on the other", async () => {
  const said = await bob.ask({ cmd: "message_new", channel: "general", content: "who answers?" });
  const { id } = said.message as { id: string };
  const asked = await messageWith("who answers?");
  await ann.request({
    type: "message_send",
    room_id: general,
    content: "I do",
    reply_to: asked.id,
    reply_ping: true,
  });
  const answer = await told("I do");
  expect(answer).toMatchObject({
    reply_to: { id, user: "USR:local_bob" },
    pings: { replies: ["USR:local_bob"] },
  });
  await bob.ask({
    cmd: "message_new",
    channel: "general",
    content: "and I",
    reply_to: answer.id,
    ping: false,
  });
  expect(await messageWith("and I")).toMatchObject({
    reply_to: { text: "I do", author: { handle: "ann" } },
  });
});

test("an emoji is one reaction however either side spells it", async () => {
  const said = await bob.ask({ cmd: "message_new", channel: "general", content: "a heart" });
  const { id } = said.message as { id: string };
  const { id: message } = await messageWith("a heart");
  await bob.ask({ cmd: "message_react_add", channel: "general", id, emoji: "\u2764" });
  expect(await ann.event("reaction_add")).toMatchObject({ message_id: message, emoji: "\u2764\uFE0F" });
  await ann.request({ type: "reaction_add", message_id: message, emoji: "\u2764\uFE0F" });
  await ann.request({ type: "reaction_add", message_id: message, emoji: "👍\uFE0F" });
  await bob.ask({ cmd: "message_react_add", channel: "general", id, emoji: "👍" });
  const { messages } = await ann.request({
    type: "history_get",
    room_id: general,
    around: message,
    limit: 1,
  });
  expect((messages as { reactions: unknown }[])[0]?.reactions).toEqual([
    { emoji: "\u2764\uFE0F", count: 2, me: true },
    { emoji: "👍", count: 2, me: true },
  ]);
});

test("a reaction that is taken back on either side is gone on the other", async () => {
  await ann.request({ type: "message_send", room_id: general, content: "react" });
  const { id } = await told("react");
  const { id: message } = await messageWith("react");
  await bob.ask({ cmd: "message_react_add", channel: "general", id, emoji: "👍" });
  await bob.ask({ cmd: "message_react_remove", channel: "general", id, emoji: "👍" });
  expect(await ann.event("reaction_remove")).toMatchObject({ message_id: message, user: { handle: "bob" } });
  await ann.request({ type: "reaction_add", message_id: message, emoji: "🎉" });
  await ann.request({ type: "reaction_remove", message_id: message, emoji: "🎉" });
  const gone = await nextOf("message_react_remove", ({ emoji }) => emoji === "🎉");
  expect(gone).toMatchObject({ id, from: "USR:local_ann", channel: "general" });
});

test("a poll of OriginChats is voted in on Bonfire, and ends there", async () => {
  const made = await bob.ask({
    cmd: "poll_create",
    channel: "general",
    question: "Cake?",
    options: [{ text: "Yes" }, { text: "No" }],
  });
  const poll = await pollWith("Cake?");
  await ann.request({ type: "poll_vote", message_id: poll, option_ids: [1] });
  const voted = await nextOf("poll_vote_update", ({ poll_id }) => poll_id === made.poll_id);
  expect(voted).toMatchObject({ results: { total_votes: 1 } });
  await ann.request({ type: "poll_end", message_id: poll });
  const ended = await nextOf("poll_end", ({ poll_id }) => poll_id === made.poll_id);
  expect(ended).toMatchObject({ results: { ended: true, total_votes: 1 } });
});

test("a role that is given on Bonfire is had on OriginChats", async () => {
  await ann.request({ type: "role_unassign", user_id: bobs, role_id: gamer });
  const without = await nextOf("user_roles_get", ({ roles }) => !(roles as string[]).includes("gamer"));
  expect(without).toMatchObject({ user: "USR:local_bob", roles: ["user"] });
  await ann.request({ type: "role_assign", user_id: bobs, role_id: gamer });
  const given = await nextOf("user_roles_get", ({ roles }) => (roles as string[]).includes("gamer"));
  expect(given).toMatchObject({ user: "USR:local_bob", roles: ["gamer", "user"] });
});

test("a status that is set on either side is seen on the other", async () => {
  await ann.request({ type: "presence_set", status: "dnd", text: "writing" });
  const hers = await nextOf("status_get", ({ username }) => username === "USR:local_ann");
  expect(hers).toMatchObject({ status: { status: "dnd", text: "writing" } });
  await bob.ask({ cmd: "status_set", status: "idle", text: "reading" });
  const his = await ann.next(({ event }) => event?.type === "presence_update" && event.text === "reading");
  expect(his.event).toMatchObject({ status: "idle" });
});

test("embeds of either side stand under the message on the other", async () => {
  const embeds = [{ title: "Report", color: 255, fields: [{ name: "a", value: "b", inline: true }] }];
  await bob.ask({ cmd: "message_new", channel: "general", content: "his box", embeds });
  expect(await messageWith("his box")).toMatchObject({ embeds });
  await ann.request({ type: "message_send", room_id: general, content: "her box", embeds });
  expect(await told("her box")).toMatchObject({ embeds: [{ type: "rich", ...embeds[0] }] });
});

test("a command that OriginChats offers is used on Bonfire, by whom its roles allow", async () => {
  const sides = { name: "sides", description: "how many", type: "int" };
  const commands = [
    { name: "roll", description: "Roll", options: [sides] },
    { name: "hers", description: "For admins", whitelistRoles: ["admin"] },
  ];
  await bob.ask({ cmd: "slash_register", commands });
  const use = (by: GatewayClient, name: string, more: object = {}) =>
    by.request({ type: "command_call", room_id: general, name, ...more });
  const cid = await enter(koine.gateway, (await register(koine.url, "cid")).token);
  expect(await use(cid.client, "hers")).toMatchObject({ type: "error", code: "forbidden" });
  await use(cid.client, "roll", { arguments: [{ name: "sides", value: "6" }] });
  expect(await bob.next("slash_call")).toMatchObject({
    val: { command: "roll", args: { sides: 6 }, commander: "USR:local_bob" },
    invoker: "USR:local_cid",
    channel: "general",
  });
  await bob.ask({ cmd: "slash_response", channel: "general", command: "roll", response: "a four" });
  expect(await messageWith("a four")).toMatchObject({
    command_name: "roll",
    command_user: { handle: "cid" },
  });
  await cid.client.close();
});

test("counts stay right when many change the same at once", async () => {
  const made = await bob.ask({
    cmd: "poll_create",
    channel: "general",
    question: "All?",
    options: [{ text: "Yes" }, { text: "No" }],
  });
  const poll = await pollWith("All?");
  const said = await bob.ask({ cmd: "message_new", channel: "general", content: "count me" });
  const { id } = said.message as { id: string };
  const others = await Promise.all([0, 1, 2].map(() => enterOrigin(koine.url, "bob")));
  const all = [bob, ...others];
  // The same account by four connections, and another one by the other door: the last vote of each counts, once.
  await Promise.all([
    ...all.flatMap((client) =>
      ["1", "2", "1", "2"].map((option_id) =>
        client.ask({ cmd: "poll_vote", poll_id: made.poll_id, option_id }),
      ),
    ),
    ...[1, 2, 1].map((option) => ann.request({ type: "poll_vote", message_id: poll, option_ids: [option] })),
    ...all.map((client) => client.ask({ cmd: "message_react_add", channel: "general", id, emoji: "👍" })),
    ...all.map((client, i) =>
      client.ask({ cmd: "message_edit", channel: "general", id, content: `edit ${i}` }),
    ),
  ]);
  const results = (await bob.ask({ cmd: "poll_results", poll_id: made.poll_id })).results as {
    total_votes: number;
    results: { votes: number }[];
  };
  expect(results.total_votes).toBe(2);
  expect(results.results.reduce((sum, { votes }) => sum + votes, 0)).toBe(2);
  const { message } = await bob.ask({ cmd: "message_get", channel: "general", id });
  expect(message).toMatchObject({ edited: true, reactions: { "👍": ["USR:local_bob"] } });
  for (const client of others) client.close();
});

test("a client that reads nothing holds up nobody", async () => {
  const idle = await RawPeer.open(koine.url, "/originchats");
  await idle.next();
  idle.wire.stopReading();
  idle.write(jsonFrame({ cmd: "login", username: "bob", password: "correct horse" }));
  const long = "long ".repeat(390);
  for (let i = 0; i < 50; i++)
    await bob.ask({ cmd: "message_new", channel: "general", content: `${i} ${long}` });
  // Some 100 kB each, and more together than the server holds for anybody.
  for (let i = 0; i < 100; i++)
    idle.write(jsonFrame({ cmd: "messages_get", channel: "general", limit: 200 }));
  await bob.ask({ cmd: "message_new", channel: "general", content: "after all" });
  expect(await bob.ask({ cmd: "messages_get", channel: "general", limit: 1 })).toMatchObject({
    messages: [{ content: "after all" }],
  });
  expect(await messageWith(`49 ${long}`.trim())).toMatchObject({ author: { handle: "bob" } });
  idle.wire.cut();
});

/** The first message with this text that Bonfire is told. */
async function messageWith(content: string): Promise<{ readonly id: number }> {
  const found = await ann.next(
    ({ event }) =>
      event?.type === "message_create" &&
      (event.message as { content?: string } | undefined)?.content === content,
  );
  return found.event?.message as { id: number };
}

async function pollWith(question: string): Promise<number> {
  const found = await ann.next(
    ({ event }) =>
      event?.type === "message_create" &&
      (event.message as { poll?: { question?: string } } | undefined)?.poll?.question === question,
  );
  const message = found.event?.message as { id: number } | undefined;
  return message?.id ?? 0;
}

/** The same on OriginChats. */
async function told(content: string): Promise<{ readonly id: string }> {
  const packet = await nextOf(
    "message_new",
    ({ message }) => (message as { content: string }).content === content,
  );
  return packet.message as { id: string };
}

async function nextOf(cmd: string, fits: (packet: Said) => boolean): Promise<Said> {
  for (;;) {
    const packet = await bob.next(cmd);
    if (fits(packet)) return packet;
  }
}
