/** What runs out on the BIG wire, and what goes on, as the server's clock moves (`docs/protocols/big.md` sections 3 and 16.2). */

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alteredSource } from "./altered-source.ts";
import { type BigUser, big, closeAll, connectBig, rowsOf } from "./big-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(60_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The codes that the operator's address was sent. */
const codes = new Map<string, string>();
let hook: Bun.Server<undefined>;
let koine: Koine;
let start: () => Promise<Koine>;
/** Holds how far the server's clock is off, in milliseconds. */
const offset = join(temporaryDirectory(), "offset");

const setClock = (millis: number): void => writeFileSync(offset, String(millis));

beforeAll(async () => {
  setClock(0);
  hook = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { phoneNumber, code } = (await request.json()) as { phoneNumber: string; code: string };
      codes.set(phoneNumber, code);
      return new Response();
    },
  });
  const clock = `(() => Date.now() + Number(require("node:fs").readFileSync(${JSON.stringify(offset)}, "utf8")))`;
  const root = alteredSource(
    { file: "main.ts", from: "log, Date.now, crash)", to: `log, ${clock}, crash)` },
    { file: "worker.ts", from: "Date.now);", to: `${clock});` },
  );
  const directory = temporaryDirectory();
  const environment = {
    KOINE_LIMITS_SIGN_IN: "1000/1s",
    KOINE_BIG_SECRET: "a secret of these tests",
    KOINE_BIG_TEST_NUMBERS: "on",
    KOINE_BIG_CODE_HOOK: `http://127.0.0.1:${hook.port}/send`,
    KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
  };
  start = () => startKoine({ root, directory, environment });
  koine = await start();
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  await hook.stop(true);
  removeDirectories();
});

const call = (what: string, body?: object, token: string | null = null) => big(koine.url, what, token, body);
const verify = (phoneNumber: string, code: string) => call("POST /verify-code", { phoneNumber, code });

async function user(number: string): Promise<BigUser> {
  const { body } = await verify(number, "000000");
  return { id: (body.profile as { id: string }).id, token: String(body.accessToken) };
}

test("3: the times of a chat rise, though the clock is set back and the server is started again", async () => {
  const [ann, bob] = [await user("+99900001"), await user("+99900002")];
  const say = async (message: string, clientMessageId: string): Promise<number> => {
    const body = { chatId: bob.id, message, clientMessageId };
    return Number((await call("POST /messages", body, ann.token)).body.timestamp);
  };
  setClock(30 * SECOND);
  const times = [await say("ahead", "a")];
  setClock(0);
  times.push(await say("set back", "b"));
  await koine.stop();
  koine = await start();
  times.push(await say("started again", "c"));

  const client = await connectBig(koine.url, ann.token);
  const asked = ["d", "e", "f"].map((clientMessageId) =>
    client.request("new", { chatId: bob.id, message: "at once", clientMessageId }),
  );
  for (const answer of asked) times.push(Number((await answer).timestamp));
  const edit = { chatId: bob.id, originalMessageId: 1, message: "edited" };
  times.push(Number((await client.request("edit", edit)).timestamp));
  times.push(Number((await client.request("delete", { chatId: bob.id, originalMessageId: 2 })).timestamp));
  expect(times).toHaveLength(8);
  for (const [i, time] of times.entries()) expect(time).toBeGreaterThan(times[i - 1] ?? 0);
  const { messages } = await client.request("messages", { chatId: bob.id });
  expect(rowsOf(messages).map(({ createdAt }) => createdAt)).toEqual(times);
});

test("16.2: a code is good for five minutes", async () => {
  const number = "+4912345001";
  for (const [later, status] of [
    [5 * MINUTE - 10 * SECOND, 200],
    [5 * MINUTE + SECOND, 400],
  ] as const) {
    setClock(0);
    expect((await call("POST /send-code", { phoneNumber: number })).status).toBe(200);
    setClock(later);
    const { status: said, body } = await verify(number, codes.get(number) ?? "");
    expect([later, said]).toEqual([later, status]);
    if (status === 400) expect(body.error).toBe("Incorrect code");
  }
});

test("16.2: a refresh token is good for thirty days, and so is an access token", async () => {
  setClock(0);
  const { body } = await verify("+99900003", "000000");
  const refresh = (refreshToken: unknown) => call("POST /auth/refresh", { refreshToken });
  const profile = (token: unknown) => call("GET /profile", undefined, String(token));
  setClock(29 * DAY);
  expect((await profile(body.accessToken)).status).toBe(200);
  const second = await refresh(body.refreshToken);
  expect(second.status).toBe(200);
  setClock(31 * DAY);
  expect((await profile(body.accessToken)).status).toBe(401);
  expect((await profile(second.body.accessToken)).status).toBe(200);
  setClock(60 * DAY);
  const late = await refresh(second.body.refreshToken);
  expect([late.status, late.text]).toEqual([401, "Refresh token expired"]);
  expect((await profile(second.body.accessToken)).status).toBe(401);
});
