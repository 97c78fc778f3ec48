/** Delivered and read marks and what is counted from them, over the wire (`docs/protocols/bonfire.md` section 3). */

import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Account, connect, enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;
let round = 0;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "1000/1s" },
  });
  await register(koine.url, "owner");
});

// A pair for each test, so that what is counted begins at nothing.
beforeEach(async () => {
  round += 1;
  ann = await register(koine.url, `ann${round}`);
  bob = await register(koine.url, `bob${round}`);
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Receipt {
  readonly room_id: number;
  readonly user_id: number;
  readonly read_id: number;
  readonly read?: number;
  readonly read_n?: number;
  readonly delivered_id?: number;
  readonly delivered?: number;
  readonly unread?: number;
  readonly mentions?: number;
}

async function say(client: GatewayClient, room: number, content: string): Promise<number> {
  const ok = await client.request({ type: "message_send", room_id: room, content });
  expect(ok.type).toBe("ok");
  return (ok.message as { id: number }).id;
}

async function mark(client: GatewayClient, room: number, message: number, kind: string): Promise<Receipt> {
  const ok = await client.request({ type: "receipt_mark", room_id: room, message_id: message, kind });
  expect(ok.type).toBe("ok");
  return ok.receipt as Receipt;
}

async function dialog(client: GatewayClient, whom: Account): Promise<number> {
  const ok = await client.request({ type: "dialog_open", user_id: whom.user.id });
  return (ok.room as { id: number }).id;
}

/** What a fresh session of the account is told of a room: its receipts. */
async function receiptsOf(account: Account, room: number): Promise<Receipt[]> {
  const { client, ready } = await enter(koine.gateway, account.token);
  await client.close();
  return (ready as unknown as { receipts: Receipt[] }).receipts.filter(({ room_id }) => room_id === room);
}

async function unread(account: Account, room: number): Promise<number> {
  const own = (await receiptsOf(account, room)).find(({ user_id }) => user_id === account.user.id);
  return own?.unread ?? 0;
}

async function here(account: Account): Promise<{ client: GatewayClient; ready: Ready }> {
  return enter(koine.gateway, account.token);
}

test("unread counts messages of others after the mark: not one's own, not edits, not what was deleted", async () => {
  const { client, ready } = await here(ann);
  const room = ready.space.default_room_id;
  const { client: other } = await here(bob);
  expect(await unread(bob, room)).toBe(0);
  const sent: number[] = [];
  for (let i = 0; i < 5; i++) sent.push(await say(client, room, `message ${i}`));
  await say(other, room, "one of bob's own");
  expect(await unread(bob, room)).toBe(5);

  await client.request({ type: "message_edit", message_id: sent[1], content: "edited" });
  expect(await unread(bob, room)).toBe(5);
  await client.request({ type: "message_delete", message_id: sent[2] });
  expect(await unread(bob, room)).toBe(4);

  const marked = await mark(other, room, sent[1] ?? 0, "read");
  expect(marked).toMatchObject({ read_id: sent[1], unread: 2, user_id: bob.user.id });
  await client.request({ type: "message_delete", message_id: sent[0] });
  expect(await unread(bob, room)).toBe(2);
  expect(await mark(other, room, sent[4] ?? 0, "read")).toMatchObject({ read_id: sent[4] });
  expect(await unread(bob, room)).toBe(0);
  expect(await unread(ann, room)).toBe(1);
  await Promise.all([client.close(), other.close()]);
});

test("mentions are counted among what is unread: of oneself, of everyone, not those that were taken out", async () => {
  const owner = (await (
    await fetch(`${koine.url}/api/v1/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ handle: "owner", password: "correct horse" }),
    })
  ).json()) as Account;
  const { client, ready } = await here(owner);
  const room = ready.space.default_room_id;
  await here(bob);
  const name = bob.user.handle;
  const first = await say(client, room, `hello @${name}, and @${name} again`);
  const second = await say(client, room, `@${name} once more`);
  const third = await say(client, room, "@everyone come here");
  await say(client, room, "nobody in particular");
  const mentions = async () => (await receiptsOf(bob, room))[0]?.mentions ?? 0;
  expect([await mentions(), await unread(bob, room)]).toEqual([3, 4]);
  await client.request({ type: "message_edit", message_id: second, content: "taken out" });
  expect([await mentions(), await unread(bob, room)]).toEqual([2, 4]);
  await client.request({ type: "message_delete", message_id: third });
  expect([await mentions(), await unread(bob, room)]).toEqual([1, 3]);
  const { client: other } = await here(bob);
  expect(await mark(other, room, first, "read")).toMatchObject({ unread: 2 });
  expect(await mentions()).toBe(0);
  expect((await receiptsOf(owner, room))[0]?.mentions ?? 0).toBe(0);
  await Promise.all([client.close(), other.close()]);
});

test("counts survive a restart, and who comes later has missed nothing", async () => {
  const { client, ready } = await here(ann);
  const room = ready.space.default_room_id;
  await here(bob);
  await say(client, room, "before the restart");
  await koine.stop();
  koine = await startKoine({
    directory: koine.directory,
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "1000/1s" },
  });
  const { client: again } = await here(ann);
  await say(again, room, "after it");
  expect(await unread(bob, room)).toBe(2);
  const late = await register(koine.url, `late${round}`);
  expect(await unread(late, room)).toBe(0);
  await say(again, room, "welcome");
  expect(await unread(late, room)).toBe(1);
  await again.close();
});

test("a mark never moves back, and the first one keeps its time", async () => {
  const { client } = await here(ann);
  const { client: other } = await here(bob);
  const room = await dialog(client, bob);
  const first = await say(client, room, "first");
  const second = await say(client, room, "second");
  const marked = await mark(other, room, second, "read");
  expect(marked.read_id).toBe(second);
  for (const message of [first, second]) {
    expect(await mark(other, room, message, "read")).toMatchObject({ read_id: second, read: marked.read });
  }
  // What is read was delivered.
  expect(marked).toMatchObject({ delivered_id: second });
  await Promise.all([client.close(), other.close()]);
});

test("in a dialog the other side sees the read mark, live and at the beginning of a session", async () => {
  const { client } = await here(ann);
  const { client: other } = await here(bob);
  const room = await dialog(client, bob);
  const message = await say(client, room, "have you read it?");
  await mark(other, room, message, "read");
  const told = await client.next(
    ({ event }) => event?.type === "receipt_update" && (event.receipt as Receipt).read_id === message,
  );
  expect(told.stream).toBe(room);
  expect(told.event?.receipt).toMatchObject({ user_id: bob.user.id, read_id: message });
  // How much somebody has not read is their own.
  expect(told.event?.receipt).not.toHaveProperty("unread");
  const shown = (await receiptsOf(ann, room)).find(({ user_id }) => user_id === bob.user.id);
  expect(shown).toMatchObject({ read_id: message, delivered_id: message });
  await Promise.all([client.close(), other.close()]);
});

test("in a space's room the read mark goes to one's own sessions and to nobody else", async () => {
  const { client, ready } = await here(ann);
  const room = ready.space.default_room_id;
  const { client: other } = await here(bob);
  const { client: elsewhere } = await here(bob);
  const message = await say(client, room, "public");
  await mark(other, room, message, "read");
  const told = await elsewhere.next(({ event }) => event?.type === "receipt_update");
  expect(told).toMatchObject({
    stream: bob.user.id,
    event: { receipt: { room_id: room, read_id: message } },
  });
  await client.request({ type: "heartbeat" });
  expect(client.packets.some(({ event }) => event?.type === "receipt_update")).toBe(false);
  expect((await receiptsOf(ann, room)).map(({ user_id }) => user_id)).toEqual([ann.user.id]);
  await Promise.all([client.close(), other.close(), elsewhere.close()]);
});

test("a delivered mark comes by itself when a session of the other side is handed the message", async () => {
  const { client } = await here(ann);
  const room = await dialog(client, bob);
  const lonely = await say(client, room, "nobody is there");
  const { client: other, ready } = await here(bob);
  const told = client.next(({ event }) => event?.type === "receipt_update");
  const live = await say(client, room, "now you are");
  await other.event("message_create");
  const { event, stream } = await told;
  expect(stream).toBe(room);
  expect(event?.receipt).toMatchObject({ user_id: bob.user.id, delivered_id: live, read_id: 0 });
  expect(live).toBeGreaterThan(lonely);

  // In a resume, too.
  await other.close();
  const missed = await say(client, room, "while you were away");
  const back = await connect(koine.gateway);
  await back.next((packet) => packet.version !== undefined);
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  back.send({ token: bob.token, client_type: 2, client_agent: "test", resume });
  await back.event("resumed");
  const later = await client.next(
    (packet) =>
      packet.event?.type === "receipt_update" && (packet.event.receipt as Receipt).delivered_id === missed,
  );
  expect(later.event?.receipt).toMatchObject({ user_id: bob.user.id });
  await Promise.all([client.close(), back.close()]);
});

test("history that a session asks for is handed over: it is delivered", async () => {
  const { client } = await here(ann);
  const room = await dialog(client, bob);
  const message = await say(client, room, "written before you came");
  const { client: other } = await here(bob);
  await other.request({ type: "history_get", room_id: room });
  const { event } = await client.next((packet) => packet.event?.type === "receipt_update");
  expect(event?.receipt).toMatchObject({ user_id: bob.user.id, delivered_id: message });
  await Promise.all([client.close(), other.close()]);
});

test("delivered marks would give the invisible away: they wait until the user is seen", async () => {
  const { client } = await here(ann);
  const { client: other } = await here(bob);
  const room = await dialog(client, bob);
  await other.request({ type: "presence_set", status: "invisible" });
  const message = await say(client, room, "are you there?");
  await other.event("message_create");
  // Whoever reads receipts has all stored first that may be stored.
  const before = (await receiptsOf(ann, room)).find(({ user_id }) => user_id === bob.user.id);
  expect(before).toBeUndefined();
  await other.request({ type: "presence_set", status: "online" });
  const { event } = await client.next((packet) => packet.event?.type === "receipt_update");
  expect(event?.receipt).toMatchObject({ user_id: bob.user.id, delivered_id: message });
  await Promise.all([client.close(), other.close()]);
});
