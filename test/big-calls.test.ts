/** Calls between a BIG client and a Bonfire client (`docs/protocols/big.md` section 14): each sees the other's. */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type BigClient, bigId, bigToken, closeAll, connectBig, rowsOf, settled } from "./big-client.ts";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

let koine: Koine;
let ann: Account;
let bob: Account;
let token: string;
let bonfire: GatewayClient;
let room: number;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
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
