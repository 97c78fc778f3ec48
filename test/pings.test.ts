/** The inbox of mentions, and roles that members take themselves. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, roleOf } from "./community.ts";
import { removeDirectories } from "./koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

async function say({ client }: Person, room: number, content: string): Promise<number> {
  const { message } = await ask(client, { type: "message_send", room_id: room, content });
  return (message as { id: number }).id;
}

interface Ping {
  readonly message: { readonly id: number; readonly content: string };
  readonly unread: boolean;
}

async function pings({ client }: Person, more: object = {}): Promise<[number, boolean][]> {
  const { pings: found = [] } = await ask(client, { type: "pings_get", ...more });
  return (found as Ping[]).map(({ message, unread }) => [message.id, unread]);
}

test("what mentions me stands in one list, as long as it does and I may see it", async () => {
  const { owner, ann, bob } = town.people;
  const side = await makeRoom(owner.client, "side");
  const { role } = await ask(owner.client, { type: "role_create", name: "cooks", mentionable: true });
  const role_id = (role as { id: number }).id;
  await ask(owner.client, { type: "role_assign", user_id: ann.user.id, role_id });
  const me = `<@${ann.user.id}>`;
  const byName = await say(bob, town.room, `${me} hello`);
  const byRole = await say(bob, side, `<@&${role_id}> dinner?`);
  const edited = await say(bob, town.room, `${me} again`);
  const deleted = await say(bob, town.room, `${me} once more`);
  const shouted = await say(owner, town.room, "@everyone listen");
  await say(ann, town.room, `${me} to myself`);
  await say(bob, town.room, "no mention");
  const all = [shouted, deleted, edited, byRole, byName].map((id) => [id, true]);
  expect(await pings(ann)).toEqual(all as [number, boolean][]);
  const page = await ask(ann.client, { type: "pings_get", limit: 2 });
  expect(page.more).toBe(true);
  expect(await pings(ann, { before: deleted, limit: 2 })).toEqual([
    [edited, true],
    [byRole, true],
  ]);

  await ask(bob.client, { type: "message_edit", message_id: edited, content: "nobody" });
  await ask(bob.client, { type: "message_delete", message_id: deleted });
  await ask(ann.client, { type: "receipt_mark", room_id: side, message_id: byRole, kind: "read" });
  expect(await pings(ann)).toEqual([
    [shouted, true],
    [byRole, false],
    [byName, true],
  ]);
  expect(await pings(ann, { unread_only: true })).toEqual([
    [shouted, true],
    [byName, true],
  ]);

  // What is out of sight is out of the list.
  const everyone = roleOf(owner.ready, "everyone");
  const override = { type: "permission_override_set", room_id: side, role_id: everyone };
  await ask(owner.client, { ...override, deny: ["view"] });
  expect((await pings(ann)).map(([id]) => id)).toEqual([shouted, byName]);

  // Cleared for all of one's sessions, and nobody else's.
  const second = await town.again(ann);
  await ask(ann.client, { type: "pings_clear" });
  expect(await second.client.event("user_update")).toMatchObject({
    settings: { pings_cleared_id: expect.any(Number) },
  });
  expect(await pings(ann, { unread_only: true })).toEqual([]);
  expect((await pings(bob, { unread_only: true })).map(([id]) => id)).toEqual([shouted]);
  const next = await say(bob, town.room, `${me} news`);
  expect(await pings(ann, { unread_only: true })).toEqual([[next, true]]);
  await second.client.close();
});

test("members take roles themselves, at most one of a category that is exclusive", async () => {
  const { owner, ann } = town.people;
  const make = async (name: string, more: object): Promise<number> => {
    const { role } = await ask(owner.client, { type: "role_create", name, ...more });
    return (role as { id: number }).id;
  };
  const colour = { self_assignable: true, category: "colour", exclusive: true };
  const [red, blue] = [await make("red", colour), await make("blue", colour)];
  const news = await make("news", { self_assignable: true, category: "colour" });
  const closed = await make("staff only", { category: "colour", exclusive: true });
  const take = async (role_id: number): Promise<number[]> => {
    const { member } = await ask(ann.client, { type: "role_assign", user_id: ann.user.id, role_id });
    return (member as { role_ids: number[] }).role_ids;
  };
  await take(news);
  expect(await take(red)).toEqual(expect.arrayContaining([news, red]));
  const held = await take(blue);
  expect(held).toEqual(expect.arrayContaining([news, blue]));
  expect(held).not.toContain(red);
  expect(await codeOf(ann.client, { type: "role_assign", user_id: ann.user.id, role_id: closed })).toBe(
    "forbidden",
  );
  // One that somebody was given is not theirs to give away.
  await ask(owner.client, { type: "role_assign", user_id: ann.user.id, role_id: closed });
  expect(await codeOf(ann.client, { type: "role_assign", user_id: ann.user.id, role_id: red })).toBe(
    "forbidden",
  );
  await ask(owner.client, { type: "role_unassign", user_id: ann.user.id, role_id: closed });
  await ask(ann.client, { type: "role_unassign", user_id: ann.user.id, role_id: news });
});
