/** Presence: chosen, told, hidden, asked for, over the wire (`docs/protocols/bonfire.md` section 3). */

import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { askDatabase } from "./database.ts";
import { type Account, connect, enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;
let round = 0;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  await register(koine.url, "owner");
});

beforeEach(async () => {
  round += 1;
  ann = await register(koine.url, `ann${round}`);
  bob = await register(koine.url, `bob${round}`);
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Presence {
  readonly user_id: number;
  readonly status: string;
  readonly text?: string;
  readonly last_seen?: number;
}

function presenceOf(client: GatewayClient, account: Account, status: string) {
  return client.next(
    ({ event }) =>
      event?.type === "presence_update" && event.user_id === account.user.id && event.status === status,
  );
}

function shownIn(ready: Ready, account: Account): Presence | undefined {
  const { presences } = ready as unknown as { presences?: readonly Presence[] };
  return presences?.find(({ user_id }) => user_id === account.user.id);
}

/** Everything about the account's presence that the client has heard, when nothing more can be on its way. */
async function heard(client: GatewayClient, account: Account): Promise<unknown[]> {
  await client.request({ type: "subscribe_presence", user_ids: [] });
  return client.packets
    .map(({ event }) => event)
    .filter((event) => event?.type === "presence_update" && event.user_id === account.user.id);
}

test("coming, choosing a status with a text, and going are told; going says when", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { client: other } = await enter(koine.gateway, bob.token);
  await presenceOf(client, bob, "online");
  await other.request({ type: "presence_set", status: "dnd", text: "writing" });
  expect((await presenceOf(client, bob, "dnd")).event).toMatchObject({ text: "writing" });
  const { client: late, ready } = await enter(koine.gateway, ann.token);
  expect(shownIn(ready, bob)).toMatchObject({ status: "dnd", text: "writing" });
  await other.close();
  const { event } = await presenceOf(client, bob, "offline");
  expect(Number(event?.last_seen)).toBeGreaterThan(0);
  const asked = await client.request({ type: "subscribe_presence", user_ids: [bob.user.id] });
  expect(asked.presences).toMatchObject([
    { user_id: bob.user.id, status: "offline", last_seen: event?.last_seen },
  ]);
  await Promise.all([client.close(), late.close()]);
});

test("each change is heard once: one's own, a member's, and that of a member with whom one has a dialog too", async () => {
  const { client: own } = await enter(koine.gateway, ann.token);
  await presenceOf(own, ann, "online");
  const { client: other } = await enter(koine.gateway, bob.token);
  await presenceOf(own, bob, "online");
  await presenceOf(other, bob, "online");
  await own.request({ type: "dialog_open", user_id: ann.user.id });
  await own.request({ type: "dialog_open", user_id: bob.user.id });
  await own.request({ type: "presence_set", status: "dnd", text: "writing" });
  await presenceOf(other, ann, "dnd");
  await presenceOf(own, ann, "dnd");
  const statuses = async (client: GatewayClient, account: Account) =>
    (await heard(client, account)).map((event) => (event as Presence).status);
  expect(await statuses(own, ann)).toEqual(["online", "dnd"]);
  expect(await statuses(own, bob)).toEqual(["online"]);
  expect(await statuses(other, ann)).toEqual(["dnd"]);
  expect(await statuses(other, bob)).toEqual(["online"]);
  await Promise.all([own.close(), other.close()]);
});

test("what was chosen outlives the connection, and ends when it was said to end", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { client: first } = await enter(koine.gateway, bob.token);
  await first.request({ type: "presence_set", status: "idle", text: "at lunch", until: Date.now() + 3_000 });
  await first.close();
  await presenceOf(client, bob, "offline");
  const { client: second } = await enter(koine.gateway, bob.token);
  expect((await presenceOf(client, bob, "idle")).event).toMatchObject({ text: "at lunch" });
  const back = await presenceOf(client, bob, "online");
  expect(back.event?.text ?? "").toBe("");
  expect(await second.request({ type: "presence_set", status: "idle", until: 1 })).toMatchObject({
    code: "invalid",
  });
  expect(await second.request({ type: "presence_set", status: "asleep" })).toMatchObject({ code: "invalid" });
  await Promise.all([client.close(), second.close()]);
});

test("the invisible are offline to all others: they come, stay and go unseen; only typing is told", async () => {
  const { client, ready } = await enter(koine.gateway, ann.token);
  const { client: hiding } = await enter(koine.gateway, bob.token);
  await presenceOf(client, bob, "online");
  await hiding.request({ type: "presence_set", status: "invisible", text: "secret" });
  const gone = await presenceOf(client, bob, "offline");
  expect(gone.event?.text ?? "").toBe("");
  const before = (await heard(client, bob)).length;
  await hiding.close();
  const { client: again } = await enter(koine.gateway, bob.token);
  const { client: third, ready: fresh } = await enter(koine.gateway, ann.token);
  expect(shownIn(fresh, bob)).toBeUndefined();
  const asked = await client.request({ type: "subscribe_presence", user_ids: [bob.user.id] });
  expect(asked.presences).toMatchObject([{ status: "offline", last_seen: gone.event?.last_seen }]);
  await again.request({ type: "typing_start", room_id: ready.space.default_room_id });
  expect(await client.event("typing_start")).toMatchObject({ user: { id: bob.user.id } });
  await again.close();
  expect(await heard(client, bob)).toHaveLength(before);
  await Promise.all([client.close(), third.close()]);
});

test("5: presence is no oracle: of strangers there is nothing, in lists, in answers and in events", async () => {
  // A stranger: an account that is a member of no space of the other's.
  const stranger = await register(koine.url, `stranger${round}`);
  await koine.stop();
  await askDatabase(koine.directory, "delete from member where user = ?", bob.user.id);
  const elsewhere = "insert into member (space, user, roles, joined) select id + 1, ?, '[]', 0 from space";
  await askDatabase(koine.directory, elsewhere, bob.user.id);
  koine = await startKoine({
    directory: koine.directory,
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
  const { client } = await enter(koine.gateway, ann.token);
  const asked = await client.request({ type: "subscribe_presence", user_ids: [bob.user.id, 4242] });
  expect(asked).toMatchObject({ type: "ok" });
  expect(asked.presences ?? []).toEqual([]);
  expect(await client.request({ type: "dialog_open", user_id: bob.user.id })).toEqual(
    await client.request({ type: "dialog_open", user_id: 4242 }),
  );
  const tooMany = Array.from({ length: 201 }, (_, i) => i + 1);
  expect(await client.request({ type: "subscribe_presence", user_ids: tooMany })).toMatchObject({
    code: "invalid",
  });
  const { client: known } = await enter(koine.gateway, stranger.token);
  const shown = await client.request({ type: "subscribe_presence", user_ids: [stranger.user.id] });
  expect(shown.presences).toMatchObject([{ user_id: stranger.user.id, status: "online" }]);
  await Promise.all([client.close(), known.close()]);
});

test("of many who resume one session at once one has it, and who leaves amid joining leaves nothing behind", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { client: first, ready } = await enter(koine.gateway, bob.token);
  await presenceOf(client, bob, "online");
  await first.close();
  await presenceOf(client, bob, "offline");
  const { resume_token, positions } = ready;
  const coming = await Promise.all(Array.from({ length: 6 }, () => connect(koine.gateway)));
  for (const one of coming) one.send({ token: bob.token, resume: { resume_token, positions } });
  const last = await Promise.any(
    coming.map(async (one) => {
      await one.event("resumed");
      // Whoever came before is put out by the one after it.
      await Promise.all(coming.filter((other) => other !== one).map((other) => other.closed));
      return one;
    }),
  );
  expect(last.socket.readyState).toBe(WebSocket.OPEN);
  const others = coming.filter((one) => one !== last);
  expect(await Promise.all(others.map(async (one) => (await one.closed).code))).toEqual([
    4004, 4004, 4004, 4004, 4004,
  ]);
  const room_id = ready.space.default_room_id;
  await client.request({ type: "message_send", room_id, content: "once" });
  await last.event("message_create");
  const amid = await Promise.all(Array.from({ length: 12 }, () => connect(koine.gateway)));
  for (const one of amid) {
    one.send({ token: bob.token });
    one.socket.terminate();
  }
  await last.request({ type: "heartbeat" });
  await last.close();
  // Each of those who came and went may be seen once more.
  for (;;) {
    const { ready: fresh, client: looking } = await enter(koine.gateway, ann.token);
    await looking.close();
    if (shownIn(fresh, bob) === undefined) break;
  }
  expect((await heard(client, bob)).at(-1)).toMatchObject({ status: "offline" });
  expect(last.packets.filter(({ event }) => event?.type === "message_create")).toHaveLength(1);
  await client.close();
});
