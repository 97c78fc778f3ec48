/** Voice rooms and calls, over the wire (`docs/protocols/bonfire.md` section 3, "Voice and calls"). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, connect, enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;
let eve: Account;
let lounge: number;
let studio: number;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_LIMITS_VOICE_PING_INTERVAL: "100 ms",
      KOINE_VOICE_STUN: "stun:stun.example.org:3478",
      KOINE_VOICE_TURN: "turn:turn.example.org:3478",
      KOINE_VOICE_TURN_SECRET: "shared",
    },
  });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  eve = await register(koine.url, "eve");
  const { client } = await enter(koine.gateway, ann.token);
  lounge = await makeRoom(client, "lounge");
  studio = await makeRoom(client, "studio", 1);
  await client.close();
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Voice {
  readonly user: { readonly id: number };
  readonly room_id?: number;
  readonly session_id?: string;
}

interface Call {
  readonly id: number;
  readonly state: string;
}

async function makeRoom(client: GatewayClient, name: string, limit = 0): Promise<number> {
  const { room } = await ok(client, { type: "room_create", name, kind: "voice", user_limit: limit });
  return (room as { id: number }).id;
}

async function ok(client: GatewayClient, event: object) {
  const answer = await client.request(event);
  expect(answer).toMatchObject({ type: "ok" });
  return answer;
}

/** The next word that somebody is, or is no longer, in a voice room. */
async function told(client: GatewayClient, user: Account): Promise<Packet["event"]> {
  const { event } = await client.next(
    (packet) =>
      packet.event?.type === "voice_state" && (packet.event.state as Voice).user.id === user.user.id,
  );
  return event;
}

async function all(...accounts: Account[]): Promise<GatewayClient[]> {
  return await Promise.all(accounts.map(async ({ token }) => (await enter(koine.gateway, token)).client));
}

/** Waits until the call is told to stand so. */
async function stands(client: GatewayClient, state: string): Promise<void> {
  await client.next(({ event }) => event?.type === "call_update" && (event.call as Call).state === state);
}

const join = (room: number, more: object = {}) => ({ type: "voice_join", room_id: room, ...more });

test("who enters, changes and leaves is told; who comes later or resumes finds it", async () => {
  const [a, b] = (await all(ann, bob)) as [GatewayClient, GatewayClient];
  const answer = await ok(a, join(lounge, { self_muted: true }));
  expect(answer).toMatchObject({ voice_state: { room_id: lounge, self_muted: true } });
  expect(answer.ice_servers).toMatchObject([
    { urls: ["stun:stun.example.org:3478"] },
    { urls: ["turn:turn.example.org:3478"], username: expect.stringContaining(`:${ann.user.id}`) },
  ]);
  expect(await told(b, ann)).toMatchObject({ state: { room_id: lounge, self_muted: true } });

  const { client: later, ready } = await enter(koine.gateway, eve.token);
  expect(ready).toMatchObject({ voice_states: [{ user: { id: ann.user.id }, room_id: lounge }] });
  await later.close();
  await ok(a, { type: "voice_update", self_muted: false, streaming: true });
  expect(await told(b, ann)).toMatchObject({ state: { room_id: lounge, streaming: true } });
  await ok(a, { type: "voice_update", self_deafened: true, camera: true });
  expect(await told(b, ann)).toMatchObject({ state: { self_deafened: true, camera: true, streaming: true } });
  const again = await connect(koine.gateway);
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  again.send({ token: eve.token, client_type: 2, client_agent: "test", resume });
  expect(await told(again, ann)).toMatchObject({ state: { room_id: lounge, streaming: true } });
  expect(await told(again, ann)).toMatchObject({ state: { self_deafened: true, camera: true } });
  expect(await again.event("resumed")).toMatchObject({ voice_states: [{ streaming: true }] });

  // One room at a time: entering the next is leaving the first.
  await ok(a, join(studio));
  expect(await told(b, ann)).toMatchObject({ left_room_id: lounge });
  expect(await told(b, ann)).toMatchObject({ state: { room_id: studio } });
  expect(await b.request(join(studio))).toMatchObject({ code: "limit_reached" });
  await ok(a, { type: "voice_leave" });
  expect(await told(b, ann)).toMatchObject({ left_room_id: studio });
  expect(await a.request({ type: "voice_update", self_muted: true })).toMatchObject({ code: "invalid" });
  await Promise.all([a.close(), b.close(), again.close()]);
});

test("a connection that is cut, and one that falls silent, are gone from the room", async () => {
  const [a, b, e] = (await all(ann, bob, eve)) as [GatewayClient, GatewayClient, GatewayClient];
  await ok(a, join(lounge));
  await ok(b, join(lounge));
  await ok(e, { type: "heartbeat" });
  b.socket.terminate();
  await b.closed;
  await told(e, bob);
  expect(await told(e, bob)).toMatchObject({ left_room_id: lounge });
  // A peer that says nothing and reads nothing, as one whose network is gone.
  const silent = Bun.spawn(
    [process.execPath, `${import.meta.dir}/silent-voice.ts`, koine.gateway, bob.token, String(lounge)],
    {
      stdout: "pipe",
    },
  );
  expect(await told(e, bob)).toMatchObject({ state: { room_id: lounge } });
  silent.kill("SIGSTOP");
  expect(await told(e, bob)).toMatchObject({ left_room_id: lounge });
  silent.kill("SIGKILL");
  await Promise.all([a.close(), e.close()]);
});

test("signalling reaches the participant it is for, and nobody else", async () => {
  const [a, b, e] = (await all(ann, bob, eve)) as [GatewayClient, GatewayClient, GatewayClient];
  await ok(a, join(lounge));
  const signal = { type: "voice_signal", room_id: lounge, user_id: bob.user.id, kind: "offer", data: "v=0" };
  expect(await a.request(signal)).toMatchObject({ code: "not_found" }); // Bob is not there yet.
  await ok(b, join(lounge));
  expect(await e.request(signal)).toMatchObject({ code: "not_found" }); // Eve is not there.
  await ok(a, signal);
  expect(await b.event("voice_signal")).toMatchObject({ user_id: ann.user.id, kind: "offer", data: "v=0" });
  expect(await a.request({ ...signal, kind: "shout" })).toMatchObject({ code: "invalid" });
  expect(await a.request({ ...signal, data: "x".repeat(64 * 1024 + 1) })).toMatchObject({ code: "invalid" });
  await ok(e, { type: "heartbeat" });
  expect(e.packets.filter(({ event }) => event?.type === "voice_signal")).toEqual([]);
  await Promise.all([a.close(), b.close(), e.close()]);
});

test("what a moderator does to a voice stays, and who loses the room is out of it", async () => {
  const [a, b] = (await all(ann, bob)) as [GatewayClient, GatewayClient];
  await ok(b, join(lounge));
  await told(a, bob);
  await ok(a, { type: "voice_move", user_id: bob.user.id, muted: true, deafened: true });
  expect(await told(b, bob)).toMatchObject({ state: { room_id: lounge } });
  await ok(b, { type: "voice_leave" });
  const { voice_state } = await ok(b, join(lounge));
  expect(voice_state).toMatchObject({ muted: true, deafened: true });
  await ok(a, { type: "voice_move", user_id: bob.user.id, room_id: studio, muted: false });
  expect(await a.request({ type: "voice_move", user_id: eve.user.id, room_id: 0 })).toMatchObject({
    code: "not_found",
  });
  expect(await b.request({ type: "voice_move", user_id: bob.user.id, room_id: lounge })).toMatchObject({
    code: "forbidden",
  });
  const { entries } = await ok(a, { type: "audit_get", limit: 10 });
  expect((entries as { action: string }[]).map(({ action }) => action)).toContain("voice_move");
  await ok(a, { type: "permission_override_set", room_id: studio, user_id: bob.user.id, deny: ["view"] });
  await a.next(
    ({ event }) =>
      event?.type === "voice_state" &&
      event.left_room_id === studio &&
      (event.state as Voice).user.id === bob.user.id,
  );
  await Promise.all([a.close(), b.close()]);
});

test("a call is answered, refused, given up, and broken off, and each time a message keeps it", async () => {
  const [a, b] = (await all(ann, bob)) as [GatewayClient, GatewayClient];
  const { room } = await ok(a, { type: "dialog_open", user_id: bob.user.id });
  const line = (room as { id: number }).id;
  const start = { type: "call_start", room_id: line };
  const kept = async (client: GatewayClient) =>
    (await client.next(({ event }) => event?.type === "message_create")).event?.message;

  const ring = async (): Promise<number> => {
    const { call } = await ok(a, start);
    await stands(b, "ringing");
    return (call as Call).id;
  };
  const answered = await ring();
  expect(await a.request(start)).toMatchObject({ code: "limit_reached" });
  await ok(b, { type: "call_accept", call_id: answered });
  await stands(b, "active");
  const signal = { type: "voice_signal", room_id: line, user_id: ann.user.id, kind: "answer", data: "v=0" };
  await ok(b, signal);
  await ok(a, { type: "call_end", call_id: answered });
  await stands(b, "ended");
  expect(await kept(b)).toMatchObject({
    kind: "call",
    call: { state: "ended", participants: [{ id: ann.user.id }, { id: bob.user.id }] },
  });
  expect(await b.request(signal)).toMatchObject({ code: "not_found" });
  expect(await b.request({ type: "call_accept", call_id: answered })).toMatchObject({ code: "not_found" });

  const refused = await ring();
  await ok(b, { type: "call_decline", call_id: refused });
  expect(await kept(b)).toMatchObject({ kind: "call", call: { state: "declined" } });

  const givenUp = await ring();
  await ok(a, { type: "call_end", call_id: givenUp });
  expect(await kept(b)).toMatchObject({ kind: "call", call: { state: "missed" } });

  const broken = await ring();
  await ok(b, { type: "call_accept", call_id: broken });
  a.socket.terminate();
  expect(await kept(b)).toMatchObject({ kind: "call", call: { state: "ended" } });
  const { messages } = await ok(b, { type: "history_get", room_id: line });
  expect((messages as { kind?: string }[]).map(({ kind }) => kind)).toEqual(["call", "call", "call", "call"]);
  await b.close();
});

test("in a group a call goes on until the last has left, and its message says who was in it and how long", async () => {
  const [a, b, e] = (await all(ann, bob, eve)) as [GatewayClient, GatewayClient, GatewayClient];
  const { room } = await ok(a, { type: "group_create", name: "three", user_ids: [bob.user.id, eve.user.id] });
  const line = (room as { id: number }).id;
  const { call } = await ok(a, { type: "call_start", room_id: line, video: true });
  const call_id = (call as Call).id;
  await stands(e, "ringing");
  await ok(e, { type: "call_decline", call_id });
  await ok(b, { type: "call_accept", call_id });
  await stands(e, "active");
  expect(await e.request({ type: "call_end", call_id })).toMatchObject({ code: "invalid" });
  await ok(a, { type: "call_end", call_id });
  // The caller has left; the call is still there to come into.
  await ok(e, { type: "call_accept", call_id });
  b.socket.terminate();
  await ok(e, { type: "call_end", call_id });
  await stands(a, "ended");
  const kept = (await a.next(({ event }) => event?.type === "message_create")).event?.message;
  expect(kept).toMatchObject({
    kind: "call",
    call: {
      state: "ended",
      video: true,
      participants: [{ id: ann.user.id }, { id: bob.user.id }, { id: eve.user.id }],
      duration_ms: expect.any(Number),
    },
  });
  await Promise.all([a.close(), e.close()]);
});

test("a call and a voice room do not outlive the server's end", async () => {
  const directory = koine.directory;
  const [a, b] = (await all(ann, eve)) as [GatewayClient, GatewayClient];
  const { room } = await ok(a, { type: "dialog_open", user_id: eve.user.id });
  await ok(a, { type: "call_start", room_id: (room as { id: number }).id });
  await ok(b, join(lounge));
  await koine.kill();
  koine = await startKoine({ directory, environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  const { client, ready } = await enter(koine.gateway, eve.token);
  const state = ready as { voice_states?: unknown; calls?: unknown };
  expect([state.voice_states ?? [], state.calls ?? []]).toEqual([[], []]);
  const { messages } = await ok(client, { type: "history_get", room_id: (room as { id: number }).id });
  expect(messages).toMatchObject([{ kind: "call", call: { state: "missed" } }]);
  await client.close();
});
