/** Bug class 24: a timeout, a lock or a removal is got round by way of a thread or a poll. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner", Person>> };

beforeAll(async () => {
  town = await found("owner");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const idOf = (noun: unknown): number => (noun as { id: number }).id;

test("class 24: somebody timed out says nothing in threads, opens none, changes none and votes in nothing", async () => {
  const { owner } = town.people;
  const tim = await town.come("tim");
  const { room: thread } = await ask(tim.client, { type: "thread_create", room_id: town.room, name: "Mine" });
  const asked = { room_id: town.room, question: "?", options: ["a", "b"] };
  const { message: poll } = await ask(tim.client, { type: "poll_create", ...asked });
  await ask(owner.client, { type: "timeout_set", user_id: tim.user.id, until: Date.now() + 3_600_000 });
  for (const event of [
    { type: "thread_create", room_id: town.room, name: "Another" },
    { type: "thread_update", room_id: idOf(thread), name: "Shout" },
    { type: "room_delete", room_id: idOf(thread) },
    { type: "message_send", room_id: idOf(thread), content: "psst" },
    { type: "typing_start", room_id: idOf(thread) },
    { type: "member_add", room_id: idOf(thread), user_id: owner.user.id },
    { type: "poll_create", ...asked },
    { type: "poll_vote", message_id: idOf(poll), option_ids: [1] },
    { type: "poll_end", message_id: idOf(poll) },
  ])
    expect([event.type, await codeOf(tim.client, event)]).toEqual([event.type, "forbidden"]);
});

test("class 24: a first message in a thread needs what a message needs", async () => {
  const { owner } = town.people;
  const mute = await town.come("mute");
  const room = await makeRoom(owner.client, "read only", { slow_mode_ms: 3_600_000 });
  const override = {
    type: "permission_override_set",
    room_id: room,
    role_id: roleOf(owner.ready, "everyone"),
  };
  await ask(owner.client, { ...override, deny: ["send"] });
  const open = { type: "thread_create", room_id: room, name: "Loud" };
  expect(await codeOf(mute.client, { ...open, content: "heard?" })).toBe("forbidden");
  const { room: empty } = await ask(mute.client, open);
  expect(await codeOf(mute.client, { type: "message_send", room_id: idOf(empty), content: "x" })).toBe(
    "forbidden",
  );
  // Slow mode holds for opening threads too.
  expect(await codeOf(mute.client, { ...open, name: "Again" })).toBe("rate_limited");
  await ask(owner.client, { ...override, deny: ["create_thread"] });
  expect(await codeOf(mute.client, open)).toBe("forbidden");
});

test("class 24: nothing is said or voted under an archived room's threads, nor after being removed", async () => {
  const { owner } = town.people;
  const ida = await town.come("ida");
  const room = await makeRoom(owner.client, "old hall");
  const { room: made } = await ask(ida.client, { type: "thread_create", room_id: room, name: "Hall" });
  const thread = idOf(made);
  const asked = { type: "poll_create", room_id: thread, question: "?", options: ["a", "b"] };
  const poll = idOf((await ask(ida.client, asked)).message);
  await ask(owner.client, { type: "room_update", room_id: room, archived: true });
  for (const event of [
    { type: "message_send", room_id: thread, content: "x" },
    { type: "poll_vote", message_id: poll, option_ids: [1] },
    { type: "thread_update", room_id: thread, name: "y" },
    { type: "thread_create", room_id: room, name: "z" },
  ])
    expect([event.type, await codeOf(ida.client, event)]).toEqual([event.type, "forbidden"]);
  await ask(owner.client, { type: "room_update", room_id: room, archived: false });
  await ask(owner.client, { type: "poll_vote", message_id: poll, option_ids: [2] });
  await ask(owner.client, { type: "kick", user_id: ida.user.id });
  await ida.client.closed;
  const { members = [] } = await ask(owner.client, { type: "members_get", room_id: thread });
  expect((members as { user: { id: number } }[]).map(({ user }) => user.id)).not.toContain(ida.user.id);
  const headers = { Authorization: `Bearer ${ida.token}`, "Content-Type": "application/json" };
  const call = (method: string, path: string, body: object) =>
    fetch(`${town.koine.url}/api/v1/${path}`, { method, headers, body: JSON.stringify(body) });
  expect((await call("PUT", `messages/${poll}/vote`, { option_ids: [1] })).status).toBe(404);
  expect((await call("POST", `rooms/${thread}/messages`, { content: "x" })).status).toBe(404);
});
