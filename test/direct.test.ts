/** Dialogs, notes, groups and blocking, over the wire (`docs/protocols/bonfire.md` section 3). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, connect, enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
const accounts: Record<string, Account> = {};

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  for (const name of ["ann", "bob", "cid", "dora", "eve"]) accounts[name] = await register(koine.url, name);
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Room {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly owner_id?: number;
  readonly members?: readonly { readonly handle: string }[];
  readonly last_message_id?: number;
  readonly last_n?: number;
}

function account(name: string): Account {
  const found = accounts[name];
  if (found === undefined) throw new Error(`no account ${name}`);
  return found;
}

const id = (name: string): number => account(name).user.id;

async function come(...names: string[]): Promise<GatewayClient[]> {
  return Promise.all(names.map(async (name) => (await enter(koine.gateway, account(name).token)).client));
}

async function leave(...clients: GatewayClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.close()));
}

async function open(client: GatewayClient, whom: string): Promise<Room> {
  const ok = await client.request({ type: "dialog_open", user_id: id(whom) });
  expect(ok.type).toBe("ok");
  return ok.room as Room;
}

function handles(room: Room): string[] {
  return (room.members ?? []).map(({ handle }) => handle).sort();
}

/** What the client was told of a room after the answer to its next request: nothing more can be on its way. */
async function heardOf(client: GatewayClient, room: number): Promise<Packet[]> {
  await client.request({ type: "heartbeat" });
  return client.packets.filter(({ stream }) => stream === room);
}

test("two who open their dialog at once get one room, and both see it begin", async () => {
  const [ann, bob] = (await come("ann", "bob")) as [GatewayClient, GatewayClient];
  const [byAnn, byBob] = await Promise.all([open(ann, "bob"), open(bob, "ann")]);
  expect(byAnn.id).toBe(byBob.id);
  expect(byAnn).toMatchObject({ kind: "dialog", name: "" });
  expect(handles(byAnn)).toEqual(["ann", "bob"]);
  for (const client of [ann, bob]) {
    const { stream, seq, event } = await client.next(({ event }) => event?.type === "room_create");
    expect({ stream, seq }).toEqual({ stream: byAnn.id, seq: 1 });
    expect(event?.room).toMatchObject({ id: byAnn.id });
  }
  await ann.request({ type: "message_send", room_id: byAnn.id, content: "hello bob" });
  expect(await bob.event("message_create")).toMatchObject({ message: { content: "hello bob" } });
  expect((await open(ann, "bob")).id).toBe(byAnn.id);
  await leave(ann, bob);
});

test("a dialog is there in ready, with its members and its newest message, for its two users alone", async () => {
  const [ann] = (await come("ann")) as [GatewayClient];
  const room = await open(ann, "bob");
  const { message } = await ann.request({ type: "message_send", room_id: room.id, content: "newest" });
  const sent = message as { id: number; n: number };
  const { client: bob, ready } = await enter(koine.gateway, account("bob").token);
  const shown = ready.rooms.find((one) => one.id === room.id) as Room | undefined;
  expect(shown).toMatchObject({ kind: "dialog", last_message_id: sent.id, last_n: sent.n });
  expect(handles(shown as Room)).toEqual(["ann", "bob"]);
  const { client: cid, ready: other } = await enter(koine.gateway, account("cid").token);
  expect(other.rooms.some((one) => one.id === room.id)).toBe(false);
  expect(other.positions.some(({ stream }) => stream === room.id)).toBe(false);
  const read = await cid.request({ type: "history_get", room_id: room.id });
  expect(read).toEqual(await cid.request({ type: "history_get", room_id: 12345 }));
  await leave(ann, bob, cid);
});

test("notes are a dialog with oneself: one room, every session of the user has it", async () => {
  const [here, there] = (await come("cid", "cid")) as [GatewayClient, GatewayClient];
  const room = await open(here, "cid");
  expect(room).toMatchObject({ kind: "notes" });
  expect((await open(there, "cid")).id).toBe(room.id);
  await there.next(({ event }) => event?.type === "room_create");
  await here.request({ type: "message_send", room_id: room.id, content: "milk" });
  expect(await there.event("message_create")).toMatchObject({ message: { content: "milk" } });
  await leave(here, there);
});

test("nobody opens a dialog with a user whom they may not know of: as if there were none", async () => {
  const [ann] = (await come("ann")) as [GatewayClient];
  expect(await ann.request({ type: "dialog_open", user_id: 4242 })).toMatchObject({
    type: "error",
    code: "not_found",
  });
  await leave(ann);
});

test("whom one has blocked can neither open nor write, and is not told why", async () => {
  const [eve, dora] = (await come("eve", "dora")) as [GatewayClient, GatewayClient];
  const room = await open(dora, "eve");
  expect(await eve.request({ type: "user_block", user_id: id("dora") })).toMatchObject({
    type: "ok",
    settings: { blocked_ids: [id("dora")] },
  });
  const told = await eve.next(({ event }) => event?.type === "user_update");
  expect(told).toMatchObject({ stream: id("eve"), event: { settings: { blocked_ids: [id("dora")] } } });

  const refusals = [
    await dora.request({ type: "dialog_open", user_id: id("eve") }),
    await dora.request({ type: "message_send", room_id: room.id, content: "please" }),
    await dora.request({ type: "typing_start", room_id: room.id }),
    await dora.request({ type: "group_create", name: "trap", user_ids: [id("eve")] }),
  ];
  for (const { type, code, message } of refusals) {
    expect({ type, code }).toEqual({ type: "error", code: "forbidden" });
    expect(String(message)).not.toMatch(/block/i);
  }
  const told2 = await heardOf(eve, room.id);
  expect(told2.some(({ event }) => event?.type === "message_create")).toBe(false);
  const { ready, client: later } = await enter(koine.gateway, account("eve").token);
  expect((ready as unknown as { settings: object }).settings).toMatchObject({ blocked_ids: [id("dora")] });

  await eve.request({ type: "user_unblock", user_id: id("dora") });
  const ok = await dora.request({ type: "message_send", room_id: room.id, content: "thank you" });
  expect(ok.type).toBe("ok");
  await leave(eve, dora, later);
});

test("a group: made with members, renamed by any, joined by others, who hear what comes from then on", async () => {
  const [ann, bob, cid] = (await come("ann", "bob", "cid")) as [GatewayClient, GatewayClient, GatewayClient];
  const { room: made } = await ann.request({ type: "group_create", name: "trip", user_ids: [id("bob")] });
  const group = made as Room;
  expect(group).toMatchObject({ kind: "group", name: "trip", owner_id: id("ann") });
  expect(handles(group)).toEqual(["ann", "bob"]);
  await bob.next(({ event, stream }) => event?.type === "room_create" && stream === group.id);

  expect(await bob.request({ type: "room_update", room_id: group.id, name: "journey" })).toMatchObject({
    room: { name: "journey" },
  });
  await ann.next(({ event }) => event?.type === "room_update" && event.name === "journey");
  expect(await cid.request({ type: "message_send", room_id: group.id, content: "?" })).toMatchObject({
    code: "not_found",
  });

  await bob.request({ type: "member_add", room_id: group.id, user_id: id("cid") });
  const joined = await ann.next(({ event, stream }) => event?.type === "member_join" && stream === group.id);
  expect(joined.event).toMatchObject({ room_id: group.id, member: { user: { handle: "cid" } } });
  const seen = await cid.next(({ event }) => event?.type === "room_create");
  expect(handles(seen.event?.room as Room)).toEqual(["ann", "bob", "cid"]);
  await ann.request({ type: "message_send", room_id: group.id, content: "welcome" });
  expect(await cid.event("message_create")).toMatchObject({ message: { content: "welcome" } });
  await leave(ann, bob, cid);
});

test("who is removed from a group stops receiving at once", async () => {
  const [ann, bob, cid] = (await come("ann", "bob", "cid")) as [GatewayClient, GatewayClient, GatewayClient];
  const ok = await ann.request({ type: "group_create", name: "", user_ids: [id("bob"), id("cid")] });
  const group = (ok.room as Room).id;
  await cid.next(({ event, stream }) => event?.type === "room_create" && stream === group);
  expect(await bob.request({ type: "member_remove", room_id: group, user_id: id("cid") })).toMatchObject({
    code: "forbidden",
  });

  // All in one write: the removal and what is said after it.
  ann.send({ event: { type: "member_remove", room_id: group, user_id: id("cid") } });
  for (let i = 0; i < 20; i++) {
    ann.send({ event: { type: "message_send", room_id: group, content: `without cid ${i}` } });
  }
  await cid.next(({ event }) => event?.type === "room_delete" && event.room_id === group);
  await bob.next(({ event }) => (event?.message as { content?: string })?.content === "without cid 19");
  const heard = await heardOf(cid, group);
  expect(heard.map(({ event }) => event?.type)).toEqual(["room_create", "member_leave"]);
  expect(heard.at(-1)?.event).toMatchObject({ user_id: id("cid"), reason: "kicked", room_id: group });
  expect(await cid.request({ type: "history_get", room_id: group })).toMatchObject({ code: "not_found" });
  await leave(ann, bob, cid);
});

test("when the owner leaves, the longest-standing member owns the group; the owner can pass it on", async () => {
  const [ann, bob, cid] = (await come("ann", "bob", "cid")) as [GatewayClient, GatewayClient, GatewayClient];
  const ok = await ann.request({ type: "group_create", name: "heirs", user_ids: [id("bob")] });
  const group = (ok.room as Room).id;
  await bob.next(({ event, stream }) => event?.type === "room_create" && stream === group);
  await ann.request({ type: "member_add", room_id: group, user_id: id("cid") });

  expect(await bob.request({ type: "room_update", room_id: group, owner_id: id("bob") })).toMatchObject({
    code: "forbidden",
  });
  await ann.request({ type: "member_remove", room_id: group, user_id: id("ann") });
  const update = await bob.next(({ event }) => event?.type === "room_update" && event.room_id === group);
  expect(update.event).toMatchObject({ owner_id: id("bob") });
  const left = await bob.next(({ event }) => event?.type === "member_leave" && event.room_id === group);
  expect(left.event).toMatchObject({ user_id: id("ann"), reason: "left" });
  expect(await bob.request({ type: "room_update", room_id: group, owner_id: id("ann") })).toMatchObject({
    code: "not_found",
  });
  expect(await bob.request({ type: "room_update", room_id: group, owner_id: id("cid") })).toMatchObject({
    type: "ok",
    room: { owner_id: id("cid") },
  });
  await leave(ann, bob, cid);
});

test("a resuming session hears of the group it was taken into and of the one it was taken out of", async () => {
  const [ann, bob] = (await come("ann", "bob")) as [GatewayClient, GatewayClient];
  const first = await ann.request({ type: "group_create", name: "old", user_ids: [id("bob")] });
  const old = (first.room as Room).id;
  await bob.close();
  const { client: again, ready } = await enter(koine.gateway, account("bob").token);
  await again.close();
  await ann.request({ type: "member_remove", room_id: old, user_id: id("bob") });
  const second = await ann.request({ type: "group_create", name: "new", user_ids: [id("bob")] });
  const young = (second.room as Room).id;
  const back = await connect(koine.gateway);
  await back.next((packet) => packet.version !== undefined);
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  back.send({ token: account("bob").token, client_type: 2, client_agent: "test", resume });
  await back.event("resumed");
  const types = back.packets.map(({ event }) => [event?.type, event?.room_id ?? (event?.room as Room)?.id]);
  expect(types).toContainEqual(["room_delete", old]);
  expect(types).toContainEqual(["room_create", young]);
  await leave(ann, back);
});
