/** Whoever loses sight of a room hears nothing of what is said there afterwards, however soon it is said. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const MEMBERS = 24;
const ROUNDS = 8;

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "10000/1s" },
  });
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("a room is closed to everyone and something is said in it in one breath", async () => {
  const owner = await register(koine.url, "owner");
  const { client: ann, ready } = await enter(koine.gateway, owner.token);
  const everyone = ready.roles.find(({ position }) => position === 0);
  const members = [];
  for (let i = 0; i < MEMBERS; i++) {
    const { user, token } = await register(koine.url, `member${i}`);
    // Each has a role of their own: what each sees is read for each.
    const { role } = await ann.request({ type: "role_create", name: `role${i}` });
    await ann.request({ type: "role_assign", role_id: (role as { id: number }).id, user_id: user.id });
    members.push((await enter(koine.gateway, token)).client);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const { room } = await ann.request({ type: "room_create", name: `room-${round}` });
    const { id } = room as { id: number };
    for (const member of members) await member.next(({ event }) => event?.type === "room_create");
    const said = `secret ${round}`;
    const event = { type: "permission_override_set", room_id: id, role_id: everyone?.id, deny: ["view"] };
    ann.send({ request_id: 9_000 + round, event });
    await ann.request({ type: "message_send", room_id: id, content: said });
    for (const member of members) {
      await member.next(({ event }) => event?.type === "room_delete" && event.room_id === id);
    }
  }
  await ann.request({ type: "message_send", room_id: ready.space.default_room_id, content: "fence" });
  for (const member of members) {
    await member.next(
      ({ event }) => (event?.message as { content?: string } | undefined)?.content === "fence",
    );
    expect(member.packets.filter((packet) => JSON.stringify(packet).includes("secret"))).toEqual([]);
  }
}, 60_000);
