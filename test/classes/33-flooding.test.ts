/** Bug class 33: an archive is flooded until the disk is full. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { MAX_TAGS } from "../../src/core/tags.ts";
import { ask, type Community, codeOf, found, makeRoom, type Person } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const idOf = (noun: unknown): number => (noun as { id: number }).id;

test("class 33: whoever votes, joins or opens again and again leaves one row and tells it once", async () => {
  const { owner, ann } = town.people;
  const asked = { type: "poll_create", room_id: town.room, question: "?", options: ["a", "b"] };
  const message_id = idOf((await ask(owner.client, asked)).message);
  const { room } = await ask(owner.client, {
    type: "thread_create",
    room_id: town.room,
    name: "T",
    nonce: "k",
  });
  const thread = idOf(room);
  for (let i = 0; i < 20; i++) {
    await ask(ann.client, { type: "poll_vote", message_id, option_ids: [2] });
    await ask(ann.client, { type: "member_add", room_id: thread, user_id: ann.user.id });
    await ask(owner.client, { type: "thread_create", room_id: town.room, name: "T", nonce: "k" });
    await ask(owner.client, { type: "thread_update", room_id: thread, archived: false, name: "T" });
  }
  await ask(ann.client, { type: "heartbeat" });
  const count = (type: string) =>
    owner.client.packets.filter(({ event, request_id }) => event?.type === type && request_id === undefined)
      .length;
  expect([
    count("poll_update"),
    count("thread_join"),
    count("thread_create"),
    count("thread_update"),
  ]).toEqual([1, 1, 1, 0]);
  const { members } = await ask(ann.client, { type: "members_get", room_id: thread });
  expect((members as object[]).length).toBe(2);
});

test("class 33: titles, tags, questions and lists have bounds", async () => {
  const { owner, ann } = town.people;
  const forum = await makeRoom(owner.client, "bounds", {
    kind: "forum",
    tags: ["a", "b", "c", "d", "e", "f"],
  });
  const open = { type: "thread_create", room_id: forum, name: "n" };
  for (const event of [
    { ...open, name: "n".repeat(101) },
    { ...open, name: " " },
    { ...open, tags: ["a", "b", "c", "d", "e", "f"] },
    { ...open, content: "x".repeat(16 * 1024 + 1) },
    { ...open, nonce: "n".repeat(65) },
    { type: "threads_get", room_id: forum, limit: 101 },
    { type: "poll_create", room_id: town.room, question: "?".repeat(301), options: ["a", "b"] },
    { type: "poll_create", room_id: town.room, question: "?", options: ["a"] },
  ])
    expect([event.type, await codeOf(ann.client, event)]).toEqual([event.type, "invalid"]);
  const tags = Array.from({ length: MAX_TAGS + 1 }, (_, i) => `tag ${i}`);
  expect(await codeOf(owner.client, { type: "room_update", room_id: forum, tags })).toBe("invalid");
  const long = { type: "room_update", room_id: forum, tags: ["t".repeat(33)] };
  expect(await codeOf(owner.client, long)).toBe("invalid");
});
