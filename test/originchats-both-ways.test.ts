/** OriginChats and Bonfire in the same rooms: threads, polls, roles and voice; and frames that are none. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

interface Packet {
  readonly cmd: string;
  readonly [field: string]: unknown;
}

/** A client written from the specification alone. */
interface Origin {
  say(frame: string): void;
  /** The next packet with this name, come or to come. */
  next(cmd: string): Promise<Packet>;
  /** Asks, and gives the answer, whatever it is called. */
  ask(packet: object): Promise<Packet>;
  close(): void;
}

let koine: Koine;
let ann: GatewayClient;
let bob: Origin;
let forum = 0;
let lounge = 0;
let general = 0;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_ORIGINCHATS: "1000/1s" } });
  const account = await register(koine.url, "ann");
  await register(koine.url, "bob");
  const make = async (path: string, body: object): Promise<{ room: { id: number } }> => {
    const headers = { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json" };
    const response = await fetch(`${koine.url}/api/v1/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await response.json()) as { room: { id: number } };
  };
  forum = (await make("rooms", { name: "help", kind: "forum" })).room.id;
  lounge = (await make("rooms", { name: "lounge", kind: "voice" })).room.id;
  await make("roles", { name: "gamer", self_assignable: true });
  const { client, ready } = await enter(koine.gateway, account.token);
  ann = client;
  general = ready.space.default_room_id;
  bob = await connect();
  bob.say(JSON.stringify({ cmd: "login", username: "bob", password: "correct horse" }));
  await bob.next("ready");
});

afterAll(async () => {
  bob.close();
  await ann.close();
  await koine.stop();
  removeDirectories();
});

async function connect(): Promise<Origin> {
  const socket = new WebSocket(`${koine.url.replace("http", "ws")}/originchats`);
  const unread: Packet[] = [];
  const waiting: { fits: (packet: Packet) => boolean; resolve: (packet: Packet) => void }[] = [];
  let asked = 0;
  socket.onmessage = ({ data }) => {
    const packet = JSON.parse(String(data)) as Packet;
    const at = waiting.findIndex(({ fits }) => fits(packet));
    if (at === -1) unread.push(packet);
    else waiting.splice(at, 1)[0]?.resolve(packet);
  };
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const wait = (fits: (packet: Packet) => boolean): Promise<Packet> => {
    const at = unread.findIndex(fits);
    const found = at === -1 ? undefined : unread.splice(at, 1)[0];
    return found === undefined
      ? new Promise((resolve) => waiting.push({ fits, resolve }))
      : Promise.resolve(found);
  };
  return {
    say: (frame) => socket.send(frame),
    next: (cmd) => wait((packet) => packet.cmd === cmd),
    ask(packet) {
      const listener = `ask ${++asked}`;
      socket.send(JSON.stringify({ ...packet, listener }));
      return wait((answer) => answer.listener === listener);
    },
    close: () => socket.close(),
  };
}

test("a thread that is opened on either side is there on the other", async () => {
  const opened = await ann.request({ type: "thread_create", room_id: forum, name: "Hers", content: "First" });
  const told = await bob.next("thread_create");
  expect(told).toMatchObject({ channel: "help", thread: { name: "Hers", created_by: "USR:local_ann" } });
  const { id } = told.thread as { id: string };
  const said = await bob.ask({ cmd: "thread_messages", thread_id: id });
  expect(said.messages).toMatchObject([{ user: "USR:local_ann", content: "First" }]);

  await bob.ask({ cmd: "thread_create", channel: "help", name: "His" });
  const isHis = (packet: { readonly event?: { readonly type: string; readonly room?: unknown } }): boolean =>
    packet.event?.type === "thread_create" && (packet.event.room as { name?: string }).name === "His";
  expect((await ann.next(isHis)).event).toMatchObject({ room: { name: "His", parent_id: forum } });
  await bob.ask({ cmd: "message_new", thread_id: id, content: "Second" });
  const isSecond = (packet: { readonly event?: { readonly type: string; readonly message?: unknown } }) =>
    packet.event?.type === "message_create" &&
    (packet.event.message as { content?: string }).content === "Second";
  const room = (opened as unknown as { room: { id: number } }).room.id;
  expect((await ann.next(isSecond)).event).toMatchObject({ message: { channel_id: room } });
});

test("a poll of either side is voted in on the other", async () => {
  await ann.request({ type: "poll_create", room_id: general, question: "Tea?", options: ["Yes", "No"] });
  const { poll_id: poll } = await bob.next("message_new").then(async function find(packet): Promise<Packet> {
    return packet.poll_id === undefined ? find(await bob.next("message_new")) : packet;
  });
  const voted = await bob.ask({ cmd: "poll_vote", poll_id: poll, option_id: "2" });
  expect(voted).toMatchObject({ cmd: "poll_vote", results: { total_votes: 1 } });
  const update = await ann.event("poll_update");
  expect(update.poll).toMatchObject({ options: [{ text: "Yes" }, { text: "No", votes: 1 }] });
});

test("a role that is taken on one side is had on the other", async () => {
  const taken = await bob.ask({ cmd: "self_role_add", role: "gamer" });
  expect(taken.roles).toEqual(["gamer", "user"]);
  const update = await ann.event("member_update");
  expect(update.member).toMatchObject({ user: { handle: "bob" }, role_ids: [expect.any(Number)] });
});

test("who is in a voice room is seen from both sides", async () => {
  await ann.request({ type: "voice_join", room_id: lounge, self_mute: true });
  const user = { username: "USR:local_ann" };
  expect(await bob.next("voice_user_joined")).toMatchObject({ channel: "lounge", user });
  const joined = await bob.ask({ cmd: "voice_join", channel: "lounge", peer_id: "peer-bob" });
  expect(joined.participants).toMatchObject([{ username: "USR:local_ann", peer_id: null }]);
  const isBob = (packet: { readonly event?: { readonly type: string; readonly user?: unknown } }): boolean =>
    packet.event?.type === "voice_state" && JSON.stringify(packet.event).includes('"bob"');
  expect((await ann.next(isBob)).event).toBeDefined();
});

test("what is no command is answered in every state, and breaks nothing", async () => {
  const fresh = await connect();
  await fresh.next("handshake");
  const wrong = [null, 0, -1, 1e308, "", "x", [], {}, [[]], "\ud800"];
  const commands = [
    "thread_create",
    "thread_get",
    "poll_create",
    "poll_vote",
    "voice_join",
    "push_subscribe",
  ];
  const keys = [
    "channel",
    "thread_id",
    "name",
    "poll_id",
    "option_ids",
    "options",
    "peer_id",
    "subscription",
  ];
  const frames = [
    ...["", "x", "[]", "42", "null", "true", "{", "{}", '{"cmd":5}', "[".repeat(100_000)],
    ...commands.flatMap((cmd) =>
      wrong.map((value) => JSON.stringify({ cmd, ...Object.fromEntries(keys.map((key) => [key, value])) })),
    ),
  ];
  for (const frame of frames) {
    fresh.say(frame);
    expect(await fresh.next("auth_error")).toMatchObject({ val: "Authentication required" });
    bob.say(frame);
    expect(await bob.next("error")).toMatchObject({ val: expect.any(String) });
  }
  expect(await bob.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
  fresh.close();
});
