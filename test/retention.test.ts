/** Messages that are removed by their age, and with a ban: from the room, the search and the disk. */

import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { ask, codeOf, found, makeRoom, type Person, resume } from "./community.ts";
import { askDatabase } from "./database.ts";
import { upload } from "./files-client.ts";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { png } from "./pictures.ts";
import { ON_POSTGRES } from "./postgres.ts";

afterAll(removeDirectories);

const HOUR = 3_600_000;
const environment = { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "10000/1s" };

type Saying = Pick<Person, "client">;

async function say({ client }: Saying, room: number, content: string, more: object = {}): Promise<number> {
  const { message } = await ask(client, { type: "message_send", room_id: room, content, ...more });
  return (message as { id: number }).id;
}

/** Makes everything that was said so far older, while the server is away. */
async function age(directory: string, millis: number): Promise<void> {
  await askDatabase(directory, "update message set created = created - ?", millis);
}

async function rowsOf(directory: string, table: string): Promise<unknown> {
  return (await askDatabase(directory, `select count(*) as count from ${table}`))[0]?.count;
}

test("what is older than the retention goes from room, search, files and disk; pins and the rest stay", async () => {
  const directory = temporaryDirectory();
  const before = await startKoine({ directory, environment });
  const ann = await register(before.url, "ann");
  const bob = await register(before.url, "bob");
  const first = await enter(before.gateway, ann.token);
  const away = await enter(before.gateway, bob.token);
  const room = first.ready.space.default_room_id;
  const picture = await upload(before.url, ann.token, png(8, 8), { name: "old.png" });
  const old = await say(first, room, `an oldfashioned word for <@${bob.user.id}>`, {
    attachment_ids: [picture.id],
  });
  await ask(first.client, {
    type: "message_edit",
    message_id: old,
    content: `an oldfashioned remark for <@${bob.user.id}>`,
  });
  await ask(first.client, { type: "reaction_add", message_id: old, emoji: "👍" });
  const pinned = await say(first, room, "oldfashioned rules");
  await ask(first.client, { type: "pin_add", message_id: pinned });
  const { room: thread } = await ask(first.client, {
    type: "thread_create",
    room_id: room,
    name: "talk",
    content: "oldfashioned thread",
  });
  const gone = await say(first, room, "deleted before");
  await ask(first.client, { type: "message_delete", message_id: gone });
  await before.stop();
  await age(directory, 2 * HOUR);

  const koine = await startKoine({ directory, environment });
  const { client } = await enter(koine.gateway, ann.token);
  const fresh = await say({ client }, room, "a newfangled word");
  const counted = await ask(client, { type: "retention_count", room_id: room, retention_ms: HOUR });
  expect(counted.count).toBe(2);
  expect(await codeOf(client, { type: "room_update", room_id: room, retention_ms: 1 })).toBe("invalid");
  await ask(client, { type: "room_update", room_id: room, retention_ms: HOUR });
  const told = await client.next(
    ({ event }) => event?.type === "message_delete" && (event as { message_id?: number }).message_id === old,
  );
  expect(told).toMatchObject({ stream: room, event: { room_id: room } });
  await client.next(
    ({ event }) =>
      event?.type === "message_delete" &&
      (event as { room_id?: number }).room_id === (thread as { id: number }).id,
  );

  const { messages } = await ask(client, { type: "history_get", room_id: room, limit: 200 });
  expect((messages as { id: number }[]).map(({ id }) => id)).toEqual([pinned, fresh]);
  const { messages: searched } = await ask(client, { type: "search", query: "oldfashioned" });
  expect((searched as { id: number }[]).map(({ id }) => id)).toEqual([pinned]);
  expect((await fetch(`${koine.url}${picture.url}`)).status).toBe(404);

  // Who was away is told by the log, though the rows are gone.
  const late = await resume({ koine }, bob.token, away.ready);
  const caught = await late.next(
    ({ event }) => event?.type === "message_delete" && (event as { message_id?: number }).message_id === old,
  );
  expect(caught).toMatchObject({ stream: room, event: { room_id: room } });
  await late.event("resumed");
  expect(JSON.stringify(late.packets)).not.toContain("oldfashioned remark");
  expect((await ask(late, { type: "pings_get" })).pings ?? []).toEqual([]);
  await koine.stop();

  for (const table of ["revision", "reaction", "mention"])
    expect([table, await rowsOf(directory, table)]).toEqual([table, 0]);
  expect(await rowsOf(directory, `message where id in (${old}, ${gone})`)).toBe(0);
  if (ON_POSTGRES) return; // What its files hold, another test shows.
  const database = await Bun.file(join(directory, "koine.db")).text();
  expect(database).not.toContain("oldfashioned remark");
  expect(database).not.toContain("oldfashioned thread");
}, 60_000);

test("a room's retention goes before the space's, and a step after the other removes many", async () => {
  const directory = temporaryDirectory();
  const before = await startKoine({ directory, environment });
  const ann = await register(before.url, "ann");
  const first = await enter(before.gateway, ann.token);
  const kept = await makeRoom(first.client, "archive");
  const room = first.ready.space.default_room_id;
  for (let i = 0; i < 300; i++) await say(first, room, `message ${i}`);
  const record = await say(first, kept, "for ever");
  await before.stop();
  await age(directory, 2 * HOUR);
  const koine = await startKoine({ directory, environment });
  const { client } = await enter(koine.gateway, ann.token);
  const counted = await ask(client, { type: "retention_count", retention_ms: HOUR });
  expect(counted.count).toBe(301);
  await ask(client, { type: "room_update", room_id: kept, retention_ms: 100 * 365 * 24 * HOUR });
  await ask(client, { type: "space_update", retention_ms: HOUR });
  const deleted = (): number => client.packets.filter(({ event }) => event?.type === "message_delete").length;
  while (deleted() < 300) await client.request({ type: "heartbeat" });
  const { messages } = await ask(client, { type: "history_get", room_id: kept });
  expect(messages).toMatchObject([{ id: record }]);
  const { entries } = await ask(client, { type: "audit_get", action: "space_update", limit: 1 });
  expect(entries).toMatchObject([{ changes: [{ field: "retention", before: "0", after: String(HOUR) }] }]);
  await koine.stop();
}, 60_000);

test("a ban deletes what somebody wrote in the last time, here and nowhere else", async () => {
  const town = await found("owner", "ann", "eve");
  const { owner, ann, eve } = town.people;
  const side = await makeRoom(owner.client, "side");
  const ids = [];
  for (const room of [town.room, side]) ids.push(await say(eve, room, "noise of eve"));
  const { room: dialog } = await ask(ann.client, { type: "dialog_open", user_id: eve.user.id });
  const private_ = await say(eve, (dialog as { id: number }).id, "between us");
  const theirs = await say(ann, town.room, "hello of ann");
  const ban = { type: "ban_add", user_id: eve.user.id, reason: "noise" };
  expect(await codeOf(owner.client, { ...ban, delete_messages_ms: 31 * 24 * HOUR })).toBe("invalid");
  await ask(owner.client, { ...ban, delete_messages_ms: HOUR });
  for (const id of ids) {
    const told = await ann.client.next(
      ({ event }) => event?.type === "message_delete" && (event as { message_id?: number }).message_id === id,
    );
    expect(told.event).toMatchObject({ user: { handle: "owner" } });
  }
  const { messages } = await ask(ann.client, { type: "history_get", room_id: town.room });
  expect((messages as { id: number }[]).map(({ id }) => id)).toEqual([theirs]);
  const talk = await ask(ann.client, { type: "history_get", room_id: (dialog as { id: number }).id });
  expect(talk.messages).toMatchObject([{ id: private_, content: "between us" }]);
  await town.koine.stop();
}, 60_000);

test("on legal hold nothing is removed by its age, and when it ends what is too old goes", async () => {
  const directory = temporaryDirectory();
  const before = await startKoine({ directory, environment });
  const ann = await register(before.url, "ann");
  const first = await enter(before.gateway, ann.token);
  const room = first.ready.space.default_room_id;
  const old = await say(first, room, "evidence");
  await ask(first.client, { type: "space_update", legal_hold: true });
  await ask(first.client, { type: "space_update", retention_ms: HOUR });
  await before.stop();
  await age(directory, 2 * HOUR);
  const koine = await startKoine({ directory, environment });
  const { client, ready } = await enter(koine.gateway, ann.token);
  expect(ready.space).toMatchObject({ legal_hold: true, retention_ms: HOUR });
  // The timer that the retention set was due at once; a message that went would be told before this answer.
  const fresh = await say({ client }, room, "still here");
  const { messages } = await ask(client, { type: "history_get", room_id: room });
  expect((messages as { id: number }[]).map(({ id }) => id)).toEqual([old, fresh]);
  await ask(client, { type: "space_update", legal_hold: false });
  const gone = await client.next(
    ({ event }) => event?.type === "message_delete" && (event as { message_id?: number }).message_id === old,
  );
  expect(gone).toMatchObject({ stream: room });
  await koine.stop();
}, 60_000);
