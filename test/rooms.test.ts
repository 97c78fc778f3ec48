/** Rooms and roles over the wire: what everybody is told, and what a deleted room leaves behind. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ask, type Community, codeOf, found, makeRoom, type Person } from "./community.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

/** Resolves when somebody was told of a room, by its first event or because it came into sight. */
async function seen({ client }: Person, room: number): Promise<void> {
  await client.next(
    ({ event }) => event?.type === "room_create" && (event.room as { id: number }).id === room,
  );
}

test("a deleted category's rooms move to the top, and everybody is told in the rooms' own streams", async () => {
  const { owner, ann } = town.people;
  const category = await makeRoom(owner.client, "attic", { kind: "category" });
  const room = await makeRoom(owner.client, "box", { parent_id: category });
  await seen(ann, room);
  await ask(owner.client, { type: "room_delete", room_id: category });
  const moved = await ann.client.next(
    ({ stream, event }) => stream === room && event?.type === "room_update",
  );
  expect(moved.event).toMatchObject({ room_id: room, parent_id: 0 });
  const deleted = await ann.client.next(({ event }) => event?.type === "room_delete");
  expect(deleted.event?.room_id).toBe(category);
});

test("a deleted room is told once, and then is not there", async () => {
  const { owner, ann } = town.people;
  const room = await makeRoom(owner.client, "soon gone");
  await seen(ann, room);
  await ask(owner.client, { type: "room_delete", room_id: room });
  await ask(owner.client, { type: "message_send", room_id: town.room, content: "it is gone" });
  await ann.client.next(({ event }) => JSON.stringify(event ?? {}).includes("it is gone"));
  await ask(owner.client, { type: "members_get" });
  const told = ann.client.packets.filter(
    ({ event }) => event?.type === "room_delete" && event.room_id === room,
  );
  expect(told.length).toBe(1);
  expect(await codeOf(ann.client, { type: "history_get", room_id: room })).toBe("not_found");
  expect(await codeOf(owner.client, { type: "room_delete", room_id: town.room })).toBe("forbidden");
});

test("roles keep their order without gaps, and each change of place is told", async () => {
  const { owner, bob } = town.people;
  const { role } = await ask(owner.client, { type: "role_create", name: "herald" });
  const { id } = role as { id: number };
  await bob.client.event("role_create");
  const { roles } = await ask(owner.client, { type: "role_move", role_id: id, position: 3 });
  const order = (roles as { name: string; position?: number }[]).map((one) => [one.name, one.position ?? 0]);
  expect(order).toEqual([
    ["herald", 3],
    ["administrator", 2],
    ["moderator", 1],
    ["everyone", 0],
  ]);
  await ask(owner.client, { type: "role_assign", user_id: bob.user.id, role_id: id });
  const { member } = await bob.client.event("member_update");
  expect((member as { role_ids: number[] }).role_ids).toEqual([id]);
  await ask(owner.client, { type: "role_delete", role_id: id });
  expect((await bob.client.event("role_delete")).role_id).toBe(id);
  const { members } = await ask(owner.client, { type: "members_get", prefix: "BO" });
  expect((members as { role_ids?: number[] }[]).map(({ role_ids }) => role_ids ?? [])).toEqual([[]]);
});

test("nothing of a deleted room is left on the disk", async () => {
  const { owner, ann } = town.people;
  const room = await makeRoom(owner.client, "confidential");
  await seen(ann, room);
  await ask(ann.client, { type: "message_send", room_id: room, content: "xylophonequartz" });
  await ask(owner.client, { type: "search", query: "xylophonequartz" });
  await ask(owner.client, { type: "room_delete", room_id: room });
  await town.koine.stop();
  const { directory } = town.koine;
  for (const file of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    if (!/koine\.db/.test(file)) continue;
    expect(readFileSync(join(directory, file)).includes("xylophonequartz"), file).toBe(false);
  }
});
