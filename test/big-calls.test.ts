/** Calls between a BIG client and a Bonfire client (`docs/protocols/big.md` section 14): each sees the other's. */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BigClient,
  bigId,
  bigRoom,
  bigToken,
  big as callBig,
  closeAll,
  connectBig,
  type Fields,
  rowsOf,
  settled,
} from "./big-client.ts";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

const SERVICE_KEY = "the key of the calls service";
const ENVIRONMENT = { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_BIG_SERVICE_KEY: SERVICE_KEY };

let koine: Koine;
let ann: Account;
let bob: Account;
let token: string;
let bonfire: GatewayClient;
let room: number;

beforeAll(async () => {
  koine = await startKoine({ environment: ENVIRONMENT });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  token = await bigToken(koine.url, bob);
  bonfire = (await enter(koine.gateway, ann.token)).client;
  const opened = await bonfire.request({ type: "dialog_open", user_id: bob.user.id });
  room = (opened.room as { id: number }).id;
});

afterEach(closeAll);

afterAll(async () => {
  await bonfire.close();
  await koine.stop();
  removeDirectories();
});

const connect = (): Promise<BigClient> => connectBig(koine.url, token);

interface Call {
  readonly id: number;
  readonly state: string;
}

/** The next state of a call that the Bonfire client is told of. */
async function stands(state: string): Promise<Call> {
  const { event } = await bonfire.next(
    (packet) => packet.event?.type === "call_update" && (packet.event.call as Call).state === state,
  );
  return event?.call as Call;
}

async function ring(): Promise<Call> {
  await bonfire.request({ type: "call_start", room_id: room, video: true });
  return await stands("ringing");
}

test("a call from Bonfire is answered in BIG, and over for both when it is closed there", async () => {
  const big = await connect();
  const { id } = await ring();
  expect((await big.event("newCall")).payload).toEqual({
    chatId: bigId(ann.user.id),
    callId: String(id),
    callType: "video",
    createdAt: expect.any(Number),
  });
  await big.request("newCall", { chatId: bigId(ann.user.id), callId: String(id) });
  await stands("active");
  await big.request("closeCall", { chatId: bigId(ann.user.id), callId: String(id) });
  await stands("ended");
  expect((await big.event("closeCall")).payload).toMatchObject({
    callId: String(id),
    status: "received",
    direction: "incoming",
    missed: 0,
  });
  const { messages } = await big.request("messages", { chatId: bigId(ann.user.id) });
  expect(rowsOf(messages).at(-1)).toMatchObject({ type: "call", message: "📲 Incoming video Call" });
});

test("a call from BIG is answered in Bonfire, and the caller ends it", async () => {
  const big = await connect();
  const chatId = bigId(ann.user.id);
  const { callId } = await big.request("newCall", { chatId, callType: "audio" });
  const ringing = await stands("ringing");
  expect(String(ringing.id)).toBe(String(callId));
  await bonfire.request({ type: "call_accept", call_id: ringing.id });
  await big.request("closeCall", { chatId, callId, callDuration: 1 });
  expect((await stands("ended")).id).toBe(ringing.id);
  expect((await big.event("closeCall")).payload).toMatchObject({
    status: "received",
    direction: "outgoing",
  });
});

test("a call that rings is told to whoever comes, and missed when the caller gives up", async () => {
  const { id } = await ring();
  const big = await connect();
  expect((await big.event("newCall")).payload).toMatchObject({ callId: String(id) });
  await bonfire.request({ type: "call_end", call_id: id });
  const closed = await big.event("closeCall");
  expect(closed.payload).toMatchObject({ status: "missed", missed: 1, callType: "video" });
  await settled(big);
  expect(big.frames.filter(({ eventType }) => eventType === "newCall")).toHaveLength(1);
  const [row] = rowsOf(await big.request("chats", {})).filter(({ type }) => type === "dialog");
  expect(row).toMatchObject({ lastMessageText: "☎️ Missed video Call", missed: 1 });
});

test("nobody but the caller says how a call went, and of nobody outside the chat", async () => {
  const eve = await register(koine.url, "eve");
  const big = await connect();
  const stranger = await connectBig(koine.url, await bigToken(koine.url, eve));
  const chatId = bigId(ann.user.id);
  const { callId } = await big.request("newCall", { chatId });
  await expect(stranger.request("closeCall", { chatId: bigId(bob.user.id), callId })).rejects.toThrow(
    "Call not found",
  );
  await expect(
    stranger.request("newCall", { chatId: String(room).padStart(24, "0"), callId }),
  ).rejects.toThrow("Chat not found");
  const more = { callId, callDuration: 60 };
  await expect(
    big.request("closeCall", { chatId, ...more, participants: [bigId(eve.user.id)] }),
  ).rejects.toThrow("payload.participants");
  // Longer than it rang nobody can have talked.
  await big.request("closeCall", { chatId, ...more, participants: [chatId, bigId(bob.user.id)] });
  const { messages } = await big.request("messages", { chatId, count: 1 });
  expect(rowsOf(messages)).toMatchObject([
    { payload: { status: "received", participants: [bigId(bob.user.id), chatId] } },
  ]);
  const { callDuration } = (rowsOf(messages)[0]?.payload ?? {}) as { callDuration?: number };
  expect(callDuration).toBeLessThan(60);
});

/** What the calls service tells. */
const service = (what: string, body: object, key: string | null = SERVICE_KEY) =>
  callBig(koine.url, `POST /calls/${what}`, key, body);

/** What a client is told of a call; of others it may be told again what it never acknowledged. */
const toldOf = async (client: BigClient, eventType: string, callId: string): Promise<Fields> => {
  const { payload = {} } = await client.next(
    (said) => said.eventType === eventType && said.payload?.callId === callId,
  );
  return payload;
};
const wordsOf = (client: BigClient, callId: string): unknown[] =>
  client.frames.flatMap(({ eventType, payload }) => (payload?.callId === callId ? [eventType] : []));

test("14.1: a call that a service runs rings, and is over as the service says", async () => {
  const big = await connect();
  const [caller, chatId] = [bigId(ann.user.id), bigId(bob.user.id)];
  await bonfire.request({ type: "message_send", room_id: room, content: "I call you" });
  await big.event("new");
  const started = { chatId, callId: "service-1", userId: caller, participantsInvited: [chatId] };
  const first = await service("start", started);
  expect([first.status, first.body]).toEqual([200, { callId: "service-1", createdAt: expect.any(Number) }]);
  expect(await toldOf(big, "newCall", "service-1")).toMatchObject({ chatId: caller });
  const { id } = await stands("ringing");
  expect((await service("start", started)).body).toEqual(first.body); // Told twice, it is one call.
  const other = await service("start", { ...started, callId: "service-2" });
  expect([other.status, other.body.error]).toEqual([400, "There is another call in this chat"]);

  const closed = {
    chatId,
    callId: "service-1",
    userIdCreateCall: caller,
    participantsConnected: [caller, chatId],
    callDuration: 0,
    typeCall: "video",
  };
  const over = await service("close", closed);
  expect([over.status, over.body]).toMatchObject([200, { messageId: expect.any(Number) }]);
  expect((await stands("ended")).id).toBe(id);
  expect(await toldOf(big, "closeCall", "service-1")).toMatchObject({
    ...{ chatId: caller, callType: "video", direction: "incoming", status: "received" },
    ...{ messageId: over.body.messageId, missed: 0 },
  });
  // What is said since is not read by a service that tells of the end once more.
  await big.request("new", { chatId: caller, message: "unread", clientMessageId: "after-the-call" });
  expect((await service("close", closed)).body).toEqual(over.body);
  const { messages } = await big.request("messages", { chatId: caller, count: 2 });
  const said = rowsOf(messages);
  expect(said).toMatchObject([{ message: "📲 Incoming video Call", sender: caller }, { message: "unread" }]);
  expect(JSON.stringify(said[1])).not.toContain('"read"');
  // Its first and its last word came once.
  expect(wordsOf(big, "service-1")).toEqual(["newCall", "closeCall"]);
});

test("14.1: a call in a group whose beginning was never told is kept all the same, as each was in it", async () => {
  const carl = await register(koine.url, "carl");
  const big = await connect();
  const made = await callBig(koine.url, "POST /chats", token, {
    name: "Team",
    participants: [bigId(ann.user.id), bigId(carl.user.id)],
  });
  const chatId = String(made.body.chatId);
  const away = await connectBig(koine.url, await bigToken(koine.url, carl));
  for (const client of [big, away]) await settled(client);
  const closed = {
    chatId,
    callId: "service-3",
    userIdCreateCall: bigId(bob.user.id),
    participantsConnected: [bigId(bob.user.id), bigId(ann.user.id)],
    callDuration: 61,
  };
  const over = await service("close", closed);
  expect([over.status, over.body]).toMatchObject([200, { messageId: expect.any(Number) }]);
  expect(await toldOf(big, "closeCall", "service-3")).toMatchObject({
    ...{ chatId, callType: "audio", direction: "outgoing", status: "received" },
  });
  expect(await toldOf(away, "closeCall", "service-3")).toMatchObject({ chatId, status: "missed", missed: 1 });
  const { messages } = await big.request("messages", { chatId });
  expect(rowsOf(messages)).toMatchObject([
    { messageId: over.body.messageId, payload: { callDuration: 61, caller: bigId(bob.user.id) } },
  ]);
});

test("14.1: only who has the service's key tells of calls, and only of members of the chat", async () => {
  const mallory = await register(koine.url, "mallory");
  const big = await connect();
  const [caller, chatId] = [bigId(ann.user.id), bigId(bob.user.id)];
  const started = { chatId, callId: "service-4", userId: caller };
  const closed = { chatId, callId: "service-4", userIdCreateCall: caller, participantsConnected: [caller] };
  for (const key of [null, token, `${SERVICE_KEY}x`, "x"]) {
    expect((await service("start", started, key)).status).toBe(401);
    expect((await service("close", closed, key)).status).toBe(401);
  }
  const stranger = bigId(mallory.user.id);
  const group = bigRoom(room);
  for (const [what, body, status] of [
    ["start", { ...started, chatId: group }, 404],
    ["start", { ...started, userId: bigId(1) }, 404],
    ["start", { ...started, callId: "" }, 400],
    ["close", { ...closed, participantsConnected: [caller, stranger] }, 400],
    ["close", { ...closed, callDuration: -1 }, 400],
  ] as const)
    expect([what, body, (await service(what, body)).status]).toEqual([what, body, status]);
  await settled(big);
  expect(wordsOf(big, "service-4")).toEqual([]);
});

test("14.1: a call that a service runs goes on when this server is started again", async () => {
  const made = await callBig(koine.url, "POST /chats", token, {
    name: "Long talks",
    participants: [bigId(ann.user.id)],
  });
  const chatId = String(made.body.chatId);
  const userId = bigId(ann.user.id);
  expect((await service("start", { chatId, callId: "service-5", userId })).status).toBe(200);
  await koine.stop();
  koine = await startKoine({ directory: koine.directory, environment: ENVIRONMENT });
  const big = await connect();
  expect(await toldOf(big, "newCall", "service-5")).toMatchObject({ chatId });
  expect((await big.request("chat", { chatId })).call).toMatchObject({ callId: "service-5" });
  const closed = { chatId, callId: "service-5", userIdCreateCall: userId, participantsConnected: [userId] };
  expect((await service("close", closed)).status).toBe(200);
  expect(await toldOf(big, "closeCall", "service-5")).toMatchObject({ status: "missed" });
  expect((await big.request("chat", { chatId })).call).toBeUndefined();
});
