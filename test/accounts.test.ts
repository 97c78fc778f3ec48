/** Accounts over the wire: registration modes, invites, set-up, passwords, sign-ins and bots. */

import { afterAll, expect, test } from "bun:test";
import { connect, enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const running: Koine[] = [];

async function start(environment: Record<string, string> = {}): Promise<Koine> {
  const koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", ...environment } });
  running.push(koine);
  return koine;
}

afterAll(async () => {
  for (const koine of running) await koine.stop();
  removeDirectories();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(koine: Koine, method: string, path: string, body?: object, token = ""): Promise<Answer> {
  const response = await fetch(`${koine.url}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function errorOf({ status, body }: Answer): [number, string] {
  return [status, (body.error as { code: string }).code];
}

test("handles are one name whatever their case, and have their letters", async () => {
  const koine = await start();
  await register(koine.url, "Ann");
  const again = { handle: "aNN", password: "correct horse" };
  expect(errorOf(await call(koine, "POST", "register", again))).toEqual([409, "handle_taken"]);
  for (const handle of ["a", "x".repeat(33), "an n", "ann@irc", "", "ann\n", "<b>"]) {
    const refused = await call(koine, "POST", "register", { handle, password: "correct horse" });
    expect({ handle, refused: errorOf(refused) }).toEqual({ handle, refused: [400, "invalid"] });
  }
  for (const password of ["short", "x".repeat(73), "é".repeat(37)]) {
    const refused = await call(koine, "POST", "register", { handle: "bob", password });
    expect(errorOf(refused)).toEqual([400, "invalid"]);
  }
});

test("a wrong password and an unknown handle get one answer", async () => {
  const koine = await start();
  await register(koine.url, "ann");
  const wrong = await call(koine, "POST", "login", { handle: "ann", password: "wrong horse" });
  const unknown = await call(koine, "POST", "login", { handle: "nobody", password: "wrong horse" });
  expect(errorOf(wrong)).toEqual([401, "bad_credentials"]);
  expect(unknown).toEqual(wrong);
});

test("attempts to sign in are limited, and say how long to wait", async () => {
  const koine = await start({ KOINE_LIMITS_SIGN_IN: "3/1m" });
  const wish = { handle: "ann", password: "correct horse" };
  for (let i = 0; i < 3; i++) await call(koine, "POST", "login", wish);
  const response = await fetch(`${koine.url}/api/v1/login`, { method: "POST", body: JSON.stringify(wish) });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
});

test("an invite lets as many in as it says, grants its roles, and is withdrawn", async () => {
  const koine = await start({ KOINE_REGISTRATION: "invite", KOINE_LISTEN: "127.0.0.1:0" });
  const code = await setupCode(koine);
  const ann = (
    await call(koine, "POST", "register", { handle: "ann", password: "correct horse", invite: code })
  ).body;
  const token = ann.token as string;
  const bob = { handle: "bob", password: "correct horse" };
  expect(errorOf(await call(koine, "POST", "register", bob))).toEqual([403, "registration_closed"]);
  expect(errorOf(await call(koine, "POST", "register", { ...bob, invite: "guess" }))).toEqual([
    403,
    "bad_invite",
  ]);

  const { invite } = (await call(koine, "POST", "invites", { max_uses: 1 }, token)).body as {
    invite: { id: number; code: string };
  };
  expect((await call(koine, "POST", "register", { ...bob, invite: invite.code })).status).toBe(200);
  const cas = { ...bob, handle: "cas", invite: invite.code };
  expect(errorOf(await call(koine, "POST", "register", cas))).toEqual([403, "bad_invite"]);

  const second = (await call(koine, "POST", "invites", {}, token)).body.invite as {
    id: number;
    code: string;
  };
  expect((await call(koine, "GET", "invites", undefined, token)).body.invites).toMatchObject([
    { code: second.code },
  ]);
  expect((await call(koine, "DELETE", `invites/${second.id}`, undefined, token)).status).toBe(200);
  expect(errorOf(await call(koine, "POST", "register", { ...cas, invite: second.code }))).toEqual([
    403,
    "bad_invite",
  ]);
});

test("class 4: an invite used by one account says nothing to a stranger about its space", async () => {
  const koine = await start({ KOINE_REGISTRATION: "closed" });
  const refused = await call(koine, "POST", "register", {
    handle: "eve",
    password: "correct horse",
    invite: "x",
  });
  const plain = await call(koine, "POST", "register", { handle: "eve", password: "correct horse" });
  expect(errorOf(refused)).toEqual([403, "registration_closed"]);
  expect(refused).toEqual(plain);
});

test("the set-up code makes one owner, and works once", async () => {
  const koine = await start({ KOINE_REGISTRATION: "closed" });
  const code = await setupCode(koine);
  const ann = await call(koine, "POST", "register", {
    handle: "ann",
    password: "correct horse",
    invite: code,
  });
  expect(ann.status).toBe(200);
  const { client } = await enter(koine.gateway, ann.body.token as string);
  expect(await client.request({ type: "room_create", name: "mine" })).toMatchObject({ type: "ok" });
  const second = await call(koine, "POST", "register", {
    handle: "eve",
    password: "correct horse",
    invite: code,
  });
  expect(errorOf(second)).toEqual([403, "registration_closed"]);
  await client.close();
});

test("changing the password ends the other sign-ins and their live sessions, not this one", async () => {
  const koine = await start();
  const { token } = await register(koine.url, "ann");
  const other = (await call(koine, "POST", "login", { handle: "ann", password: "correct horse" })).body
    .token as string;
  const { client } = await enter(koine.gateway, other);
  const wrong = await call(koine, "POST", "password", { old: "wrong horse", new: "another horse" }, token);
  expect(errorOf(wrong)).toEqual([401, "bad_credentials"]);
  expect(
    (await call(koine, "POST", "password", { old: "correct horse", new: "another horse" }, token)).status,
  ).toBe(200);
  expect((await client.closed).code).toBe(4004);
  expect((await call(koine, "GET", "account", undefined, token)).status).toBe(200);
  expect((await call(koine, "GET", "account", undefined, other)).status).toBe(401);
  expect(errorOf(await call(koine, "POST", "login", { handle: "ann", password: "correct horse" }))).toEqual([
    401,
    "bad_credentials",
  ]);
  expect((await call(koine, "POST", "login", { handle: "ann", password: "another horse" })).status).toBe(200);
});

test("an owner hands a member a code for a new password; it works once", async () => {
  const koine = await start();
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const refused = await call(koine, "POST", `members/${ann.user.id}/password-code`, undefined, bob.token);
  expect(errorOf(refused)).toEqual([403, "forbidden"]);
  const { code } = (await call(koine, "POST", `members/${bob.user.id}/password-code`, undefined, ann.token))
    .body as { code: string };
  expect((await call(koine, "POST", "password/reset", { code, password: "brand new horse" })).status).toBe(
    200,
  );
  expect(errorOf(await call(koine, "POST", "password/reset", { code, password: "brand new horse" }))).toEqual(
    [401, "bad_credentials"],
  );
  expect((await call(koine, "GET", "account", undefined, bob.token)).status).toBe(401);
  expect((await call(koine, "POST", "login", { handle: "bob", password: "brand new horse" })).status).toBe(
    200,
  );
});

test("one sees one's sign-ins and ends one of them, nobody else's", async () => {
  const koine = await start();
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const phone = await call(koine, "POST", "login", {
    handle: "ann",
    password: "correct horse",
    client: "Phone\u0007",
  });
  const list = (await call(koine, "GET", "tokens", undefined, ann.token)).body.tokens as {
    id: number;
    client: string;
    current: boolean;
  }[];
  expect(list.map(({ client, current }) => ({ client, current }))).toEqual([
    { client: "Phone", current: false },
    { client: "", current: true },
  ]);
  const id = list[0]?.id ?? 0;
  expect(JSON.stringify(list)).not.toContain(ann.token);
  const { client } = await enter(koine.gateway, phone.body.token as string);
  expect((await call(koine, "DELETE", `tokens/${id}`, undefined, bob.token)).status).toBe(404);
  expect((await call(koine, "DELETE", `tokens/${id}`, undefined, ann.token)).status).toBe(200);
  expect((await client.closed).code).toBe(4004);
});

test("a bot does what its scopes allow and its owner's account is out of its reach", async () => {
  const koine = await start();
  const ann = await register(koine.url, "ann");
  const made = await call(koine, "POST", "bots", { handle: "helper", scopes: ["view", "send"] }, ann.token);
  expect(made.body.user).toMatchObject({ handle: "helper", bot: true });
  const token = made.body.token as string;
  const { client, ready } = await enter(koine.gateway, token);
  const room = ready.space.default_room_id;
  const sent = (await client.request({
    type: "message_send",
    room_id: room,
    content: "beep",
  })) as unknown as { message: { id: number } };
  const react = { type: "reaction_add", message_id: sent.message.id, emoji: "👍" };
  expect(await client.request(react)).toMatchObject({ type: "error", code: "forbidden" });
  for (const [method, path] of [
    ["GET", "bots"],
    ["POST", "bots"],
  ] as const) {
    const refused = await call(
      koine,
      method,
      path,
      method === "POST" ? { handle: "more" } : undefined,
      token,
    );
    expect(errorOf(refused)).toEqual([403, "forbidden"]);
  }
  const rotated = await call(
    koine,
    "POST",
    `bots/${(made.body.user as { id: number }).id}/token`,
    {},
    ann.token,
  );
  expect((await client.closed).code).toBe(4004);
  const again = await enter(koine.gateway, rotated.body.token as string);
  expect(await again.client.request(react)).toMatchObject({ type: "ok" });
  expect(
    errorOf(await call(koine, "POST", "bots", { handle: "x2", scopes: ["everything"] }, ann.token)),
  ).toEqual([400, "invalid"]);
  await again.client.close();
});

test("a token of nobody is refused at the gateway with 4001", async () => {
  const koine = await start();
  const client = await connect(koine.gateway);
  client.send({ token: "nobody" });
  expect((await client.closed).code).toBe(4001);
});

/** The code from the link that the terminal shows. */
async function setupCode(koine: Koine): Promise<string> {
  const link = await koine.terminal((text) => /#setup=([\w-]+)/.exec(text)?.[1] ?? null);
  return link;
}

test("the link for the owner can be opened: no address that stands for all, and the public one where it is said", async () => {
  const linkOf = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const koine = await start({ KOINE_LISTEN: "0.0.0.0:0", ...environment });
    return await koine.terminal((text) => /\S+(?=\/#setup=)/.exec(text)?.[0] ?? null);
  };
  expect(await linkOf({})).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await linkOf({ KOINE_PUBLIC_URL: "https://chat.example.org" })).toBe("https://chat.example.org");
});

test("an account that ends takes its messages along when asked, and is gone from everywhere", async () => {
  const koine = await start({ KOINE_LIMITS_BONFIRE: "1000/1s" });
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const watcher = await enter(koine.gateway, ann.token);
  const leaving = await enter(koine.gateway, bob.token);
  const room_id = watcher.ready.space.default_room_id;
  const sent: number[] = [];
  for (const content of ["one", "two", "three"]) {
    const answer = await leaving.client.request({ type: "message_send", room_id, content });
    sent.push((answer as unknown as { message: { id: number } }).message.id);
  }

  const wrong = await call(koine, "POST", "account/delete", { password: "wrong horse" }, bob.token);
  expect(errorOf(wrong)).toEqual([401, "bad_credentials"]);
  const owner = await call(koine, "POST", "account/delete", { password: "correct horse" }, ann.token);
  expect(errorOf(owner)).toEqual([403, "forbidden"]);
  const wish = { password: "correct horse", with_messages: true };
  expect((await call(koine, "POST", "account/delete", wish, bob.token)).status).toBe(200);

  for (const message_id of sent)
    expect(await watcher.client.event("message_delete")).toMatchObject({ message_id });
  expect(await watcher.client.event("member_leave")).toMatchObject({
    user_id: bob.user.id,
    reason: "deleted",
  });
  expect((await leaving.client.closed).code).toBe(4004);
  expect((await call(koine, "GET", "account", undefined, bob.token)).status).toBe(401);
  const login = await call(koine, "POST", "login", { handle: "bob", password: "correct horse" });
  expect(errorOf(login)).toEqual([401, "bad_credentials"]);
  expect((await register(koine.url, "bob")).user.id).not.toBe(bob.user.id);
  await watcher.client.close();
});

test("messages of an account that ended stay, as somebody's who is gone", async () => {
  const koine = await start();
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  await call(koine, "POST", `rooms/${room_id}/messages`, { content: "I was here" }, bob.token);
  await call(koine, "POST", "account/delete", { password: "correct horse" }, bob.token);
  const page = await client.request({ type: "history_get", room_id });
  expect(page).toMatchObject({ messages: [{ content: "I was here", author: { name: "Deleted user" } }] });
  await client.close();
});

test("one takes one's own data along as JSON lines, and nobody else's", async () => {
  const koine = await start({ KOINE_LIMITS_BONFIRE: "1000/1s" });
  const ann = await register(koine.url, "ann");
  const bob = await register(koine.url, "bob");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  await call(koine, "POST", `rooms/${room_id}/messages`, { content: "bob's own" }, bob.token);
  for (let i = 0; i < 250; i++)
    await client.request({ type: "message_send", room_id, content: `message ${i}` });
  const response = await fetch(`${koine.url}/api/v1/account/export`, {
    headers: { Authorization: `Bearer ${ann.token}` },
  });
  const text = await response.text();
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { account?: object; message?: { text: string } });
  expect(lines[0]?.account).toMatchObject({ user: { handle: "ann" } });
  expect(lines.slice(1).map(({ message }) => message?.text)).toEqual(
    Array.from({ length: 250 }, (_, i) => `message ${i}`),
  );
  expect(text).not.toContain("bob's own");
  expect(text).not.toContain(ann.token);
  expect((await call(koine, "GET", "account/export")).status).toBe(401);
  await client.close();
});
