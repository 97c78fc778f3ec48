/** What must hold of the BIG wire, whatever its clients do (`docs/protocols/big.md` sections 1.2, 7, 9, 10 and 20). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BigClient,
  type BigUser,
  big,
  bigId,
  bigRoom,
  bigToken,
  closeAll,
  connectBig,
  rowsOf,
  settled,
} from "./big-client.ts";
import { type Account, enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const ENVIRONMENT = {
  KOINE_BIG_SILENCE: "3 s",
  KOINE_LIMITS_BIG: "10000/1s",
  KOINE_LIMITS_SIGN_IN: "1000/1s",
  KOINE_LIMITS_BONFIRE: "10000/1s",
};

setDefaultTimeout(60_000);

let koine: Koine;
let count = 0;
const beats = new Set<Timer>();

beforeAll(async () => {
  koine = await startKoine({ environment: ENVIRONMENT });
});

afterEach(() => {
  for (const beat of beats) clearInterval(beat);
  beats.clear();
  closeAll();
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Person extends BigUser {
  readonly account: Account;
}

async function person(): Promise<Person> {
  const account = await register(koine.url, `user${++count}`);
  return { id: bigId(account.user.id), token: await bigToken(koine.url, account), account };
}

/** Connects, and gives signs of life. */
async function connect(who: BigUser): Promise<BigClient> {
  const client = await connectBig(koine.url, who.token);
  const beat = setInterval(() => client.send("ping"), 500);
  beats.add(beat);
  void client.closed.then(() => clearInterval(beat));
  await settled(client);
  return client;
}

const textsIn = async (client: BigClient, chatId: string): Promise<unknown[]> =>
  rowsOf((await client.request("messages", { chatId })).messages).map(({ message }) => message);

test("a client that never acks is cut off, and what it was told does not come again", async () => {
  const [ann, bob] = [await person(), await person()];
  const { client } = await enter(koine.gateway, ann.account.token);
  const { room } = await client.request({ type: "dialog_open", user_id: bob.account.user.id });
  const deaf = await connect(bob);
  const room_id = (room as { id: number }).id;
  const sent = 1_001;
  await Promise.all(
    Array.from({ length: sent }, (_, i) =>
      client.request({ type: "message_send", room_id, content: `${i}` }),
    ),
  );
  expect(await deaf.closed).toMatchObject({ code: 1013 });
  const again = await connect(bob);
  const [row] = rowsOf(await again.request("chats", {})).filter(({ type }) => type === "dialog");
  expect(row).toMatchObject({ missed: sent });
  const told = new Set(deaf.frames.map(({ id }) => id));
  expect(again.frames.filter(({ id, eventType }) => eventType === "new" && told.has(id))).toEqual([]);
  await client.request({ type: "message_send", room_id, content: "on" });
  const { payload } = await again.next((one) => one.payload?.message === "on");
  expect(payload).toMatchObject({ missed: sent + 1 });
  await client.close();
});

test("a connection that dies does not make its user offline while another one lives", async () => {
  const [ann, bob] = [await person(), await person()];
  const a = await connect(ann);
  await a.request("new", { chatId: bob.id, message: "Hi" });
  const dead = await connectBig(koine.url, bob.token);
  const alive = await connect(bob);
  await a.event("online");
  // Nothing is heard of it: it is dead after the silence.
  expect(await dead.closed).toMatchObject({ code: 1011, reason: expect.stringContaining("last ping:") });
  await a.request("new", { chatId: bob.id, message: "Still there?", clientMessageId: "still" });
  expect((await alive.event("new")).payload).toMatchObject({ message: "Still there?" });
  expect(await a.request("chat", { chatId: bob.id })).not.toHaveProperty("lastSeen");
  await alive.close();
  expect((await a.event("offline")).payload).toMatchObject({ userId: bob.id });
  expect(await a.request("chat", { chatId: bob.id })).toHaveProperty("lastSeen");
  const told = a.frames.flatMap(({ eventType = "" }) => (/line$/.test(eventType) ? [eventType] : []));
  expect(told).toEqual(["online", "offline"]);
});

test("the same clientMessageId sends once: over connections, restarts and HTTP", async () => {
  const [ann, bob] = [await person(), await person()];
  const said = { chatId: bob.id, message: "once", clientMessageId: "same" };
  const first = await (await connect(ann)).request("new", said);
  const http = async () => (await big(koine.url, "POST /messages", ann.token, said)).body;
  expect(await http()).toEqual(first);
  await koine.stop();
  koine = await startKoine({ directory: koine.directory, environment: ENVIRONMENT });
  const a = await connect(ann);
  expect(await a.request("new", said)).toEqual(first);
  expect(await http()).toEqual(first);
  expect(await textsIn(a, bob.id)).toEqual(["once"]);

  // Another's, and another chat's, are others.
  const b = await connect(bob);
  expect(await b.request("new", { ...said, chatId: ann.id })).toMatchObject({ messageId: 2 });
  expect(await a.request("new", { ...said, chatId: ann.id })).toMatchObject({ messageId: 1 });
});

test("nobody reads, edits or marks what is others', by whatever id", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  const [a, b] = [await connect(ann), await connect(bob)];
  await a.request("new", { chatId: bob.id, message: "secret", clientMessageId: "c1" });
  await a.request("new", { chatId: ann.id, message: "note" });
  const made = await big(koine.url, "POST /chats", ann.token, { name: "Two", participants: [bob.id] });
  const group = String(made.body.chatId);
  await a.request("new", { chatId: group, message: "secret" });
  const { client } = await enter(koine.gateway, ann.account.token);
  const dialog = await client.request({ type: "dialog_open", user_id: bob.account.user.id });
  const { id } = dialog.room as { id: number };
  await client.close();

  const e = await connect(eve);
  const [low, high] = [ann.account.user.id, bob.account.user.id].toSorted((one, two) => one - two);
  const ids = [
    group,
    bigRoom(id),
    bigId(id),
    String(id),
    `${bigId(low ?? 0)}:${bigId(high ?? 0)}`,
    "0",
    "-1",
  ];
  const asked = [
    ["new", { message: "x" }],
    ["edit", { originalMessageId: 1, message: "x" }],
    ["delete", { originalMessageId: 1 }],
    ["dlvrd", { messageId: 1 }],
    ["read", { messageId: 1 }],
    ["messages", {}],
    ["chat", {}],
    ["newCall", {}],
    ["closeCall", {}],
  ] as const;
  for (const chatId of ids)
    for (const [name, more] of asked)
      expect((await e.ask(name, { chatId, ...more })).error).toMatchObject({ exception: "Chat not found" });

  // By the names of the two it is her own chat with each, and there is nothing in it.
  for (const { id: chatId } of [ann, bob]) {
    expect(await textsIn(e, chatId)).toEqual([]);
    for (const name of ["edit", "delete"])
      expect((await e.ask(name, { chatId, originalMessageId: 1, message: "x" })).error).toBeDefined();
  }
  expect(await textsIn(b, ann.id)).toEqual(["secret"]);
  expect(await textsIn(b, group)).toEqual(["secret"]);
  expect(await textsIn(b, bob.id)).toEqual([]);
});

test("receipts are of whoever makes them, whatever else the request says", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  const [a, e] = [await connect(ann), await connect(eve)];
  await a.request("new", { chatId: bob.id, message: "for bob", clientMessageId: "c1" });
  const forged = { messageId: 1, userId: bob.id, sender: bob.id, from: bob.id, user: bob.account.user.id };
  // The author reads their own message for bob, and a stranger does.
  for (const name of ["read", "dlvrd"]) {
    await a.ask(name, { chatId: bob.id, ...forged });
    await e.ask(name, { chatId: bob.id, ...forged });
    await e.ask(name, { chatId: ann.id, ...forged });
  }
  await settled(e);
  const { messages } = await a.request("messages", { chatId: bob.id });
  expect(rowsOf(messages)).toMatchObject([{ status: "undelivered" }]);
  expect(a.frames.filter(({ eventType = "" }) => /^(read|dlvrd)$/.test(eventType))).toEqual([]);
});
