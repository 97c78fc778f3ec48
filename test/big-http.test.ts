/** The BIG wire's HTTP calls over a real server (`docs/protocols/big.md` sections 16 and 17). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
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
import { type Account, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { png } from "./pictures.ts";

const ENVIRONMENT = {
  KOINE_LIMITS_SIGN_IN: "1000/1s",
  KOINE_LIMITS_BONFIRE: "10000/1s",
  KOINE_BIG_LISTEN: "127.0.0.1:0",
};

/** What no user and no room has as its id. */
const NOBODY = bigId(9_000_000);
const NOWHERE = bigRoom(9_000_000);

setDefaultTimeout(60_000);

let koine: Koine;
let own: string;
let count = 0;

beforeAll(async () => {
  koine = await startKoine({ environment: ENVIRONMENT });
  const lines = koine.lines.map((line) => JSON.parse(line) as { for?: string; address?: string });
  own = `http://${lines.find((line) => line.for === "big")?.address}`;
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Person extends BigUser {
  readonly handle: string;
  readonly account: Account;
}

async function person(): Promise<Person> {
  const handle = `user${++count}`;
  const account = await register(koine.url, handle);
  return { id: bigId(account.user.id), token: await bigToken(koine.url, account), handle, account };
}

const call = (who: BigUser | null, what: string, body?: object) =>
  big(koine.url, what, who?.token ?? null, body);

/** An upload as a form of a browser. */
async function upload(who: BigUser | null, file: File, field = "file") {
  const form = new FormData();
  form.append("comment", "not the file");
  form.append(field, file);
  const response = await fetch(`${koine.url}/public/upload`, {
    method: "POST",
    headers: who === null ? {} : { Authorization: `Bearer ${who.token}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as { url?: string; error?: string } };
}

const SIGNED_IN = [
  "GET /websocket",
  "GET /profile",
  `GET /profile/${NOBODY}`,
  "POST /profile",
  "GET /contacts",
  "GET /contacts/merged",
  "POST /contacts/findByUsername",
  "POST /contacts/onlines",
  "GET /chats",
  "POST /chats",
  `GET /chat?chatId=${NOBODY}`,
  `GET /messages?chatId=${NOBODY}`,
  "POST /messages",
  "GET /blink",
  `GET /blink/${NOBODY}`,
];

for (const what of SIGNED_IN) {
  test(`${what} wants a token`, async () => {
    const refused = await call(null, what);
    expect([refused.status, refused.body]).toEqual([
      401,
      { error: "Unauthorized", timestamp: expect.any(Number), status: 401 },
    ]);
    const bad = await big(koine.url, what, "a.b.c");
    expect([bad.status, bad.body.error]).toEqual([401, "Failed to fetch profile"]);
  });
}

test("14.1: where the operator set no key, nobody tells of others' calls", async () => {
  const [ann, bob] = [await person(), await person()];
  const body = { chatId: bob.id, callId: "x", userId: ann.id, userIdCreateCall: ann.id };
  for (const what of ["start", "close"])
    for (const key of [null, "x", ann.token])
      expect((await big(koine.url, `POST /calls/${what}`, key, body)).status).toBe(401);
  expect((await call(ann, "GET /chats")).list.filter(({ id }) => id === bob.id)).toEqual([]);
});

test("16.3: a query that is not asked for is refused before the token is looked at", async () => {
  const injected = `?id=${encodeURIComponent("' OR '1'='1")}`;
  for (const path of ["/profile", "/contacts", "/chats"])
    expect((await call(null, `GET ${path}${injected}`)).status).toBe(400);
  expect((await call(null, "GET /messages?chatId=x&count=501")).status).toBe(400);
  expect((await call(null, "GET /messages")).status).toBe(400);
});

test("16.3: one's own profile, and what others see of it", async () => {
  const [ann, bob] = [await person(), await person()];
  expect((await call(ann, "GET /profile")).body).toMatchObject({ id: ann.id, username: ann.handle });
  const changed = await call(ann, "POST /profile", { firstName: "John", lastName: "Doe" });
  expect([changed.status, changed.body]).toMatchObject([200, { firstName: "John", lastName: "Doe" }]);
  expect((await call(bob, `GET /profile/${ann.id}`)).body).toMatchObject({ id: ann.id });
  const kept = await call(ann, "POST /profile", { lastName: "Smith" });
  expect(kept.body).toMatchObject({ firstName: "John", lastName: "Smith" });
  const nameless = await call(ann, "POST /profile", { firstName: "", lastName: " " });
  expect([nameless.status, nameless.body.error]).toEqual([400, "firstName or lastName must be defined"]);
  const wrong = await call(ann, "POST /profile", { firstName: 7 });
  expect(wrong.status).toBe(400);
  expect(JSON.parse(String(wrong.body.error))).toMatchObject([
    { code: "invalid_type", path: ["body", "firstName"] },
  ]);
  for (const id of [NOBODY, NOWHERE, "x", "0"])
    expect([id, (await call(bob, `GET /profile/${id}`)).status]).toEqual([id, 404]);
});

test("a change of the profile reaches those with whom there is a dialog", async () => {
  const [ann, bob] = [await person(), await person()];
  await call(ann, "POST /messages", { chatId: bob.id, message: "Hi" });
  const b = await connectBig(koine.url, bob.token);
  await settled(b);
  await call(ann, "POST /profile", { firstName: "Renamed", lastName: "" });
  const { payload } = await b.event("chats");
  expect(rowsOf(payload)).toContainEqual(expect.objectContaining({ id: ann.id, name: "Renamed" }));
  const { body } = await upload(ann, new File([png(8, 8)], "me.png", { type: "image/png" }));
  const { avatarUrl } = (await call(ann, "POST /profile", { avatarUrl: body.url })).body;
  expect(avatarUrl).toEqual(expect.any(String));
  const pictured = rowsOf((await b.event("chats")).payload).find(({ id }) => id === ann.id);
  expect(pictured).toMatchObject({ name: "Renamed", photoUrl: avatarUrl });
});

test("16.3: people are found by their usernames", async () => {
  const [ann, bob] = [await person(), await person()];
  const found = await call(ann, "POST /contacts/findByUsername", { username: bob.handle.toUpperCase() });
  expect([found.status, found.body.id]).toEqual([200, bob.id]);
  const missing = await call(ann, "POST /contacts/findByUsername", { username: "nobody-at-all" });
  expect([missing.status, missing.body.error]).toEqual([404, "User not found"]);
});

test("16.3: contacts and who of them is there", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  await call(ann, "POST /messages", { chatId: bob.id, message: "Hi" });
  const ids = async (path: string) =>
    rowsOf((await call(ann, `GET ${path}`)).body.contacts).map(({ id }) => id);
  expect(await ids("/contacts")).toEqual([bob.id]);
  expect(await ids("/contacts/merged")).toEqual([bob.id]);
  expect(await ids("/contacts?includeChatList=false")).toEqual([]);
  const onlines = async () => (await call(ann, "POST /contacts/onlines", {})).body.users;
  expect(await onlines()).toMatchObject([{ contact: { id: bob.id }, status: "offline" }]);
  const a = await connectBig(koine.url, ann.token);
  await connectBig(koine.url, bob.token);
  await a.event("online");
  expect(await onlines()).toMatchObject([{ contact: { id: bob.id }, status: "online" }]);
  expect((await call(eve, "GET /contacts")).body).toEqual({ contacts: [] });
});

test("16.4: what is sent over HTTP is listed and told as what is sent over the socket", async () => {
  const [ann, bob] = [await person(), await person()];
  const b = await connectBig(koine.url, bob.token);
  await settled(b);
  const sent = await call(ann, "POST /messages", { chatId: bob.id, message: "Hi", clientMessageId: "m1" });
  expect([sent.status, sent.body]).toEqual([
    200,
    { messageId: 1, timestamp: expect.any(Number), clientMessageId: "m1" },
  ]);
  expect((await b.event("new")).payload).toMatchObject({ chatId: ann.id, message: "Hi", missed: 1 });
  const listed = await call(bob, `GET /messages?chatId=${ann.id}&count=5&endId=1`);
  expect(listed.body).toMatchObject({
    messages: [{ messageId: 1, message: "Hi", sender: ann.id }],
    authors: [],
  });
  expect((await call(bob, "GET /chats")).list[0]).toMatchObject({
    id: ann.id,
    missed: 1,
    lastMessageText: "Hi",
  });
  expect((await call(bob, `GET /chat?chatId=${ann.id}`)).body).toMatchObject({
    chatId: ann.id,
    type: "dialog",
  });
});

test("the same clientMessageId is one message, over HTTP and over the socket", async () => {
  const [ann, bob] = [await person(), await person()];
  const said = { chatId: bob.id, message: "once", clientMessageId: "same" };
  const first = (await call(ann, "POST /messages", said)).body;
  const a = await connectBig(koine.url, ann.token);
  expect(await a.request("new", said)).toEqual(first);
  expect((await call(ann, "POST /messages", said)).body).toEqual(first);
  const socketFirst = { ...said, clientMessageId: "other" };
  const second = await a.request("new", socketFirst);
  expect((await call(ann, "POST /messages", socketFirst)).body).toEqual(second);
  expect(rowsOf((await call(bob, `GET /messages?chatId=${ann.id}`)).body.messages)).toHaveLength(2);
});

test("16.4: many messages at once all come, each once", async () => {
  const [ann, bob] = [await person(), await person()];
  const sent = await Promise.all(
    Array.from({ length: 42 }, (_, i) =>
      call(ann, "POST /messages", { chatId: bob.id, message: "x", clientMessageId: `c${i}` }),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 200));
  expect(new Set(sent.map(({ body }) => body.messageId)).size).toBe(42);
});

test("16.4: blink marks one's own messages as delivered, and nobody else's", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  await call(ann, "POST /messages", { chatId: bob.id, message: "Hi" });
  const status = async () =>
    rowsOf((await call(ann, `GET /messages?chatId=${bob.id}`)).body.messages).map((one) => one.status);
  expect((await call(eve, `GET /blink/${bob.id}`)).status).toBe(404);
  expect((await call(eve, `GET /blink/${NOBODY}`)).status).toBe(404);
  expect((await call(null, `POST /blink/${bob.id}`)).status).toBe(401);
  expect(await status()).toEqual(["undelivered"]);
  const blinked = await call(bob, "GET /blink");
  expect([blinked.status, blinked.body]).toEqual([200, {}]);
  expect(await status()).toEqual(["unread"]);
  await call(ann, "POST /messages", { chatId: bob.id, message: "again" });
  expect((await call(bob, `POST /blink/${bob.id}`)).status).toBe(200);
  expect(await status()).toEqual(["unread", "unread"]);
});

test("16.4: a group is made, and is nobody else's", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  const b = await connectBig(koine.url, bob.token);
  await settled(b);
  const made = await call(ann, "POST /chats", { name: "Team", participants: [bob.id] });
  expect([made.status, made.body]).toMatchObject([200, { type: "group", name: "Team", missed: 0 }]);
  expect(made.body.meta).toMatchObject({ name: "Team", owner: ann.id });
  const { participants } = made.body.meta as { participants: { id: string }[] };
  expect(participants.map(({ id }) => id).sort()).toEqual([ann.id, bob.id].sort());
  expect(rowsOf((await b.event("chats")).payload).map(({ id }) => id)).toContain(made.body.chatId);
  const id = String(made.body.chatId);
  await call(ann, "POST /messages", { chatId: id, message: "between us" });

  const unknown = { name: "x", participants: [NOBODY] };
  expect((await call(ann, "POST /chats", unknown)).status).toBe(404);
  for (const body of [{ name: "", participants: [] }, { name: " ", participants: [] }, { name: "x" }, {}])
    expect((await call(ann, "POST /chats", body)).status).toBe(400);

  const answers = async (chatId: string) =>
    await Promise.all(
      [
        call(eve, `GET /chat?chatId=${chatId}`),
        call(eve, `GET /messages?chatId=${chatId}`),
        call(eve, "POST /messages", { chatId, message: "hello?" }),
      ].map(async (answer) => {
        const { status, body } = await answer;
        return [status, body.error];
      }),
    );
  const there = await answers(id);
  expect(there).toEqual([
    [404, "Chat not found"],
    [404, "Chat not found"],
    [404, "Chat not found"],
  ]);
  for (const other of [NOWHERE, NOBODY, "chat123"]) expect(await answers(other)).toEqual(there);
  expect((await call(eve, "GET /chats")).list.map((row) => row.id)).not.toContain(id);
});

test("16.4: a dialog cannot be read by the ids of those whose it is", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  await call(ann, "POST /messages", { chatId: bob.id, message: "secret" });
  for (const chatId of [ann.id, bob.id])
    expect((await call(eve, `GET /messages?chatId=${chatId}`)).body).toEqual({ messages: [], authors: [] });
});

test("16.5: a file is uploaded as a form, sent, and downloaded by everybody who has its address", async () => {
  const [ann, bob] = [await person(), await person()];
  const content = `line\r\n--boundary\r\n${"x".repeat(100_000)}`;
  const { status, body } = await upload(ann, new File([content], 'a "b" ü.txt', { type: "text/plain" }));
  expect(status).toBe(200);
  expect(body.url?.replace(koine.url, "")).toMatch(/^\/public\/[0-9a-f]{64}$/);
  const sent = await call(ann, "POST /messages", { chatId: bob.id, attachments: [{ url: body.url }] });
  expect(sent.status).toBe(200);
  const [message] = rowsOf((await call(bob, `GET /messages?chatId=${ann.id}`)).body.messages);
  expect(message?.attachments).toMatchObject([{ type: "file", filename: 'a "b" ü.txt', url: body.url }]);

  const response = await fetch(String(body.url));
  expect(await response.text()).toBe(content);
  const id = String(body.url).split("/").at(-1);
  expect(response.headers.get("id")).toBe(id ?? "");
  expect(response.headers.get("Etag")).toBe(`"${id}"`);
  expect(decodeURIComponent(response.headers.get("file-name") ?? "")).toBe('a "b" ü.txt');
  expect((await fetch(`${body.url}/`)).status).toBe(200);
  const stolen = await call(bob, "POST /messages", { chatId: ann.id, attachments: [{ url: body.url }] });
  expect(stolen.status).toBe(400);
  const elsewhere = { chatId: bob.id, attachments: [{ url: "https://elsewhere.example/public/x" }] };
  expect((await call(ann, "POST /messages", elsewhere)).status).toBe(400);
});

test("16.5: what is no file, and files that are not there", async () => {
  const ann = await person();
  expect((await upload(null, new File(["x"], "x"))).status).toBe(401);
  const wrong = await upload(ann, new File(["x"], "x"), "picture");
  expect([wrong.status, wrong.body.error]).toEqual([400, "No file uploaded"]);
  const json = await call(ann, "POST /public/upload", { file: "x" });
  expect([json.status, json.body.error]).toEqual([400, "No file uploaded"]);
  const cut = await fetch(`${koine.url}/public/upload`, {
    method: "POST",
    headers: { Authorization: `Bearer ${ann.token}`, "Content-Type": "multipart/form-data; boundary=b" },
    body: '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nnever ends',
  });
  expect(cut.status).toBe(400);
  for (const id of ["0".repeat(64), "x", "..%2f..%2fetc"]) {
    const missing = await call(null, `GET /public/${id}`);
    expect([missing.status, missing.body.error]).toEqual([404, "File not found"]);
  }
});

test("16.5: an avatar is an upload of one's own", async () => {
  const [ann, bob] = [await person(), await person()];
  const none = await call(null, `GET /avatar/${ann.id}`);
  expect([none.status, none.body.error]).toEqual([404, "Avatar not found"]);
  expect((await call(null, `GET /avatar/${NOBODY}.png`)).body.error).toBe("Avatar not found");
  const { body } = await upload(ann, new File([png(8, 8)], "me.png", { type: "image/png" }));
  expect((await call(bob, "POST /profile", { firstName: "Bob", avatarUrl: body.url })).status).toBe(400);
  const changed = await call(ann, "POST /profile", { firstName: "Ann", avatarUrl: body.url });
  expect(changed.status).toBe(200);
  for (const url of [String(changed.body.avatarUrl), `${koine.url}/avatar/${ann.id}.jpeg`]) {
    const picture = await fetch(url);
    expect([picture.status, picture.headers.get("Content-Type")]).toEqual([200, "image/png"]);
  }
  const { avatarUrl } = changed.body;
  expect((await call(ann, "POST /profile", { firstName: "Ann", avatarUrl })).body.avatarUrl).toBe(avatarUrl);
  const removed = await call(ann, "POST /profile", { avatarUrl: "" });
  expect([removed.status, removed.body.avatarUrl]).toEqual([200, undefined]);
  expect((await call(null, `GET /avatar/${ann.id}`)).status).toBe(404);
});

test("the calls answer on a port of their own, and pages of other origins may make them", async () => {
  const ann = await person();
  expect((await big(own, "GET /profile", ann.token)).body.id).toBe(ann.id);
  const before = await fetch(`${koine.url}/messages`, {
    method: "OPTIONS",
    headers: { "Access-Control-Request-Headers": "authorization" },
  });
  expect(before.status).toBe(204);
  expect(before.headers.get("Access-Control-Allow-Headers")).toBe("authorization");
  expect((await call(ann, "GET /chats")).headers.get("Access-Control-Allow-Origin")).toBe("*");
  const upgrade = await call(ann, "GET /websocket");
  expect([upgrade.status, upgrade.text]).toEqual([426, "Expected WebSocket Upgrade"]);
});
