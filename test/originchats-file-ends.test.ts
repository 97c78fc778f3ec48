/** Files that come through OriginChats end, each in its time, and their messages stay (docs/protocols/originchats.md section 11.4). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alteredSource } from "./altered-source.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { connectOrigin, enterOrigin, type OriginClient, type Said } from "./originchats-client.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Attachment {
  readonly id: string;
  readonly url: string;
  readonly expires_at: number;
  readonly permanent: boolean;
}

let koine: Koine;
let validator: ReturnType<typeof Bun.serve>;
let ann: OriginClient;
let annToken: unknown;
let bob: OriginClient;
let native: GatewayClient;
/** Names that were asked for at the profiles. */
const asked: (string | null)[] = [];
/** Holds how far the server's clock is off, in milliseconds. */
const offset = join(temporaryDirectory(), "offset");

beforeAll(async () => {
  validator = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/validate") {
        const name = searchParams.get("v");
        return Response.json({ valid: true, id: `USR:${name}`, username: name });
      }
      asked.push(searchParams.get("name"));
      return Response.json({ subscription: searchParams.get("name") === "roger" ? "Pro" : "Free" });
    },
  });
  writeFileSync(offset, "0");
  const clock = `(() => Date.now() + Number(require("node:fs").readFileSync(${JSON.stringify(offset)}, "utf8")))`;
  const root = alteredSource(
    { file: "main.ts", from: "log, Date.now, crash)", to: `log, ${clock}, crash)` },
    { file: "worker.ts", from: "Date.now);", to: `${clock});` },
    { file: "cli/serve.ts", from: "const SWEEP_MILLIS = 3_600_000;", to: "const SWEEP_MILLIS = 100;" },
  );
  const elsewhere = `http://127.0.0.1:${validator.port}`;
  koine = await startKoine({
    root,
    environment: {
      KOINE_ORIGINCHATS_FILE_TIME: "7 d",
      KOINE_LIMITS_SIGN_IN: "1000/1m",
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_ORIGINCHATS_AUTH_MODE: "cracked",
      KOINE_ORIGINCHATS_VALIDATOR: `${elsewhere}/validate`,
      KOINE_ORIGINCHATS_PROFILES: `${elsewhere}/profile`,
    },
  });
  const { token } = await register(koine.url, "ann");
  await register(koine.url, "bob");
  ann = await connectOrigin(koine.url);
  ann.send({ cmd: "login", username: "ann", password: "correct horse" });
  annToken = (await ann.next("ready")).validator;
  bob = await enterOrigin(koine.url, "bob");
  native = (await enter(koine.gateway, token)).client;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  await validator.stop(true);
  removeDirectories();
});

async function upload(more: object): Promise<{ attachment: Attachment; permanent: boolean }> {
  const who = { validator_key: "originChats-x", validator: annToken };
  const file = { file: PNG, name: "a.png", mime_type: "image/png", channel: "general" };
  const response = await fetch(`${koine.url}/attachments/upload`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...who, ...file, ...more }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { attachment: Attachment; permanent: boolean };
}

async function post(client: OriginClient, content: string, { id }: Attachment): Promise<string> {
  const said = await client.ask({ cmd: "message_new", channel: "general", content, attachments: [{ id }] });
  return (said.message as { id: string }).id;
}

const days = ({ expires_at }: Attachment): number => (expires_at * 1_000 - Date.now()) / DAY;

test("a file ends by its size, sooner if its sender wishes, and never for a permanent tier", async () => {
  const own = await upload({});
  expect(own).toMatchObject({ permanent: false, attachment: { permanent: false } });
  expect(days(own.attachment)).toBeCloseTo(7, 1);
  expect(days((await upload({ expires_in_days: 2 })).attachment)).toBeCloseTo(2, 1);
  expect(days((await upload({ expires_in_days: 30 })).attachment)).toBeCloseTo(7, 1);
  // The account must be known here before it uploads.
  for (const [name, permanent] of [
    ["roger", true],
    ["sid", false],
  ] as const) {
    const client = await connectOrigin(koine.url);
    await client.ask({ cmd: "auth", validator: name });
    const made = [await upload({ validator: name }), await upload({ validator: name })];
    expect(made).toMatchObject([{ permanent, attachment: { permanent } }, { permanent }]);
    client.close();
  }
  // What they are subscribed to is remembered for a while.
  expect(asked).toEqual(["roger", "sid"]);
});

test("when its time is over a file is gone, whoever looks, and its message stays", async () => {
  const { attachment: short } = await upload({ expires_in_days: 0.02 });
  const { attachment: long } = await upload({ name: "b.png" });
  const message = await post(ann, "look", short);
  await post(ann, "and here", long);
  const { message: seen } = await native.event("message_create");
  const { id } = seen as { id: number };
  expect((await fetch(`${koine.url}${short.url}`)).status).toBe(200);

  writeFileSync(offset, String(HOUR));
  expect(await bob.next("attachment_deleted")).toEqual({
    cmd: "attachment_deleted",
    attachment_id: short.id,
    deleted: true,
  });
  expect(await native.event("message_update")).toMatchObject({ message_id: id, cleared: expect.any(Array) });
  const gone = await fetch(`${koine.url}${short.url}`);
  expect([gone.status, await gone.json()]).toEqual([404, { error: "Attachment not found or expired" }]);
  expect((await fetch(`${koine.url}${long.url}`)).status).toBe(200);
  expect(await bob.ask({ cmd: "attachment_get", attachment_id: short.id })).toMatchObject({
    cmd: "error",
    val: "Attachment not found or expired",
  });
  const { messages } = await bob.ask({ cmd: "messages_get", channel: "general" });
  const [first, second] = messages as Said[];
  expect(first).toMatchObject({ id: message, content: "look" });
  expect(first).not.toHaveProperty("attachments");
  expect(second).toMatchObject({ content: "and here", attachments: [{ id: long.id }] });
});

test("a file whose time is over is attached to nothing", async () => {
  const { attachment } = await upload({ expires_in_days: 0.000_001 });
  let said: Said;
  do said = await ann.ask({ cmd: "attachment_get", attachment_id: attachment.id });
  while (said.cmd !== "error");
  const content = "too late";
  const late = await ann.ask({
    cmd: "message_new",
    channel: "general",
    content,
    attachments: [{ id: attachment.id }],
  });
  expect(late).toMatchObject({ cmd: "error", val: `Attachment ${attachment.id} not found or expired` });
});
