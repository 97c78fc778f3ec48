/** Bug class 28: facts of private rooms are found out by trying ids. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, found, makeRoom, type Person, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "spy", Person>> };

beforeAll(async () => {
  town = await found("owner", "spy");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

test("class 28: a hidden room, its category and its messages are answered like what does not exist", async () => {
  const { owner, spy } = town.people;
  const hide = { overrides: [{ role_id: roleOf(owner.ready, "everyone"), deny: ["view"] }] };
  const room = await makeRoom(owner.client, "board", hide);
  const category = await makeRoom(owner.client, "upstairs", { ...hide, kind: "category" });
  const { message } = await ask(owner.client, { type: "message_send", room_id: room, content: "hush" });
  const hidden = (message as { id: number }).id;
  const nothing = hidden + 1_000_000;
  const me = spy.user.id;
  const inRoom = (id: number): object[] => [
    { type: "message_send", room_id: id, content: "?" },
    { type: "history_get", room_id: id },
    { type: "typing_start", room_id: id },
    { type: "room_update", room_id: id, topic: "?" },
    { type: "room_move", room_id: id, position: 0 },
    { type: "room_delete", room_id: id },
    { type: "permission_override_set", room_id: id, user_id: me, allow: ["view"] },
    { type: "members_get", room_id: id },
    { type: "pins_get", room_id: id },
    { type: "search", room_id: id, query: "hush" },
  ];
  const ofMessage = (id: number): object[] => [
    { type: "message_edit", message_id: id, content: "?" },
    { type: "message_delete", message_id: id },
    { type: "reaction_add", message_id: id, emoji: "👍" },
    { type: "reaction_remove", message_id: id, emoji: "👍" },
    { type: "message_forward", message_id: id, room_id: town.room },
    { type: "pin_add", message_id: id },
    { type: "history_get", room_id: town.room, around: id },
    { type: "message_send", room_id: town.room, content: "?", reply_to: id },
    { type: "receipt_mark", room_id: town.room, message_id: id, kind: "read" },
  ];
  const answers = async (asked: object[]): Promise<object[]> => {
    const found: object[] = [];
    for (const event of asked) found.push(await spy.client.request(event));
    return found;
  };
  const none = await answers(inRoom(nothing));
  expect(new Set(none.map((answer) => (answer as { code: string }).code))).toEqual(new Set(["not_found"]));
  expect(await answers(inRoom(room))).toEqual(none);
  expect(await answers(inRoom(category))).toEqual(none);
  expect(await answers(ofMessage(hidden))).toEqual(await answers(ofMessage(nothing)));
  // Nor does a list tell of it, or a position.
  expect(JSON.stringify(spy.client.packets)).not.toContain("hush");
  const again = await town.again(spy);
  for (const id of [room, category, hidden]) expect(JSON.stringify(again.ready)).not.toContain(String(id));
  await again.client.close();
});

test("class 28: the staff's stream is told to the staff alone, and details to those who may read them", async () => {
  const { owner, spy } = town.people;
  const seen = await town.come("seen");
  await ask(owner.client, { type: "kick", user_id: seen.user.id, reason: "a private reason" });
  await owner.client.event("audit_entry");
  await spy.client.event("member_leave");
  expect(JSON.stringify(spy.client.packets)).not.toContain("audit_entry");
  expect(JSON.stringify([...spy.client.packets, ...seen.client.packets])).not.toContain("a private reason");
  expect(spy.ready.space).not.toHaveProperty("staff_stream_id");
  expect(await spy.client.request({ type: "audit_get" })).toMatchObject({ type: "error", code: "forbidden" });
  const { entries } = await ask(owner.client, { type: "audit_get", action: "kick" });
  expect(entries).toMatchObject([
    { reason: "a private reason", target_id: seen.user.id, target_kind: "user" },
  ]);
});
