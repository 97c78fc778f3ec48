/** A space is never without its owner, and nobody acts on somebody at or above their own highest role. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, type Person, roleOf } from "./community.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "admin" | "mod" | "peer", Person>> };

beforeAll(async () => {
  town = await found("owner", "admin", "mod", "peer");
  const { owner, admin, mod, peer } = town.people;
  const give = (person: Person, role: string) =>
    ask(owner.client, {
      type: "role_assign",
      user_id: person.user.id,
      role_id: roleOf(owner.ready, role),
    });
  await give(admin, "administrator");
  await give(mod, "moderator");
  await give(peer, "moderator");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

/** What can be done to somebody. */
function acts(user_id: number): object[] {
  return [
    { type: "kick", user_id },
    { type: "ban_add", user_id, delete_messages_ms: 60_000 },
    { type: "timeout_set", user_id, until: Date.now() + 60_000 },
    { type: "member_update", user_id, nickname: "low" },
  ];
}

test("the owner cannot leave, be removed, banned, silenced or deleted, by administrators either", async () => {
  const { owner, admin, mod } = town.people;
  for (const { client } of [admin, mod]) {
    for (const act of acts(owner.user.id))
      expect([act, await codeOf(client, act)]).toEqual([act, "forbidden"]);
    expect(
      await codeOf(client, { type: "space_update", owner_id: client === admin.client ? admin.user.id : 1 }),
    ).toBe("forbidden");
  }
  expect(await codeOf(owner.client, { type: "space_leave" })).toBe("forbidden");
  const gone = await fetch(`${town.koine.url}/api/v1/account/delete`, {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ password: "correct horse" }),
  });
  expect(gone.status).toBe(403);
  expect(await codeOf(owner.client, { type: "space_update", name: "Still mine" })).toBe("ok");
});

test("moderators do nothing to one another, nor to administrators", async () => {
  const { admin, mod, peer } = town.people;
  for (const person of [admin, peer])
    for (const act of acts(person.user.id))
      expect([act, await codeOf(mod.client, act)]).toEqual([act, "forbidden"]);
});
