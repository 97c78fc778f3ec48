/** Contacts, devices and the port of its own on the BIG wire (`docs/protocols/big.md` sections 16.1, 16.3, 16.6 and 17). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type BigUser, big, bigId, bigToken, closeAll, connectBig, rowsOf, settled } from "./big-client.ts";
import { runKoine } from "./command-line.ts";
import { register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

let koine: Koine;
let own: string;
let count = 0;
let pushed: (request: { path: string; body: string }) => void = () => undefined;
let gateway: Bun.Server<undefined>;

beforeAll(async () => {
  gateway = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      pushed({ path: new URL(request.url).pathname, body: await request.text() });
      return new Response(null, { status: 201 });
    },
  });
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_BIG_TEST_NUMBERS: "on",
      KOINE_BIG_LISTEN: "127.0.0.1:0",
      KOINE_BIG_PUSH_GATEWAY: `http://127.0.0.1:${gateway.port}/apns`,
      KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
    },
  });
  const lines = koine.lines.map((line) => JSON.parse(line) as { for?: string; address?: string });
  own = `http://${lines.find((line) => line.for === "big")?.address}`;
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  await gateway.stop(true);
  removeDirectories();
});

interface Person extends BigUser {
  readonly phone: string;
}

async function person(): Promise<Person> {
  const phone = `+99977${String(++count).padStart(5, "0")}`;
  const { body } = await big(koine.url, "POST /verify-code", null, { phoneNumber: phone, code: "000000" });
  return { id: (body.profile as { id: string }).id, token: String(body.accessToken), phone };
}

const call = (who: BigUser | null, what: string, body?: object) =>
  big(koine.url, what, who?.token ?? null, body);

test("16.3: a contact has the name that its owner gave, for the owner alone", async () => {
  const [ann, bob, eve] = [await person(), await person(), await person()];
  await call(bob, "POST /profile", { firstName: "Robert" });
  const saved = await call(ann, "POST /contacts", {
    phoneNumber: bob.phone,
    firstName: "Bob",
    lastName: "B",
  });
  expect([saved.status, saved.body]).toMatchObject([
    200,
    { result: true, profile: { id: bob.id, phoneNumber: bob.phone, firstName: "Bob", lastName: "B" } },
  ]);
  expect((await call(ann, "GET /contacts")).body.contacts).toMatchObject([{ id: bob.id, firstName: "Bob" }]);
  expect((await call(ann, `GET /profile/${bob.id}`)).body.firstName).toBe("Bob");
  const seen = (await call(eve, `GET /profile/${bob.id}`)).body;
  expect([seen.firstName, seen.phoneNumber]).toEqual(["Robert", undefined]);
  await call(ann, "POST /messages", { chatId: bob.id, message: "Hi" });
  expect((await call(ann, "GET /chats")).list[0]).toMatchObject({ id: bob.id, name: "Bob B" });
  expect((await call(bob, `GET /profile/${ann.id}`)).body.phoneNumber).toBe(ann.phone);
  expect((await call(bob, "GET /contacts?includeChatList=false")).body.contacts).toEqual([]);
});

test("12.1: what one calls somebody is told to all of one's connections, and to nobody else's", async () => {
  const [ann, bob] = [await person(), await person()];
  await call(bob, "POST /profile", { firstName: "Robert" });
  await call(ann, "POST /messages", { chatId: bob.id, message: "Hi" });
  const [one, two] = [await connectBig(koine.url, ann.token), await connectBig(koine.url, ann.token)];
  const other = await connectBig(koine.url, bob.token);
  for (const client of [one, two, other]) await settled(client);
  const named = async (name: string): Promise<void> => {
    for (const client of [one, two]) {
      const [row] = rowsOf((await client.event("chats")).payload);
      expect(row).toMatchObject({ id: bob.id, name });
    }
  };
  const saved = { phoneNumber: bob.phone, firstName: "Bob" };
  await call(ann, "POST /contacts", saved);
  await named("Bob");
  await call(ann, "POST /contacts", saved); // Nothing is different: the next list is the next change's.
  await call(ann, "POST /contacts/whoIsThere", {
    contacts: [{ phoneNumber: bob.phone, firstName: "Bobby" }],
  });
  await named("Bobby");
  await call(ann, `DELETE /contacts/${encodeURIComponent(bob.phone)}`);
  await named("Robert");
  await settled(other);
  expect(other.frames.filter(({ eventType }) => eventType === "chats")).toEqual([]);
});

test("18: contacts (old API): who has no account here is no contact, unless the client keeps it under an id of its own", async () => {
  const [ann, eve] = [await person(), await person()];
  const refused = await call(ann, "POST /contacts", { phoneNumber: "+4930123456" });
  expect([refused.status, refused.body.error]).toEqual([
    400,
    "user with this phone number is not registered",
  ]);
  const kept = await call(ann, "POST /contacts", { clientId: "contact123", phoneNumber: "+4930123456" });
  expect([kept.status, kept.body.id]).toEqual([200, "contact123"]);
  const changed = await call(ann, "POST /contacts/contact123", { firstName: "Jane", lastName: "Roe" });
  expect([changed.status, changed.body]).toMatchObject([200, { firstName: "Jane", lastName: "Roe" }]);
  expect((await call(ann, "GET /contacts/contact123")).body.phoneNumber).toBe("+4930123456");
  expect((await call(eve, "GET /contacts/contact123")).status).toBe(404);
  expect((await call(eve, "POST /contacts/contact123", {})).status).toBe(404);
  expect((await call(eve, "DELETE /contacts/contact123")).status).toBe(200);
  expect((await call(ann, "GET /contacts/contact123")).status).toBe(200);
  expect((await call(ann, "DELETE /contacts/contact123")).status).toBe(200);
  expect((await call(ann, "GET /contacts/contact123")).status).toBe(404);
  expect((await call(ann, "POST /contacts", { phoneNumber: 1 })).status).toBe(400);
  expect((await call(ann, "GET /contacts")).body.contacts).toEqual([]);
  expect((await call(ann, "GET /contacts?id=contact123")).status).toBe(400);
});

test("16.3: a phone book takes the place of the one before, and an empty one nothing's", async () => {
  const [ann, bob, cid] = [await person(), await person(), await person()];
  const book = (...people: object[]) => call(ann, "POST /contacts/whoIsThere", { contacts: people });
  const ids = async () => rowsOf((await call(ann, "GET /contacts")).body.contacts).map(({ id }) => id);
  const first = await book(
    { phoneNumber: bob.phone, firstName: "Bob" },
    { phoneNumber: ann.phone },
    { phoneNumber: "12" },
    { phoneNumber: "+4930999999" },
  );
  expect(first.body).toMatchObject({ contacts: [{ id: bob.id, firstName: "Bob" }] });
  expect(await ids()).toEqual([bob.id]);
  expect((await book()).body).toEqual({ contacts: [] });
  expect(await ids()).toEqual([bob.id]);
  await book({ phoneNumber: cid.phone });
  expect(await ids()).toEqual([cid.id]);
});

test("16.3: two who have each other's numbers learn of it, and one alone does not", async () => {
  const [ann, bob] = [await person(), await person()];
  const ask = (who: Person, other: Person) =>
    call(who, "POST /contacts/v2/phones", { phoneNumbers: [other.phone, "+4930999999"] });
  expect((await ask(ann, bob)).list).toEqual([]);
  expect((await ask(bob, ann)).list).toEqual([
    { phoneNumber: ann.phone, userId: ann.id, own: true, incoming: true },
  ]);
});

test("16.3: somebody is found by their number", async () => {
  const [ann, bob] = [await person(), await person()];
  const find = (said: string) => call(ann, `POST /contacts/findByPhoneNumber?phoneNumber=${said}`);
  for (const said of [encodeURIComponent(bob.phone), bob.phone])
    expect((await find(said)).body.id).toBe(bob.id);
  const missing = await find("%2B4930999999");
  expect([missing.status, missing.body.error]).toEqual([404, "User not found"]);
  expect((await call(ann, "POST /contacts/findByPhoneNumber")).status).toBe(400);
  expect((await call(null, "POST /contacts/findByPhoneNumber")).status).toBe(400);
  const many = [];
  for (let i = 0; i < 62; i++) many.push((await find("%2B4930999999")).status);
  expect(many).toContain(429);
});

test("16.6: a device is notified of what comes, by the operator's gateway", async () => {
  const [ann, bob] = [await person(), await person()];
  const came = new Promise<{ path: string; body: string }>((resolve) => {
    pushed = resolve;
  });
  const deviceToken = Buffer.from("a device's token").toString("base64");
  const said = { deviceToken, fingerprint: "device-1" };
  expect((await call(null, "POST /deviceToken", said)).status).toBe(401);
  expect((await call(bob, "POST /deviceToken", { ...said, deviceToken: "not base64!" })).status).toBe(400);
  expect((await call(bob, "POST /deviceToken", { ...said, tokenType: "pager" })).status).toBe(400);
  const taken = await call(bob, "POST /deviceToken", said);
  expect([taken.status, taken.body]).toEqual([200, {}]);
  await call(ann, "POST /messages", { chatId: bob.id, message: "private words" });
  const { path, body } = await came;
  expect(path).toBe(`/apns/ios-notification/${Buffer.from("a device's token").toString("base64url")}`);
  expect(body).not.toContain("private words"); // It has no keys to read them with.
});

test("17: on its own port a token is asked for before a path, and / leads to the list of calls", async () => {
  const ann = await person();
  for (const path of ["/nothing", "/gateway", "/api/v1/tokens"]) {
    const refused = await big(own, `GET ${path}`, null);
    expect([refused.status, refused.body.error]).toEqual([401, "Unauthorized"]);
    const nothing = await big(own, `GET ${path}`, ann.token);
    expect([nothing.status, nothing.text]).toEqual([404, "Not Found."]);
  }
  const options = await fetch(`${own}/whatever`, { method: "OPTIONS" });
  expect(options.headers.get("Access-Control-Allow-Methods")).toBe("GET,HEAD,POST,OPTIONS");
  const root = await big(own, "GET /", null);
  expect([root.status, root.headers.get("Location")]).toEqual([302, "/docs"]);
  expect((await big(own, "GET /docs", null)).text).toContain("POST /messages");
  const { paths } = (await big(own, "GET /openapi.json", null)).body as { paths: Record<string, object> };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(["/send-code", "/profile/{user}", "/public/upload"]),
  );
  const network = await fetch(`${own}/network`, { headers: { Accept: "application/json" } });
  expect(await network.json()).toEqual({ ip: "127.0.0.1" });
  expect((await big(koine.url, "GET /nothing", null)).status).toBe(404);
});

test("16.3: others' contacts are nobody's to see, by any id", async () => {
  const [ann, bob] = [await person(), await person()];
  await call(ann, "POST /contacts", { phoneNumber: bob.phone, firstName: "Darling" });
  const key = encodeURIComponent(bob.phone);
  expect((await call(ann, `GET /contacts/${key}`)).body.firstName).toBe("Darling");
  for (const id of [key, bigId(9_000_000), "x".repeat(100)])
    expect((await call(bob, `GET /contacts/${id}`)).body.error).toBe("Contact not found");
});

test("contacts are among what somebody may take along", async () => {
  const ann = await register(koine.url, `native${++count}`);
  const token = await bigToken(koine.url, ann);
  await big(koine.url, "POST /contacts", token, { id: "c1", phoneNumber: "+4930777777", firstName: "Jane" });
  const exported = await fetch(`${koine.url}/api/v1/account/export`, {
    headers: { Authorization: `Bearer ${ann.token}` },
  });
  const [first = ""] = (await exported.text()).split("\n");
  expect(JSON.parse(first)).toMatchObject({
    account: { phone: null, contacts: [{ number: "+4930777777", first: "Jane", last: "" }] },
  });
});

test("with an account its number, its contacts and its tokens are gone, and the number is free", async () => {
  const [ann, bob] = [await person(), await person()];
  const { body } = await big(koine.url, "POST /verify-code", null, {
    phoneNumber: bob.phone,
    code: "000000",
  });
  await call(ann, "POST /contacts", { phoneNumber: bob.phone, firstName: "Bob" });
  const { username } = (await call(bob, "GET /profile")).body;
  const deleted = await runKoine(["user", "delete", String(username), "--yes"], { data: koine.directory });
  expect([deleted.code, deleted.err]).toEqual([0, ""]);
  expect((await call(bob, "GET /profile")).status).toBe(401);
  const refreshed = await call(null, "POST /auth/refresh", { refreshToken: body.refreshToken });
  expect(refreshed.status).toBe(401);
  const gone = await call(
    ann,
    `POST /contacts/findByPhoneNumber?phoneNumber=${encodeURIComponent(bob.phone)}`,
  );
  expect(gone.status).toBe(404);
  const again = await big(koine.url, "POST /verify-code", null, { phoneNumber: bob.phone, code: "000000" });
  expect((again.body.profile as { id: string }).id).not.toBe(bob.id);
});
