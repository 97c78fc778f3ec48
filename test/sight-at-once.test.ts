/** Whoever loses sight of a room hears nothing of what is said there afterwards, however soon it is said. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const MEMBERS = 24;
const ROUNDS = 8;

let koine: Koine;
let owner: Account;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "10000/1s" },
  });
  owner = await register(koine.url, "owner");
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("a room is closed to everyone and something is said in it in one breath", async () => {
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

test("a program whose token may not look is shown nothing of what others of its roles see", async () => {
  const { client: ann } = await enter(koine.gateway, owner.token);
  const asBot = async (handle: string, scopes: readonly string[]) => {
    const response = await fetch(`${koine.url}/api/v1/bots`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ handle, scopes }),
    });
    const { token } = (await response.json()) as { token: string };
    return (await enter(koine.gateway, token)).client;
  };
  const looking = await asBot("looking", ["view", "send"]);
  const blind = await asBot("blind", ["send"]);
  const { room } = await ann.request({ type: "room_create", name: "new" });
  const { id } = room as { id: number };
  await looking.next(({ event }) => event?.type === "room_create");
  await ann.request({ type: "message_send", room_id: id, content: "for those who may look" });
  await looking.next(({ event }) => event?.type === "message_create");
  await blind.request({ type: "ping" });
  const heard = blind.packets.filter((packet) => /"new"|for those who may look/.test(JSON.stringify(packet)));
  expect(heard).toEqual([]);
});
