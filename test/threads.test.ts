/** Threads and forums, as the people in them see it. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, resume, roleOf } from "./community.ts";
import type { GatewayClient, Packet } from "./gateway-client.ts";
import { removeDirectories } from "./koine.ts";

let community: Community;
let ann: Person; // owns the space
let bob: Person;
let eve: Person;

beforeAll(async () => {
  const made = await found("ann", "bob", "eve");
  community = made;
  ({ ann, bob, eve } = made.people);
}, 30_000);

afterAll(async () => {
  await community.koine.stop();
  removeDirectories();
});

interface Thread {
  readonly id: number;
  readonly name: string;
  readonly [field: string]: unknown;
}

async function open(client: GatewayClient, fields: object): Promise<Thread> {
  return (await ask(client, { type: "thread_create", ...fields })).room as Thread;
}

async function say(client: GatewayClient, room_id: number, content: string): Promise<number> {
  return ((await ask(client, { type: "message_send", room_id, content })).message as { id: number }).id;
}

async function list(client: GatewayClient, room_id: number, more: object = {}): Promise<Thread[]> {
  return (await ask(client, { type: "threads_get", room_id, ...more })).rooms as Thread[];
}

const of = (type: string, thread: number) => (packet: Packet) => {
  const event = packet.event as {
    type: string;
    room_id?: number;
    room?: Thread;
    message?: { channel_id: number };
  };
  if (event?.type !== type || packet.request_id !== undefined) return false;
  return (event.room_id ?? event.room?.id ?? event.message?.channel_id) === thread;
};

test("a thread lives in the stream of its room, and its message says that it is there", async () => {
  const { room } = community;
  const topic = await say(ann.client, room, "shall we?");
  const thread = await open(bob.client, { room_id: room, message_id: topic, name: "Plans", content: "yes" });
  expect(thread).toMatchObject({ kind: "thread", parent_id: room, message_id: topic, owner_id: bob.user.id });
  const opened = await eve.client.next(of("thread_create", thread.id));
  const first = await eve.client.next(of("message_create", thread.id));
  expect(opened.stream).toBe(room);
  expect(first).toMatchObject({ stream: room, seq: Number(opened.seq) + 1 });
  expect(first.event).toMatchObject({ message: { content: "yes", n: 1 } });

  const under = { type: "thread_create", room_id: room, message_id: topic, name: "Again" };
  expect(await codeOf(ann.client, under)).toBe("limit_reached");
  const { messages } = await ask(ann.client, { type: "history_get", room_id: room, limit: 1 });
  expect(messages).toMatchObject([
    { id: topic, thread: { room_id: thread.id, name: "Plans", message_count: 1 } },
  ]);
  const inside = await ask(eve.client, { type: "history_get", room_id: thread.id });
  expect(inside.messages).toMatchObject([{ content: "yes", channel_id: thread.id }]);
  const elsewhere = await makeRoom(ann.client, "elsewhere");
  const stolen = { type: "thread_create", room_id: elsewhere, message_id: topic, name: "Here" };
  expect(await codeOf(ann.client, stolen)).toBe("not_found");
});

test("the same key opens one thread, and two may have one title", async () => {
  const { room } = community;
  const first = await open(ann.client, { room_id: room, name: "Same", nonce: "once" });
  const again = await open(ann.client, { room_id: room, name: "Same", nonce: "once" });
  const other = await open(ann.client, { room_id: room, name: "Same" });
  const theirs = await open(bob.client, { room_id: room, name: "Same", nonce: "once" });
  expect(again.id).toBe(first.id);
  expect(new Set([first.id, other.id, theirs.id]).size).toBe(3);
});

test("in a forum only its threads take messages; its tags are the ones to choose from", async () => {
  const forum = await makeRoom(ann.client, "help", { kind: "forum", tags: ["open", "done"] });
  expect(await codeOf(bob.client, { type: "message_send", room_id: forum, content: "hello" })).toBe(
    "forbidden",
  );
  const first = await open(bob.client, { room_id: forum, name: "How?", content: "tell me", tags: ["open"] });
  const second = await open(eve.client, { room_id: forum, name: "Why?", tags: ["done"] });
  const wrong = { type: "thread_create", room_id: forum, name: "x", tags: ["never"] };
  expect(await codeOf(bob.client, wrong)).toBe("invalid");
  await say(ann.client, first.id, "like this");
  // The liveliest first.
  expect((await list(ann.client, forum)).map(({ id }) => id)).toEqual([first.id, second.id]);
  expect((await list(ann.client, forum, { tag: "done" })).map(({ id }) => id)).toEqual([second.id]);
  await ask(bob.client, { type: "thread_update", room_id: first.id, name: "How then?", tags: ["done"] });
  expect((await eve.client.next(of("thread_update", first.id))).event).toMatchObject({
    parent_id: forum,
    name: "How then?",
    tags: ["done"],
  });
  expect(await codeOf(eve.client, { type: "thread_update", room_id: first.id, name: "Mine" })).toBe(
    "forbidden",
  );
  const tooMany = {
    type: "room_update",
    room_id: forum,
    tags: Array.from({ length: 21 }, (_, i) => `t${i}`),
  };
  expect(await codeOf(ann.client, tooMany)).toBe("invalid");
});

test("a message opens an archived thread again; a locked one takes none but of who manages threads", async () => {
  const thread = await open(bob.client, { room_id: community.room, name: "Sleepy" });
  const said = await say(bob.client, thread.id, "good night");
  await ask(bob.client, { type: "thread_update", room_id: thread.id, archived: true });
  await eve.client.next(of("thread_update", thread.id));
  expect((await list(eve.client, community.room)).map(({ id }) => id)).not.toContain(thread.id);
  expect((await list(eve.client, community.room, { archived: true })).map(({ id }) => id)).toContain(
    thread.id,
  );
  expect(await codeOf(bob.client, { type: "message_edit", message_id: said, content: "x" })).toBe(
    "forbidden",
  );
  await say(eve.client, thread.id, "wake up");
  const woken = await bob.client.next(
    (packet) => of("thread_update", thread.id)(packet) && packet.event?.archived === false,
  );
  const message = await bob.client.next(
    (packet) => of("message_create", thread.id)(packet) && Number(packet.seq) > Number(woken.seq),
  );
  expect(message.event).toMatchObject({ message: { content: "wake up" } });

  expect(await codeOf(bob.client, { type: "thread_update", room_id: thread.id, locked: true })).toBe(
    "forbidden",
  );
  await ask(ann.client, { type: "thread_update", room_id: thread.id, locked: true });
  expect(await codeOf(bob.client, { type: "message_send", room_id: thread.id, content: "x" })).toBe(
    "forbidden",
  );
  expect(await codeOf(bob.client, { type: "message_edit", message_id: said, content: "x" })).toBe(
    "forbidden",
  );
  expect(await codeOf(bob.client, { type: "thread_update", room_id: thread.id, name: "x" })).toBe(
    "forbidden",
  );
  await say(ann.client, thread.id, "last word");
  await ask(ann.client, { type: "thread_update", room_id: thread.id, archived: true });
  expect(await codeOf(ann.client, { type: "message_send", room_id: thread.id, content: "x" })).toBe(
    "forbidden",
  );
  await ask(ann.client, { type: "thread_update", room_id: thread.id, archived: false, locked: false });
  await say(bob.client, thread.id, "again");
  const { entries } = await ask(ann.client, { type: "audit_get", action: "thread_update" });
  expect(entries).toMatchObject([
    { target_id: thread.id },
    { target_id: thread.id },
    { target_id: thread.id },
  ]);
});

test("threads are archived after a silence, those that were open before, too", async () => {
  const forum = await makeRoom(ann.client, "short", { kind: "forum" });
  const before = await open(bob.client, { room_id: forum, name: "Before" });
  await ask(ann.client, { type: "room_update", room_id: forum, archive_after_ms: 1 });
  await eve.client.next(of("thread_update", before.id));
  const after = await open(bob.client, { room_id: forum, name: "After" });
  expect((await eve.client.next(of("thread_update", after.id))).event).toMatchObject({ archived: true });
  await say(bob.client, after.id, "once more");
  const archived = (packet: Packet) =>
    of("thread_update", after.id)(packet) && packet.event?.archived === true;
  await eve.client.next(archived);
  await ask(ann.client, { type: "room_update", room_id: forum, archive_after_ms: 0 });
  await say(bob.client, after.id, "for good");
  expect((await list(eve.client, forum)).map(({ id }) => id)).toEqual([after.id]);
});

test("who follows a thread begins a session with it and with what is unread there", async () => {
  const thread = await open(ann.client, { room_id: community.room, name: "News", content: "one" });
  await ask(eve.client, { type: "member_add", room_id: thread.id, user_id: eve.user.id });
  expect((await bob.client.next(of("thread_join", thread.id))).event).toMatchObject({
    room: { member_count: 2 },
    user: { id: eve.user.id },
  });
  await say(ann.client, thread.id, "two");
  const third = await say(ann.client, thread.id, `three for <@${eve.user.id}>`);
  const begun = await community.again(eve);
  const { rooms, receipts } = begun.ready as unknown as { rooms: Thread[]; receipts: object[] };
  expect(rooms.find(({ id }) => id === thread.id)).toMatchObject({ following: true, message_count: 3 });
  expect(receipts).toContainEqual(expect.objectContaining({ room_id: thread.id, unread: 2, mentions: 1 }));
  await ask(eve.client, { type: "receipt_mark", room_id: thread.id, message_id: third, kind: "read" });
  const answer = await ask(eve.client, { type: "threads_get", room_id: community.room });
  expect(answer.receipts).toContainEqual(expect.objectContaining({ room_id: thread.id, read_id: third }));
  const stranger = await community.again(bob);
  expect(stranger.ready.rooms.map(({ id }) => id)).not.toContain(thread.id);
  const { members } = await ask(bob.client, { type: "members_get", room_id: thread.id });
  expect(members).toMatchObject([{ user: { id: ann.user.id } }, { user: { id: eve.user.id } }]);
  await ask(eve.client, { type: "member_remove", room_id: thread.id, user_id: eve.user.id });
  expect((await bob.client.next(of("thread_leave", thread.id))).event).toMatchObject({ member_count: 1 });
  const later = await community.again(eve);
  expect(later.ready.rooms.map(({ id }) => id)).not.toContain(thread.id);
  for (const { client } of [begun, stranger, later]) await client.close();
});

test("whoever is mentioned in a thread follows it, if they see it", async () => {
  const everyone = roleOf(ann.ready, "everyone");
  const room = await makeRoom(ann.client, "committee", {
    overrides: [{ role_id: everyone, deny: ["view"] }],
  });
  await ask(ann.client, {
    type: "permission_override_set",
    room_id: room,
    user_id: bob.user.id,
    allow: ["view"],
  });
  const thread = await open(ann.client, { room_id: room, name: "Agenda" });
  await say(ann.client, thread.id, `<@${bob.user.id}>, and <@${eve.user.id}> who is not here`);
  const { event } = await bob.client.next(of("thread_join", thread.id));
  expect(event).toMatchObject({ user: { id: bob.user.id }, room: { member_count: 2 } });
  const { members } = await ask(ann.client, { type: "members_get", room_id: thread.id });
  expect((members as { user: { id: number } }[]).map(({ user }) => user.id)).toEqual([
    ann.user.id,
    bob.user.id,
  ]);
  const { client, ready } = await community.again(bob);
  const { receipts } = ready as unknown as { receipts: object[] };
  expect(receipts).toContainEqual(expect.objectContaining({ room_id: thread.id, unread: 1, mentions: 1 }));
  await client.close();
});

test("who does not see the room sees nothing of its threads", async () => {
  const room = await makeRoom(ann.client, "closed");
  const thread = await open(bob.client, { room_id: room, name: "Inside", content: "whisper one" });
  await eve.client.next(of("message_create", thread.id));
  await ask(eve.client, { type: "member_add", room_id: thread.id, user_id: eve.user.id });
  await ask(ann.client, {
    type: "permission_override_set",
    room_id: room,
    role_id: roleOf(ann.ready, "everyone"),
    deny: ["view"],
  });
  await eve.client.next(of("room_delete", room));
  const known = eve.client.packets.length;
  await say(ann.client, thread.id, "whisper two");
  for (const request of [
    { type: "history_get", room_id: thread.id },
    { type: "threads_get", room_id: room },
    { type: "message_send", room_id: thread.id, content: "hello?" },
    { type: "member_remove", room_id: thread.id, user_id: eve.user.id },
    { type: "search", query: "whisper", room_id: thread.id },
  ])
    expect(await codeOf(eve.client, request)).toBe("not_found");
  expect((await ask(eve.client, { type: "search", query: "whisper" })).messages).toBeUndefined();
  // A mention does not tell that it is there.
  const mention = await ask(eve.client, {
    type: "message_send",
    room_id: community.room,
    content: `<#${thread.id}>`,
  });
  expect(mention.message).not.toHaveProperty("mentions");
  const again = await community.again(eve);
  expect(JSON.stringify(again.client.packets)).not.toContain(String(thread.id));
  const told = eve.client.packets.slice(known).filter((packet) => packet.stream === room);
  expect(told).toEqual([]);
  await again.client.close();

  const inRoom = await ask(ann.client, { type: "search", query: "whisper", room_id: room });
  expect((inRoom.messages as object[]).length).toBe(2);
  const { messages, rooms } = await ask(ann.client, { type: "search", query: "whisper" });
  expect(messages).toMatchObject([{ content: "whisper two" }, { content: "whisper one" }]);
  expect(rooms).toMatchObject([{ id: thread.id, name: "Inside", parent_id: room }]);
});

test("a deleted thread is gone for everybody, and so are those of a deleted room", async () => {
  const room = await makeRoom(ann.client, "doomed");
  const topic = await say(ann.client, room, "topic");
  const away = await community.again(eve);
  await away.client.close();
  const one = await open(bob.client, {
    room_id: room,
    message_id: topic,
    name: "One",
    content: "ephemeral one",
  });
  const two = await open(bob.client, { room_id: room, name: "Two", content: "ephemeral two" });
  expect(await codeOf(eve.client, { type: "room_delete", room_id: one.id })).toBe("forbidden");
  await ask(bob.client, { type: "room_delete", room_id: one.id });
  expect((await eve.client.next(of("thread_update", one.id))).event).toMatchObject({ deleted: true });
  expect(await codeOf(bob.client, { type: "history_get", room_id: one.id })).toBe("not_found");
  const { messages } = await ask(eve.client, { type: "history_get", room_id: room });
  expect(messages).toMatchObject([{ id: topic }]);
  expect((messages as object[])[0]).not.toHaveProperty("thread");
  // The message has room for another.
  await open(ann.client, { room_id: room, message_id: topic, name: "Another" });
  // Who comes back is told no word of it.
  const back = await resume(community, eve.token, away.ready);
  await back.event("resumed");
  expect(JSON.stringify(back.packets)).not.toContain("ephemeral one");
  expect(JSON.stringify(back.packets)).toContain("ephemeral two");
  await back.close();

  await ask(ann.client, { type: "room_delete", room_id: room });
  await bob.client.next(of("room_delete", room));
  expect(await codeOf(bob.client, { type: "history_get", room_id: two.id })).toBe("not_found");
  expect((await ask(bob.client, { type: "search", query: "ephemeral" })).messages).toBeUndefined();
});

test("ready stays small with ten thousand threads, and their list comes in pages", async () => {
  const forum = await makeRoom(ann.client, "crowded", { kind: "forum" });
  const THREADS = 10_000;
  for (let i = 0; i < THREADS; i += 50) {
    const some = Array.from({ length: 50 }, (_, k) =>
      open(ann.client, { room_id: forum, name: `thread ${i + k}` }),
    );
    await Promise.all(some);
  }
  const sizes = [];
  for (const person of [ann, bob]) {
    const { client, ready } = await community.again(person);
    const threads = ready.rooms.filter((room) => (room as unknown as Thread).kind === "thread");
    sizes.push(threads.length);
    expect(JSON.stringify(ready).length).toBeLessThan(256 * 1024);
    await client.close();
  }
  expect(sizes[0]).toBe(200);
  expect(sizes[1]).toBeLessThan(20);
  const seen = new Set<number>();
  for (let before = 0; ; ) {
    const page = await ask(bob.client, { type: "threads_get", room_id: forum, limit: 100, before });
    const rooms = page.rooms as Thread[];
    for (const { id } of rooms) seen.add(id);
    before = rooms.at(-1)?.id ?? 0;
    if (page.more !== true) break;
  }
  expect(seen.size).toBe(THREADS);
  await ask(ann.client, { type: "room_delete", room_id: forum });
  expect(await codeOf(bob.client, { type: "threads_get", room_id: forum })).toBe("not_found");
}, 120_000);
