/** A space that is locked down: for when it is flooded by strangers. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, type Person, roleOf } from "./community.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "mod" | "eve", Person>> };

beforeAll(async () => {
  town = await found("owner", "mod", "eve");
  const { owner, mod } = town.people;
  await ask(owner.client, {
    type: "role_assign",
    user_id: mod.user.id,
    role_id: roleOf(owner.ready, "moderator"),
  });
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

test("a lock-down is told to all, leaves the moderators their voice, and lets nobody in", async () => {
  const { owner, mod, eve } = town.people;
  const said = { type: "message_send", room_id: town.room, content: "hello" };
  await ask(owner.client, { type: "space_update", locked_down: true });
  for (const { client } of [owner, mod, eve]) {
    const event = await client.event("server_update");
    expect(event).toMatchObject({ space: { id: town.space, locked_down: true } });
  }
  expect(await codeOf(eve.client, said)).toBe("forbidden");
  expect(await codeOf(eve.client, { type: "invite_create" })).toBe("forbidden");
  expect(await codeOf(eve.client, { type: "history_get", room_id: town.room })).toBe("ok");
  expect(await codeOf(mod.client, said)).toBe("ok");
  expect(await codeOf(owner.client, said)).toBe("ok");
  const decision = await ask(eve.client, {
    type: "permission_explain",
    permission: "send",
    room_id: town.room,
  });
  expect(decision.decision).toMatchObject({ allowed: false, because: "the space is locked down" });

  const stranger = await fetch(`${town.koine.url}/api/v1/register`, {
    method: "POST",
    body: JSON.stringify({ handle: "stranger", password: "correct horse" }),
  });
  expect(stranger.status).toBe(403);
  expect(await stranger.text()).toContain("locked down");

  // Who was a member can come in again, and sees it in the first word.
  const { ready } = await town.again(eve);
  expect(ready.space).toMatchObject({ locked_down: true });

  await ask(owner.client, { type: "space_update", locked_down: false });
  expect(await codeOf(eve.client, said)).toBe("ok");
  const { entries } = await ask(owner.client, { type: "audit_get", action: "space_update", limit: 1 });
  expect(entries).toMatchObject([
    { changes: [{ field: "locked_down", before: "true", after: "false" }], target_id: town.space },
  ]);
});

test("moderators do not switch it, and nobody does it for another space", async () => {
  const { mod, eve } = town.people;
  expect(await codeOf(mod.client, { type: "space_update", locked_down: true })).toBe("forbidden");
  expect(await codeOf(eve.client, { type: "space_update", locked_down: true })).toBe("forbidden");
  expect(await codeOf(mod.client, { type: "space_update", space_id: 5, locked_down: true })).toBe(
    "not_found",
  );
});
