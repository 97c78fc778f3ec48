/** What is to be done at a time is done once, whatever happens to the server meanwhile. */

import { afterAll, expect, test } from "bun:test";
import { ask, resume } from "./community.ts";
import { enter, type Packet, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const TEST_MILLIS = 60_000;

/** Long enough for the server to be killed before, short enough to wait for. */
const SOON_MILLIS = 1_500;

const timeouts = (packets: readonly Packet[]): number[] =>
  packets
    .filter(({ event }) => event?.type === "member_update")
    .map(
      ({ event }) => (event as unknown as { member: { timeout_until?: number } }).member.timeout_until ?? 0,
    );

test(
  "a timeout's end is told, and a killed server tells it when it is back, once",
  async () => {
    const directory = temporaryDirectory();
    const before = await startKoine({ directory });
    const ann = await register(before.url, "ann");
    const bob = await register(before.url, "bob");
    const first = await enter(before.gateway, ann.token);
    await enter(before.gateway, bob.token);
    const { client, ready } = first;
    const room_id = ready.space.default_room_id;

    const until = Date.now() + SOON_MILLIS;
    await ask(client, { type: "timeout_set", user_id: bob.user.id, until });
    await client.event("member_update");
    const told = (packet: Packet) => timeouts([packet])[0] === 0;
    await client.next(told);

    const later = Date.now() + SOON_MILLIS;
    await ask(client, { type: "timeout_set", user_id: bob.user.id, until: later });
    await before.kill();

    const middle = await startKoine({ directory });
    const again = await enter(middle.gateway, bob.token);
    const member = (again.ready as unknown as { members: { timeout_until?: number }[] }).members[0];
    // It may have ended between the start and the session: then the state already says so.
    if (member?.timeout_until !== undefined) await again.client.next(told);
    await ask(again.client, { type: "message_send", room_id, content: "back" });
    await middle.kill();

    const after = await startKoine({ directory });
    const last = await resume({ koine: after }, ann.token, first.ready);
    await last.event("resumed");
    await ask(last, { type: "timeout_set", user_id: bob.user.id, until: Date.now() + 3_600_000 });
    await last.next((packet) => Number(timeouts([packet])[0]) > later);
    // Replayed rows show today's member; their number is what counts: set, ended, set, ended, set.
    expect(timeouts(last.packets)).toHaveLength(5);
    await after.stop();
  },
  TEST_MILLIS,
);

test(
  "an earlier timer wakes before a later one, and one that was taken back does nothing",
  async () => {
    const koine = await startKoine();
    const [ann, bob, carl] = [
      await register(koine.url, "ann"),
      await register(koine.url, "bob"),
      await register(koine.url, "carl"),
    ];
    const { client } = await enter(koine.gateway, ann.token);
    for (const { token } of [bob, carl]) await enter(koine.gateway, token);
    const set = (user_id: number, until: number) => ask(client, { type: "timeout_set", user_id, until });
    const now = Date.now();
    await set(bob.user.id, now + 2 * SOON_MILLIS);
    await set(carl.user.id, now + SOON_MILLIS);
    await set(bob.user.id, 0);
    const ended = (packet: Packet) => packet.event?.type === "member_update" && timeouts([packet])[0] === 0;
    expect((await client.next(ended)).event).toMatchObject({ member: { user: { id: bob.user.id } } });
    expect((await client.next(ended)).event).toMatchObject({ member: { user: { id: carl.user.id } } });
    await set(bob.user.id, Date.now() + SOON_MILLIS);
    await client.next(ended);
    // Set, set, taken back, ended, set, ended: the one that was taken back has not ended a second time.
    expect(timeouts(client.packets)).toHaveLength(6);
    await koine.stop();
  },
  TEST_MILLIS,
);

test(
  "a ban's end is told to the staff, and the list has it no more",
  async () => {
    const koine = await startKoine();
    const [ann, bob] = [await register(koine.url, "ann"), await register(koine.url, "bob")];
    const { client } = await enter(koine.gateway, ann.token);
    await enter(koine.gateway, bob.token);
    await ask(client, { type: "ban_add", user_id: bob.user.id, until: Date.now() + SOON_MILLIS });
    expect(await client.event("ban_update")).toMatchObject({ user_id: bob.user.id, banned: true });
    expect(await client.event("ban_update")).toEqual({
      type: "ban_update",
      user_id: bob.user.id,
      banned: false,
    });
    expect((await ask(client, { type: "bans_get" })).bans).toBeUndefined();
    const { ready } = await enter(koine.gateway, bob.token);
    expect(ready.space.default_room_id).toBeGreaterThan(0);
    await koine.stop();
  },
  TEST_MILLIS,
);
