/** Bug class 25: the right to delete is confused between a thread's author, a message's and a room's. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const idOf = (noun: unknown): number => (noun as { id: number }).id;

test("class 25: a thread's author has no right over another's message, nor over the room or its poll", async () => {
  const { ann, bob } = town.people;
  const { room } = await ask(ann.client, { type: "thread_create", room_id: town.room, name: "Ann's" });
  const thread = idOf(room);
  const theirs = idOf(
    (await ask(bob.client, { type: "message_send", room_id: thread, content: "bob's" })).message,
  );
  const asked = { type: "poll_create", room_id: thread, question: "?", options: ["a", "b"] };
  const poll = idOf((await ask(bob.client, asked)).message);
  for (const event of [
    { type: "message_delete", message_id: theirs },
    { type: "messages_delete", room_id: thread, message_ids: [theirs] },
    { type: "message_edit", message_id: theirs, content: "ann's now" },
    { type: "poll_end", message_id: poll },
    { type: "pin_add", message_id: theirs },
    { type: "thread_update", room_id: thread, locked: true },
    { type: "member_remove", room_id: thread, user_id: bob.user.id },
    { type: "room_delete", room_id: town.room },
  ])
    expect([event.type, await codeOf(ann.client, event)]).toEqual([event.type, "forbidden"]);
  // Nor has who wrote in it any right over the thread.
  expect(await codeOf(bob.client, { type: "room_delete", room_id: thread })).toBe("forbidden");
  expect(await codeOf(bob.client, { type: "thread_update", room_id: thread, archived: true })).toBe(
    "forbidden",
  );
});

test("class 25: a right over one room's threads is none over another's", async () => {
  const { owner, ann, bob } = town.people;
  const [here, there] = [await makeRoom(owner.client, "here"), await makeRoom(owner.client, "there")];
  await ask(owner.client, {
    type: "permission_override_set",
    room_id: here,
    user_id: ann.user.id,
    allow: ["manage_threads", "delete_any"],
  });
  const open = async (room_id: number) =>
    idOf((await ask(bob.client, { type: "thread_create", room_id, name: "Bob's", content: "bob's" })).room);
  const [inHere, inThere] = [await open(here), await open(there)];
  expect(await codeOf(ann.client, { type: "room_delete", room_id: inThere })).toBe("forbidden");
  expect(await codeOf(ann.client, { type: "thread_update", room_id: inThere, locked: true })).toBe(
    "forbidden",
  );
  const { messages } = await ask(bob.client, { type: "history_get", room_id: inThere });
  const message = idOf((messages as object[])[0]);
  expect(await codeOf(ann.client, { type: "message_delete", message_id: message })).toBe("forbidden");
  const both = { type: "messages_delete", room_id: inHere, message_ids: [message] };
  expect(await codeOf(ann.client, both)).toBe("not_found");
  expect(await codeOf(ann.client, { type: "room_delete", room_id: inHere })).toBe("ok");
  expect(await codeOf(ann.client, { type: "room_delete", room_id: here })).toBe("forbidden");
});
