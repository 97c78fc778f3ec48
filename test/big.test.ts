/** The BIG wire over a real server: dialogs, marks, events and acks (`docs/protocols/big.md`). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type BigClient, bigId, bigToken, closeAll, connectBig, rowsOf, settled } from "./big-client.ts";
import { register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const ENVIRONMENT = {
  KOINE_BIG_RESEND_TIME: "1 s",
  KOINE_LIMITS_SIGN_IN: "1000/1s",
  KOINE_LIMITS_BONFIRE: "10000/1s",
};

setDefaultTimeout(60_000);

let koine: Koine;
let count = 0;

beforeAll(async () => {
  koine = await startKoine({ environment: ENVIRONMENT });
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Person {
  readonly id: string;
  readonly token: string;
}

async function person(): Promise<Person> {
  const account = await register(koine.url, `user${++count}`);
  return { id: bigId(account.user.id), token: await bigToken(koine.url, account) };
}

const connect = (who: Person): Promise<BigClient> => connectBig(koine.url, who.token);

test("9.5: the worked example of a dialog, value for value", async () => {
  const [ann, bob] = [await person(), await person()];
  const a = await connect(ann);
  const say = (client: BigClient, to: Person, id: string) =>
    client.request("new", { chatId: to.id, message: id, clientMessageId: id });
  const statuses = async (): Promise<unknown[]> => {
    const { messages } = await a.request("messages", { chatId: bob.id });
    return rowsOf(messages).map(({ status }) => status);
  };

  // 1
  for (const [i, id] of ["c1", "c2", "c3"].entries())
    expect(await say(a, bob, id)).toMatchObject({ messageId: i + 1, clientMessageId: id });
  expect(await statuses()).toEqual(["undelivered", "undelivered", "undelivered"]);

  // 2
  const b = await connect(bob);
  expect((await a.event("online")).payload).toEqual({ userId: bob.id });
  expect((await a.event("dlvrd")).payload).toMatchObject({
    chatId: bob.id,
    messageId: 3,
    clientMessageId: "c3",
  });
  expect(await statuses()).toEqual(["unread", "unread", "unread"]);
  const [row] = rowsOf(await b.request("chats", {})).filter(({ id }) => id === ann.id);
  expect(row).toMatchObject({ missed: 3, firstMissed: "c1" });

  // 3
  const read2 = await b.request("read", { chatId: ann.id, messageId: 2 });
  expect(read2).toMatchObject({ messageId: 2, clientMessageId: "c2", missed: 1, firstMissed: "c3" });
  const t1 = read2.timestamp;
  expect((await a.event("read")).payload).toEqual({
    chatId: bob.id,
    messageId: 2,
    clientMessageId: "c2",
    timestamp: t1,
  });
  expect(await statuses()).toEqual(["read", "read", "unread"]);

  // 4
  expect(await b.request("read", { chatId: ann.id, messageId: 1 })).toMatchObject({
    timestamp: t1,
    missed: 1,
  });

  // 5
  await say(a, bob, "c4");
  expect((await b.event("new")).payload).toMatchObject({
    chatId: ann.id,
    messageId: 4,
    missed: 2,
    firstMissed: "c3",
    status: "unread",
  });
  expect((await a.event("dlvrd")).payload).toMatchObject({ messageId: 4, clientMessageId: "c4" });

  // 6
  const d5 = await say(b, ann, "d5");
  expect(d5.messageId).toBe(5);
  expect((await a.event("read")).payload).toMatchObject({
    messageId: 4,
    clientMessageId: "c4",
    timestamp: d5.timestamp,
  });
  expect((await a.event("new")).payload).toMatchObject({
    chatId: bob.id,
    messageId: 5,
    missed: 1,
    firstMissed: "d5",
  });
  expect((await b.event("dlvrd")).payload).toMatchObject({ messageId: 5, clientMessageId: "d5" });
  expect((await statuses()).slice(0, 4)).toEqual(["read", "read", "read", "read"]);

  // 7
  expect(await b.request("read", { chatId: ann.id })).toMatchObject({ missed: 0 });

  // 8
  const read5 = await a.request("read", { chatId: bob.id });
  expect(read5).toMatchObject({ messageId: 5, missed: 0 });
  expect((await b.event("read")).payload).toMatchObject({
    messageId: 5,
    clientMessageId: "d5",
    timestamp: read5.timestamp,
  });
  await settled(a);
  expect(a.frames.filter(({ eventType }) => eventType === "dlvrd")).toHaveLength(2);
  expect(a.frames.filter(({ eventType }) => eventType === "read")).toHaveLength(2);
});

test("an event without an ack comes again with the same id: on this connection, on the next, and after a restart", async () => {
  const [ann, bob] = [await person(), await person()];
  const b = await connect(bob);
  const a = await connect(ann);
  await settled(b);
  await a.request("new", { chatId: bob.id, message: "Hi", clientMessageId: "m1" });
  const first = await b.unacked("new");
  const second = await b.unacked("new");
  expect(second.id).toBe(first.id);
  expect(second.timestamp).toBe(first.timestamp);
  await b.close();

  const again = await connect(bob);
  expect((await again.unacked("new")).id).toBe(first.id);
  await again.close();

  await koine.stop();
  koine = await startKoine({ directory: koine.directory, environment: ENVIRONMENT });
  const later = await connect(bob);
  const last = await later.event("new");
  expect(last.id).toBe(first.id);
  expect(last.payload).toMatchObject({ message: "Hi", missed: 1 });
  await settled(later);
  await later.close();

  const calm = await connect(bob);
  await settled(calm);
  expect(calm.frames.filter(({ eventType }) => eventType === "new")).toEqual([]);
});

test("the same clientMessageId is one message, on a new connection too", async () => {
  const [ann, bob] = [await person(), await person()];
  const said = { chatId: bob.id, message: "once", clientMessageId: "same" };
  const a = await connect(ann);
  const first = await a.request("new", said);
  await a.close();
  const again = await connect(ann);
  expect(await again.request("new", said)).toEqual(first);
  expect(rowsOf((await again.request("messages", { chatId: bob.id })).messages)).toHaveLength(1);
});
