/**
 * Presence between two who share a dialog and whose sessions are in different spaces, over the wire
 * (`docs/protocols/bonfire.md` section 3, `docs/protocols/big.md` section 9.2).
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type BigClient, bigId, bigToken, closeAll, connectBig } from "./big-client.ts";
import {
  type Account,
  connect,
  enter,
  type GatewayClient,
  type Packet,
  type Ready,
  register,
} from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { RawPeer } from "./raw-peer.ts";

let koine: Koine;
/** Ann is in both spaces, and has a dialog with bob; bob and dora are at home only. */
let ann: Account;
let bob: Account;
let dora: Account;
let chess: string;

interface Presence {
  readonly user_id: number;
  readonly status: string;
  readonly text?: string;
}

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  dora = await register(koine.url, "dora");
  chess = koine.gateway.replace("/gateway", "/s/chess/gateway");
  const { client } = await enter(koine.gateway, ann.token);
  await ok(client, { type: "space_create", name: "Chess", slug: "chess" });
  await ok(client, { type: "dialog_open", user_id: bob.user.id });
  await client.close();
});

afterAll(async () => {
  closeAll();
  await koine.stop();
  removeDirectories();
});

async function ok(client: GatewayClient, event: object): Promise<Packet> {
  const answer = await client.request(event);
  expect(answer).toMatchObject({ type: "ok" });
  return answer as Packet;
}

function presenceOf(client: GatewayClient, { user }: Account, status: string): Promise<Packet> {
  return client.next(
    ({ event }) => event?.type === "presence_update" && event.user_id === user.id && event.status === status,
  );
}

function shownIn(ready: Ready, { user }: Account): Presence | undefined {
  const { presences } = ready as unknown as { presences?: readonly Presence[] };
  return presences?.find(({ user_id }) => user_id === user.id);
}

/** What the client has heard of the account's presence, when nothing more can be on its way. */
async function heard(client: GatewayClient, { user }: Account): Promise<unknown[]> {
  await client.request({ type: "subscribe_presence", user_ids: [] });
  return client.packets
    .map(({ event }) => event)
    .filter((event) => event?.type === "presence_update" && event.user_id === user.id)
    .map((event) => event?.status);
}

const shows = (client: BigClient, eventType: string, { user }: Account) =>
  client.next((said) => said.eventType === eventType && said.payload?.userId === bigId(user.id));

test("a partner of a dialog is heard from another space, once, and seen there in ready; a stranger is not", async () => {
  const { client: there } = await enter(chess, ann.token);
  const { client: atHome } = await enter(koine.gateway, ann.token);
  const big = await connectBig(koine.url, await bigToken(koine.url, ann), "/s/chess/websocket");
  const { client: other, ready } = await enter(koine.gateway, bob.token);
  expect(shownIn(ready, ann)).toMatchObject({ status: "online" });
  const { client: stranger } = await enter(koine.gateway, dora.token);
  await Promise.all([presenceOf(there, bob, "online"), presenceOf(atHome, bob, "online")]);
  await shows(big, "online", bob);
  await ok(other, { type: "presence_set", status: "dnd", text: "writing" });
  expect((await presenceOf(there, bob, "dnd")).event).toMatchObject({ text: "writing" });
  const { client: late, ready: lateReady } = await enter(chess, ann.token);
  expect(shownIn(lateReady, bob)).toMatchObject({ status: "dnd", text: "writing" });

  await ok(other, { type: "presence_set", status: "online" });
  await other.close();
  await Promise.all([presenceOf(there, bob, "offline"), presenceOf(atHome, bob, "offline")]);
  await shows(big, "offline", bob);
  await presenceOf(late, bob, "offline");
  for (const client of [there, atHome])
    expect(await heard(client, bob)).toEqual(["online", "dnd", "online", "offline"]);
  await stranger.close();
  await presenceOf(atHome, dora, "offline");
  expect(await heard(there, dora)).toEqual([]);
  await Promise.all([there.close(), atHome.close(), late.close(), big.close()]);
});

/** Together more than the buffers on the way hold, so that who does not read is still being told what it missed. */
const [MESSAGES, TEXT] = [800, "long ".repeat(3_200)];

test("a partner who comes online while one joins is told of, in whatever space they are", async () => {
  const { client: before, ready } = await enter(chess, ann.token);
  const event = { type: "message_send", room_id: ready.space.default_room_id, content: TEXT };
  await before.close();
  const { client: writer } = await enter(chess, ann.token);
  await Promise.all(Array.from({ length: MESSAGES }, () => writer.request(event)));
  const peer = await RawPeer.open(koine.url, "/s/chess/gateway");
  const { resume_token, positions } = ready;
  peer.send({ token: ann.token, resume: { resume_token, positions } });
  const next = async (): Promise<Packet["event"]> => ((await peer.nextJson()) as Packet | null)?.event;
  for (let type = ""; type !== "message_create"; ) type = (await next())?.type ?? "";
  peer.wire.stopReading();
  const { client: other } = await enter(koine.gateway, bob.token);
  // Who has joined hears of it, so it was told.
  await presenceOf(writer, bob, "online");
  peer.wire.goOnReading();
  const online: unknown[] = [];
  for (let event = await next(); online.length === 0; event = await next()) {
    const shown =
      event?.type === "resumed" ? (event.presences as Presence[]) : [event as unknown as Presence];
    if (event?.type !== "resumed" && event?.type !== "presence_update") continue;
    online.push(...shown.filter(({ user_id, status }) => user_id === bob.user.id && status === "online"));
    if (event.type === "resumed") break;
  }
  expect(online).toHaveLength(1);
  peer.wire.cut();
  await other.close();
  await presenceOf(writer, bob, "offline");
  await writer.close();
}, 60_000);

test("ready shows those whose presence is told: not a member of another space with whom one has no dialog", async () => {
  const { client: stranger } = await enter(koine.gateway, dora.token);
  const { client: there, ready } = await enter(chess, ann.token);
  expect(shownIn(ready, dora)).toBeUndefined();
  // Asked for, it is shown and told.
  const asked = await ok(there, { type: "subscribe_presence", user_ids: [dora.user.id] });
  expect(asked.presences).toMatchObject([{ user_id: dora.user.id, status: "online" }]);
  await stranger.close();
  await presenceOf(there, dora, "offline");
  await there.close();
});

test("who comes into a space while they are online is online there", async () => {
  const eve = await register(koine.url, "eve");
  const { client: inside } = await enter(chess, ann.token);
  const { client: coming } = await enter(koine.gateway, eve.token);
  const { invite } = await ok(inside, { type: "invite_create" });
  await ok(coming, { type: "invite_use", code: (invite as { code: string }).code });
  await presenceOf(inside, eve, "online");
  expect(await heard(inside, eve)).toEqual(["online"]);
  await Promise.all([inside.close(), coming.close()]);
});

test("a partner's new name is heard in another space, and after a resume there", async () => {
  const { client: there, ready } = await enter(chess, ann.token);
  const { client: away, ready: early } = await enter(chess, ann.token);
  await away.close();
  const { client: other } = await enter(koine.gateway, bob.token);
  await ok(other, { type: "profile_update", name: "Robert" });
  const isRenamed = ({ event }: Packet): boolean =>
    event?.type === "user_update" && (event.user as { name?: string }).name === "Robert";
  const told = await there.next(isRenamed);
  expect(told).toMatchObject({ stream: ann.user.id, event: { user: { id: bob.user.id } } });
  const again = await connect(chess);
  const { resume_token, positions } = early;
  again.send({ token: ann.token, resume: { resume_token, positions } });
  await again.next(isRenamed);
  await again.event("resumed");
  // Nobody else hears of it there.
  const carl = await register(koine.url, "carl");
  const { invite } = await ok(there, { type: "invite_create" });
  const { client: fresh } = await enter(koine.gateway, carl.token);
  await ok(fresh, { type: "invite_use", code: (invite as { code: string }).code });
  await fresh.close();
  const { client: bystander } = await enter(chess, carl.token);
  const room_id = ready.space.default_room_id;
  await ok(other, { type: "profile_update", name: "Bobby" });
  await there.next(({ event }) => event?.type === "user_update");
  await ok(there, { type: "message_send", room_id, content: "after" });
  await bystander.next(({ event }) => event?.type === "message_create");
  expect(bystander.packets.some(({ event }) => event?.type === "user_update")).toBe(false);
  await Promise.all([there, again, other, bystander].map((client) => client.close()));
});

test("two who share no space any more hear each other, until one blocks the other", async () => {
  const { client: inside } = await enter(chess, ann.token);
  const { invite } = await ok(inside, { type: "invite_create" });
  const { client: leaving, ready: atFirst } = await enter(koine.gateway, bob.token);
  await ok(leaving, { type: "dialog_open", user_id: dora.user.id });
  await ok(leaving, { type: "invite_use", code: (invite as { code: string }).code });
  const { client: home } = await enter(koine.gateway, dora.token);
  const big = await connectBig(koine.url, await bigToken(koine.url, dora));
  const { client: annAtHome } = await enter(koine.gateway, ann.token);
  const { client: gone } = await enter(chess, bob.token);
  await ok(gone, { type: "space_leave", space_id: atFirst.space.id });
  await leaving.closed;
  await gone.close();
  await Promise.all([presenceOf(home, bob, "offline"), presenceOf(annAtHome, bob, "offline")]);

  const { client: other, ready } = await enter(chess, bob.token);
  expect(shownIn(ready, dora)).toMatchObject({ status: "online" });
  await Promise.all([presenceOf(home, bob, "online"), presenceOf(annAtHome, bob, "online")]);
  await shows(big, "online", bob);
  const { client: late, ready: seen } = await enter(koine.gateway, dora.token);
  expect(shownIn(seen, bob)).toMatchObject({ status: "online" });

  for (const { user } of [ann, dora]) await ok(other, { type: "user_block", user_id: user.id });
  await ok(other, { type: "presence_set", status: "dnd" });
  // In the space that they share everybody sees it; beyond it nothing is told.
  await presenceOf(inside, bob, "dnd");
  for (const [client, account] of [
    [home, dora],
    [annAtHome, ann],
  ] as const) {
    expect(await heard(client, bob)).not.toContain("dnd");
    const { client: again, ready: anew } = await enter(koine.gateway, account.token);
    expect(shownIn(anew, bob)).toBeUndefined();
    const asked = await ok(again, { type: "subscribe_presence", user_ids: [bob.user.id] });
    expect((asked as { presences?: unknown }).presences ?? []).toEqual([]);
    await again.close();
  }
  for (const { user } of [ann, dora]) await ok(other, { type: "user_unblock", user_id: user.id });
  await ok(other, { type: "presence_set", status: "idle" });
  await Promise.all([presenceOf(home, bob, "idle"), presenceOf(annAtHome, bob, "idle")]);
  await Promise.all([inside, home, annAtHome, other, late, big].map((client) => client.close()));
});
