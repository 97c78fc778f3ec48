/** Bug class 1: somebody who was removed, or lost a right, keeps receiving on a live connection. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, found, makeRoom, type Person, resume, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "cat", Person>> };

beforeAll(async () => {
  town = await found("owner", "cat");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const say = (text: string, room = town.room) =>
  ask(town.people.owner.client, { type: "message_send", room_id: room, content: text });

for (const [command, code] of [
  ["kick", 4004],
  ["ban_add", 4010],
] as const) {
  test(`class 1: after ${command} every connection closes with ${code} and hears nothing more`, async () => {
    const { owner, cat } = town.people;
    const person = await town.come(`gone_${code}`);
    const other = await town.again(person);
    await ask(owner.client, { type: command, user_id: person.user.id, reason: "out" });
    await say(`after ${command}`);
    expect((await person.client.closed).code).toBe(code);
    expect((await other.client.closed).code).toBe(code);
    for (const { packets } of [person.client, other.client])
      expect(JSON.stringify(packets)).not.toContain(`after ${command}`);
    // Who has the same roles stays, and is told.
    await cat.client.next(({ event }) => event?.type === "member_leave" && event.user_id === person.user.id);
    await cat.client.next(({ event }) => JSON.stringify(event ?? {}).includes(`after ${command}`));
  });
}

test("class 1: losing view of a room ends it at once, in every session, also in one that resumes", async () => {
  const { owner, cat } = town.people;
  const role = roleOf(owner.ready, "everyone");
  const room = await makeRoom(owner.client, "plans");
  const seen = await cat.client.event("room_create");
  expect((seen.room as { id: number }).id).toBe(room);
  const away = await town.again(cat);
  await say("while allowed", room);
  await cat.client.next(({ event }) => JSON.stringify(event ?? {}).includes("while allowed"));
  const position = away.ready.positions.find(({ stream }) => stream === room);
  expect(position).toBeDefined();
  await away.client.close();

  await ask(owner.client, { type: "permission_override_set", room_id: room, role_id: role, deny: ["view"] });
  const lost = await cat.client.next(({ event }) => event?.type === "room_delete");
  expect([lost.event?.room_id, lost.seq ?? 0]).toEqual([room, 0]);
  const before = cat.client.packets.length;
  await say("among ourselves", room);

  const back = await resume(town, cat.token, away.ready);
  const gone = await back.next(({ event }) => event?.type === "room_delete");
  expect([gone.event?.room_id, gone.seq ?? 0]).toEqual([room, 0]);
  await back.event("resumed");
  await say("once more", room);
  await say("for all");
  await back.next(({ event }) => JSON.stringify(event ?? {}).includes("for all"));
  await cat.client.next(({ event }) => JSON.stringify(event ?? {}).includes("for all"));
  for (const packets of [cat.client.packets.slice(before), back.packets])
    expect(packets.filter(({ stream }) => stream === room)).toEqual([]);
  await back.close();
});

test("class 1: an override of one user takes the room from them alone", async () => {
  const { owner, cat } = town.people;
  const bob = await town.come("bob");
  const room = await makeRoom(owner.client, "nearly all");
  for (const { client } of [cat, bob])
    await client.next(
      ({ event }) => event?.type === "room_create" && (event.room as { id: number }).id === room,
    );
  await ask(owner.client, {
    type: "permission_override_set",
    room_id: room,
    user_id: bob.user.id,
    deny: ["view"],
  });
  expect((await bob.client.event("room_delete")).room_id).toBe(room);
  await say("without bob", room);
  await cat.client.next(({ event }) => JSON.stringify(event ?? {}).includes("without bob"));
  await say("with bob");
  await bob.client.next(({ event }) => JSON.stringify(event ?? {}).includes("with bob"));
  expect(JSON.stringify(bob.client.packets)).not.toContain("without bob");
  await bob.client.close();
});
