/**
 * The conformance scenarios (`docs/protocols/big.md` section 18), without their waiting: what they wait for holds at once
 * here. Ids are of users and groups that are made first; tokens are signed with the shared secret where they say so.
 */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import { type BigClient, big, closeAll, connectBig, type Fields, rowsOf } from "./big-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

const environment = (secret: string) => ({
  KOINE_BIG_SECRET: secret,
  KOINE_BIG_TEST_NUMBERS: "on",
  KOINE_LIMITS_BIG: "10000/1s",
  KOINE_LIMITS_SIGN_IN: "10000/1s",
  KOINE_LIMITS_CODES_ADDRESS: "10000/1s",
});

interface Someone {
  readonly id: string;
  readonly token: string;
  readonly phone: string;
}

let koine: Koine;
let numbers = 0;

beforeAll(async () => {
  koine = await startKoine({ environment: environment("secret") });
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

/** V(p) of the page. */
async function verify(phone = `+9990${String(++numbers).padStart(6, "0")}`): Promise<Someone> {
  const answer = await big(koine.url, "POST /verify-code", null, { phoneNumber: phone, code: "000000" });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  const { accessToken, profile } = answer.body as { accessToken: string; profile: { id: string } };
  return { id: profile.id, token: accessToken, phone };
}

/** The same somebody with a token that was signed elsewhere. */
function selfSigned({ id, phone }: Someone, secret: string): Someone {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: id, phone, nbf: now, exp: now + 3_600, iat: now };
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return { id, phone, token: `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}` };
}

const get = async (who: Someone, path: string) => (await big(koine.url, `GET ${path}`, who.token)).body;
const post = (who: Someone, chatId: string, message: string) =>
  big(koine.url, "POST /messages", who.token, { chatId, message, clientMessageId: crypto.randomUUID() });
const row = async (who: Someone, of: Someone): Promise<Fields> =>
  (await big(koine.url, "GET /chats", who.token)).list.find(({ id }) => id === of.id) ?? {};
const statuses = async (who: Someone, of: Someone): Promise<unknown[]> =>
  rowsOf((await get(who, `/messages?chatId=${of.id}`)).messages).map(({ status }) => status);
const connect = (who: Someone): Promise<BigClient> => connectBig(koine.url, who.token);

test("status flow", async () => {
  const [one, two] = [await verify(), await verify()];
  await post(one, two.id, "msg1");
  expect(await row(one, two)).toMatchObject({ lastMessageStatus: "undelivered" });
  expect(await row(two, one)).toMatchObject({ lastMessageStatus: "undelivered" });
  expect(await statuses(one, two)).toEqual(["undelivered"]);
  await get(two, "/blink");
  expect(await row(one, two)).toMatchObject({ lastMessageStatus: "unread" });
  expect(await row(two, one)).toMatchObject({ lastMessageStatus: "unread" });
  expect(await statuses(one, two)).toEqual(["unread"]);
  await post(two, one.id, "msg2");
  const [first, second] = [await connect(one), await connect(two)];
  await second.event("dlvrd");
  expect(await row(one, two)).toMatchObject({ lastMessageStatus: "unread" });
  expect(await row(two, one)).toMatchObject({ lastMessageStatus: "unread" });
  expect((await statuses(two, one))[1]).toBe("unread");
  // The newest is their own, which stays unmarked.
  await second.request("read", { chatId: one.id });
  expect(await statuses(one, two)).toEqual(["read", "unread"]);
  await first.request("read", { chatId: two.id });
  expect((await statuses(two, one))[1]).toBe("read");
});

test("missed flow", async () => {
  const [one, two] = [await verify(), await verify()];
  const [first, second] = [await connect(one), await connect(two)];
  const missed = async (): Promise<unknown[]> => [(await row(one, two)).missed, (await row(two, one)).missed];
  for (let i = 1; i <= 6; i++) {
    await post(one, two.id, `${i}`);
    expect(await missed()).toEqual([0, i]);
  }
  await second.request("read", { chatId: one.id });
  expect(await missed()).toEqual([0, 0]);
  await post(two, one.id, "7");
  // Without a type it is no request.
  first.send({ id: "1", payloadType: "read", payload: { chatId: two.id } });
  await first.next(({ error }) => error?.id === "1");
  expect(await missed()).toEqual([1, 0]);
  await post(two, one.id, "8");
  expect(await missed()).toEqual([2, 0]);
  await first.request("read", { chatId: two.id });
  expect(await missed()).toEqual([0, 0]);
  for (const text of ["9", "10", "11", "12"]) await post(two, one.id, text);
  expect(await missed()).toEqual([4, 0]);
  await post(one, two.id, "13");
  expect(await missed()).toEqual([0, 1]);
});

test("auth, profile, and an unknown path", async () => {
  const phoneNumber = "+99901234567";
  const entered = await big(koine.url, "POST /verify-code", null, { phoneNumber, code: "000000" });
  expect([entered.status, typeof entered.body.accessToken]).toEqual([200, "string"]);
  const wrong = await big(koine.url, "POST /verify-code", null, { phoneNumber, code: "111111" });
  expect(wrong.status).toBe(400);
  const { refreshToken } = entered.body;
  const renewed = await big(koine.url, "POST /auth/refresh", null, { refreshToken });
  expect([renewed.status, typeof renewed.body.accessToken]).toEqual([200, "string"]);

  const one = await verify();
  expect(await get(one, "/profile")).toMatchObject({ id: one.id });
  const names = { firstName: "John", lastName: "Doe" };
  expect((await big(koine.url, "POST /profile", one.token, names)).body).toMatchObject(names);
  expect((await big(koine.url, "GET /profile", null)).status).toBe(401);
  const injected = `GET /profile?id=${encodeURIComponent("' OR '1'='1")}`;
  expect((await big(koine.url, injected, null)).status).toBe(400);
  expect([401, 404]).toContain((await big(koine.url, "GET /no/such/path", null)).status);
});

/** A group of so many, made by the first of them; on tokens that were signed elsewhere. */
async function groupOf(count: number): Promise<{ people: Someone[]; group: string }> {
  const people: Someone[] = [];
  for (let i = 0; i < count; i++) people.push(selfSigned(await verify(), "secret"));
  const [first, ...others] = people;
  const body = { name: "Load", participants: others.map(({ id }) => id) };
  const made = await big(koine.url, "POST /chats", first?.token ?? null, body);
  return { people, group: String(made.body.chatId) };
}

test("group load: a hundred requests in one burst have a hundred numbers", async () => {
  const member = await verify("+999999999");
  const others = [await verify(), await verify()];
  const made = await big(koine.url, "POST /chats", others[0]?.token ?? null, {
    name: "Load",
    participants: [member.id, ...others.map(({ id }) => id)],
  });
  const client = await connect(await verify("+999999999"));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      client.request("new", { chatId: made.body.chatId, message: `${i}`, clientMessageId: `load-${i}` }),
    ),
  );
  const ids = answers.map(({ messageId }) => Number(messageId));
  expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("group writing: every participant of the chat writes", async () => {
  const { people, group } = await groupOf(4);
  const [first] = people;
  const chat = await big(koine.url, `GET /chat?chatId=${group}`, first?.token ?? null);
  const { participants } = chat.body.meta as { participants: Fields[] };
  expect(participants).toHaveLength(4);
  for (const { id } of participants) {
    const one = people.find((person) => person.id === id);
    expect(
      (await big(koine.url, "POST /messages", one?.token ?? null, { chatId: group, message: "x" })).status,
    ).toBe(200);
  }
});

test("all to all: seven write to each other at once", async () => {
  const { people } = await groupOf(7);
  const sent = await Promise.all(
    people.flatMap((from) => people.filter((to) => to !== from).map((to) => post(from, to.id, "hello"))),
  );
  expect(sent.map(({ status }) => status)).toEqual(new Array(42).fill(200));
});

test("random traffic: who never acks is closed in the end, with a reason", async () => {
  const { people } = await groupOf(3);
  const clients = await Promise.all(people.map(connect));
  let isOver = false;
  const ended = Promise.race(clients.map(({ closed }) => closed)).then((how) => {
    isOver = true;
    return how;
  });
  /** Everybody says something to everybody else. */
  const round = (): Promise<unknown> =>
    Promise.all(
      clients.flatMap((client, from) =>
        people.flatMap(({ id: chatId }, to) => {
          if (from === to) return [];
          client.send({ type: "request", payloadType: "read", payload: { chatId } });
          // The closing of a connection cuts its answer off.
          return client.ask("new", { chatId, message: "traffic" }).catch(() => null);
        }),
      ),
    );
  for (let rounds = 0; !isOver && rounds < 1_000; rounds++) await Promise.race([round(), ended]);
  expect(await ended).toEqual({ code: 1013, reason: "too many events without an ack" });
});

test("merged contacts: a token that another program signed is good, with the secret alone", async () => {
  const one = await verify();
  expect((await big(koine.url, "GET /profile", selfSigned(one, "another").token)).status).toBe(401);
  await koine.stop();
  koine = await startKoine({ directory: koine.directory, environment: environment("prod") });
  expect((await big(koine.url, "GET /profile", selfSigned(one, "secret").token)).status).toBe(401);
  const merged = await big(koine.url, "GET /contacts/merged", selfSigned(one, "prod").token);
  expect([merged.status, Array.isArray(merged.body.contacts)]).toEqual([200, true]);
});
