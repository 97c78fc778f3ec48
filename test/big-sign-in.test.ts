/** Signing in by phone number on the BIG wire (`docs/protocols/big.md` sections 1.1 and 16.2). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import { big, closeAll, connectBig, settled } from "./big-client.ts";
import { type Account, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

setDefaultTimeout(60_000);

const SECRET = "a secret of these tests";

/** What the operator's address was sent; it answers with the status. */
const sent: { phoneNumber: string; code: string }[] = [];
let hookStatus = 200;
let hook: Bun.Server<undefined>;
let koine: Koine;
let owner: Account;
let numbers = 0;

beforeAll(async () => {
  hook = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      sent.push((await request.json()) as (typeof sent)[number]);
      return new Response(null, { status: hookStatus });
    },
  });
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_LIMITS_CODES_ADDRESS: "1000/1s",
      KOINE_BIG_SECRET: SECRET,
      KOINE_BIG_TEST_NUMBERS: "on",
      KOINE_BIG_CODE_HOOK: `http://127.0.0.1:${hook.port}/send`,
      KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
    },
  });
  owner = await register(koine.url, "owner");
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  await hook.stop(true);
  removeDirectories();
});

const call = (what: string, body?: object, token: string | null = null) => big(koine.url, what, token, body);
const verify = (phoneNumber: string, code: string) => call("POST /verify-code", { phoneNumber, code });
const refresh = (refreshToken: unknown) => call("POST /auth/refresh", { refreshToken });

/** A number that nobody had before: a real one, or one for tests. */
const fresh = (): string => `+4912345${String(++numbers).padStart(5, "0")}`;
const freshTest = (): string => `+9991${String(++numbers).padStart(5, "0")}`;

/** The code that was sent to a number. */
async function codeFor(phoneNumber: string): Promise<string> {
  expect((await call("POST /send-code", { phoneNumber })).status).toBe(200);
  return sent.findLast((one) => one.phoneNumber === phoneNumber)?.code ?? "";
}

const otherThan = (code: string): string => (code === "111111" ? "222222" : "111111");

test("16.2: a code is sent to a number, and signs its user in, the first time with a new account", async () => {
  const number = fresh();
  const code = await codeFor(number);
  expect(code).toMatch(/^\d{6}$/);
  const first = await verify(`${number.slice(0, 3)} ${number.slice(3)}`, code);
  expect([first.status, first.body]).toMatchObject([
    200,
    { profile: { phoneNumber: number, verified: false } },
  ]);
  const { id } = first.body.profile as { id: string };
  expect(id).toHaveLength(21);
  expect(String(first.body.refreshToken)).toMatch(new RegExp(`^[A-Za-z0-9_-]{21}\\.${id}$`));
  expect((first.body.profile as { username: string }).username).not.toContain(number.slice(1));

  expect((await verify(number, code)).body.error).toBe("Incorrect code"); // It is used up.
  const again = await verify(number, await codeFor(number));
  expect((again.body.profile as { id: string }).id).toBe(id);
  const profile = await call("GET /profile", undefined, String(again.body.accessToken));
  expect(profile.body).toMatchObject({ id, phoneNumber: number });
  await settled(await connectBig(koine.url, String(again.body.accessToken)));
});

test("1.1: the access token is signed with the secret, and one signed elsewhere is as good", async () => {
  const number = freshTest();
  const { body } = await verify(number, "000000");
  const { id } = body.profile as { id: string };
  const [head = "", claims = "", signature = ""] = String(body.accessToken).split(".");
  const hmac = (text: string) => createHmac("sha256", SECRET).update(text).digest("base64url");
  expect(signature).toBe(hmac(`${head}.${claims}`));
  const said = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, number>;
  expect(said).toMatchObject({ sub: id, phone: number });
  expect((said.exp ?? 0) - Math.floor(said.iat ?? 0)).toBe(30 * 86_400);
  const text = `${head}.${Buffer.from(JSON.stringify({ sub: id, iat: Date.now() / 1_000 })).toString("base64url")}`;
  expect((await call("GET /profile", undefined, `${text}.${hmac(text)}`)).body.id).toBe(id);
});

test("16.2: a code is over after five wrong ones, the right one included", async () => {
  const number = fresh();
  const code = await codeFor(number);
  for (let i = 0; i < 5; i++) expect((await verify(number, otherThan(code))).status).toBe(400);
  expect((await verify(number, code)).status).toBe(400);
});

test("16.2: a code is one number's alone, and the newest holds", async () => {
  const [one, other] = [fresh(), fresh()];
  const first = await codeFor(one);
  await codeFor(other);
  expect((await verify(other, first === (await codeFor(other)) ? otherThan(first) : first)).status).toBe(400);
  const second = await codeFor(one);
  if (second !== first) expect((await verify(one, first)).status).toBe(400);
  expect((await verify(one, second)).status).toBe(200);
});

test("16.2: a number gets few codes in a while, and is tried few times", async () => {
  const number = fresh();
  for (let i = 0; i < 3; i++)
    expect((await call("POST /send-code", { phoneNumber: number })).status).toBe(200);
  const before = sent.length;
  expect((await call("POST /send-code", { phoneNumber: number })).status).toBe(429);
  expect(sent).toHaveLength(before);
  const tried = [];
  for (let i = 0; i < 11; i++) tried.push((await verify(number, "1")).status);
  expect(tried).toContain(429);
});

test("16.2: when the codes cannot be sent the answer says no more than that", async () => {
  hookStatus = 503;
  const number = fresh();
  const failed = await call("POST /send-code", { phoneNumber: number });
  hookStatus = 200;
  expect([failed.status, failed.body.error]).toEqual([500, "Failed to send code"]);
  await koine.logged((line) => String(line.reason ?? "").includes("code_hook answered 503"));
});

test("16.2: numbers for tests get no code", async () => {
  const number = freshTest();
  const before = sent.length;
  expect((await call("POST /send-code", { phoneNumber: number })).body).toEqual({});
  expect(sent).toHaveLength(before);
  expect((await verify(number, "000001")).body.error).toBe("Incorrect code");
  expect((await verify(number, "000000")).status).toBe(200);
  expect((await verify("+9", "000000")).status).toBe(200);
});

test("16.2: a new account is called as its user says, when nobody is called so", async () => {
  const [phoneNumber, other] = [freshTest(), freshTest()];
  const said = { code: "000000", username: `Called-${numbers}` };
  const first = await call("POST /verify-code", { phoneNumber, ...said });
  expect(first.body.profile).toMatchObject({ username: said.username.toLowerCase() });
  expect((await call("POST /verify-code", { phoneNumber: other, ...said })).status).toBe(400);
  expect((await call("POST /verify-code", { phoneNumber: other, ...said, username: "a b" })).status).toBe(
    400,
  );
  expect((await verify(other, "000000")).status).toBe(200);
});

test("16.2: what does not fit is refused with what is wrong", async () => {
  for (const body of [
    {},
    { phoneNumber: 7 },
    { phoneNumber: "+49" },
    { phoneNumber: "4912", code: "000000" },
  ]) {
    const { status, body: refused } = await call("POST /verify-code", body);
    expect(status).toBe(400);
    for (const { path } of JSON.parse(String(refused.error)) as { path: string[] }[])
      expect([path[0], ["phoneNumber", "code"].includes(path[1] ?? "")]).toEqual(["body", true]);
  }
  expect((await verify("+49 no number 1+2", "000000")).status).toBe(400);
  expect((await call("POST /send-code", {})).status).toBe(400);
  expect((await refresh(undefined)).status).toBe(400);
  expect((await call("POST /send-code?a=b", { phoneNumber: "+9991" })).status).toBe(400);
});

test("16.2: a refresh token is good once; one that comes again was stolen, and ends all", async () => {
  const number = freshTest();
  const { body } = await verify(number, "000000");
  const { id } = body.profile as { id: string };
  const second = await refresh(body.refreshToken);
  expect([second.status, String(second.body.refreshToken).split(".")[1]]).toEqual([200, id]);
  const access = String(second.body.accessToken);
  expect((await call("GET /profile", undefined, access)).body).toMatchObject({ id, phoneNumber: number });
  const third = await refresh(second.body.refreshToken);
  expect(third.status).toBe(200);
  const socket = await connectBig(koine.url, String(third.body.accessToken));
  await settled(socket);

  const stolen = await refresh(body.refreshToken);
  expect([stolen.status, stolen.text]).toEqual([401, "Invalid refresh token"]);
  expect((await refresh(third.body.refreshToken)).status).toBe(401);
  expect((await call("GET /profile", undefined, access)).status).toBe(401);
  await socket.closed;
  expect((await verify(number, "000000")).status).toBe(200);
});

test("16.2: signing in again ends the refresh token from before, and nothing else", async () => {
  const number = freshTest();
  const first = await verify(number, "000000");
  const second = await verify(number, "000000");
  expect((await refresh(first.body.refreshToken)).status).toBe(401);
  expect((await call("GET /profile", undefined, String(first.body.accessToken))).status).toBe(200);
  expect((await refresh(second.body.refreshToken)).status).toBe(200);
});

test("16.2: garbage and others' ids are no refresh tokens", async () => {
  const { body } = await verify(freshTest(), "000000");
  const [random] = String(body.refreshToken).split(".");
  for (const token of ["x", "", `${random}.${"0".repeat(20)}1`, `${random}`, `${"x".repeat(21)}.1`]) {
    const { status } = await refresh(token);
    expect([token, status]).toEqual([token, token === "" ? 400 : 401]);
  }
  expect((await refresh(body.refreshToken)).status).toBe(200);
});

test("who is banned gets no new tokens, neither by a refresh token nor by their number", async () => {
  const number = freshTest();
  const { body } = await verify(number, "000000");
  const { id } = body.profile as { id: string };
  const banned = await fetch(`${koine.url}/api/v1/bans/${Number(id)}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${owner.token}` },
    body: "{}",
  });
  expect(banned.status).toBe(200);
  expect((await call("GET /profile", undefined, String(body.accessToken))).status).toBeOneOf([401, 403]);
  expect((await refresh(body.refreshToken)).status).toBeOneOf([401, 403]);
  expect((await verify(number, "000000")).status).toBe(403);
});

test("neither numbers nor codes are in the log, and the codes not in the data", async () => {
  const number = fresh();
  const code = await codeFor(number);
  await verify(number, otherThan(code));
  await verify(number, code);
  const log = koine.lines.join("\n");
  expect(log).not.toContain(number.slice(1));
  expect(log).not.toContain(code);
});

test("without a sender nobody gets a code, and without test numbers +999 is a number like any other", async () => {
  const plain = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  try {
    const phoneNumber = "+99912345678";
    expect((await big(plain.url, "POST /send-code", null, { phoneNumber })).status).toBe(500);
    const verified = await big(plain.url, "POST /verify-code", null, { phoneNumber, code: "000000" });
    expect([verified.status, verified.body.error]).toEqual([400, "Incorrect code"]);
  } finally {
    await plain.stop();
  }
});

test("the sender of development writes the code into the log, and not the number", async () => {
  const environment = { KOINE_BIG_CODE_HOOK: "log", KOINE_REGISTRATION: "invite" };
  const closed = await startKoine({ environment });
  try {
    const phoneNumber = "+4915550001";
    expect((await big(closed.url, "POST /send-code", null, { phoneNumber })).status).toBe(200);
    const line = await closed.logged(({ code }) => code !== undefined);
    expect(JSON.stringify(line)).not.toContain("15550001");
    const verified = await big(closed.url, "POST /verify-code", null, { phoneNumber, code: line.code });
    expect([verified.status, verified.body.error]).toEqual([403, expect.stringContaining("invite")]);
  } finally {
    await closed.stop();
  }
});
