/** Bug class 6: an incremental sync tells of what happened after somebody left. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, found, makeRoom, type Person, resume, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner", Person>> };

beforeAll(async () => {
  town = await found("owner");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

test("class 6: who was removed and comes back begins anew and is told nothing of the meantime", async () => {
  const { owner } = town.people;
  const room = await makeRoom(owner.client, "inner", {
    overrides: [{ role_id: roleOf(owner.ready, "everyone"), deny: ["view"] }],
  });
  const ann = await town.come("ann");
  await ask(owner.client, {
    type: "permission_override_set",
    room_id: room,
    user_id: ann.user.id,
    allow: ["view"],
  });
  await ann.client.event("room_create");
  await ask(owner.client, { type: "message_send", room_id: room, content: "with ann" });
  await ann.client.next(({ event }) => JSON.stringify(event ?? {}).includes("with ann"));
  const second = await town.again(ann);
  await second.client.close();

  await ask(owner.client, { type: "kick", user_id: ann.user.id });
  await ann.client.closed;
  await ask(owner.client, { type: "message_send", room_id: room, content: "without ann" });
  const back = await resume(town, ann.token, second.ready);
  const ready = (await back.event("ready")) as unknown as { resync: boolean; rooms: { id: number }[] };
  expect(ready.resync).toBe(true);
  expect(ready.rooms.map(({ id }) => id)).not.toContain(room);
  const history = await back.request({ type: "history_get", room_id: room });
  expect(history.code).toBe("not_found");
  expect(JSON.stringify(back.packets)).not.toContain("without ann");
  await back.close();
});
