/** The HTTP calls of OriginChats (docs/protocols/originchats.md section 11), on the shared port and on its own. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { HTTP_TEXTS } from "../src/dialects/originchats/texts.ts";
import { eventually } from "./files-client.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { halfSent } from "./half-sent.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { connectOrigin, enterOrigin, type OriginClient } from "./originchats-client.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const MAX_FILE = 11_000_000;

let koine: Koine;
let validator: ReturnType<typeof Bun.serve>;
let elsewhere: string;
let ann: OriginClient;
let annToken: string;
let native: GatewayClient;
let room: number;
let ownUrl: string;
/** Every `error` of an answer here. */
const seen: string[] = [];

beforeAll(async () => {
  validator = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/picture.png") return new Response(Buffer.from(PNG, "base64"));
      if (searchParams.get("v") === "away") return new Response("no JSON");
      if (searchParams.get("v") === "stranger")
        return Response.json({ valid: true, id: "USR:9", username: "stranger" });
      return Response.json({ valid: false });
    },
  });
  elsewhere = `http://127.0.0.1:${validator.port}`;
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "40/1h",
      KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_LIMITS_BONFIRE: "1000/1s",
      KOINE_LIMITS_WEBHOOKS: "12/3600s",
      KOINE_UPLOADS_MAX_BYTES: String(MAX_FILE),
      KOINE_ORIGINCHATS_LISTEN: "127.0.0.1:0",
      KOINE_ORIGINCHATS_AUTH_MODE: "cracked",
      KOINE_ORIGINCHATS_URL: "https://chat.example.org/",
      KOINE_ORIGINCHATS_VALIDATOR: `${elsewhere}/validate`,
    },
  });
  const lines = koine.lines.map((line) => JSON.parse(line) as { for?: string; address?: string });
  ownUrl = `http://${lines.find((line) => line.for === "originchats")?.address}`;
  const account = await register(koine.url, "ann");
  ann = await connectOrigin(koine.url);
  ann.send({ cmd: "login", username: "ann", password: "correct horse" });
  annToken = (await ann.next("ready")).validator as string;
  const entered = await enter(koine.gateway, account.token);
  native = entered.client;
  room = entered.ready.space.default_room_id;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  await validator.stop(true);
  removeDirectories();
});

async function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${koine.url}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return await told(response);
}

async function told(response: Response) {
  const text = await response.text();
  const type = response.headers.get("Content-Type") ?? "";
  const body = type.startsWith("application/json") ? (JSON.parse(text) as Record<string, unknown>) : { text };
  if (typeof body.error === "string") seen.push(body.error);
  if (typeof body.text === "string") seen.push(body.text);
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe(response.status === 405 ? null : "*");
  return { status: response.status, body };
}

/** A webhook of the default room, made on another wire; gives its token. */
async function newWebhook(): Promise<string> {
  const wish = { type: "webhook_create", kind: "incoming", name: "CI", room_id: room };
  const { webhook } = await native.request(wish);
  return (webhook as { secret: string }).secret;
}

const get = async (url: string) => await told(await fetch(url));

function wish(more: Readonly<Record<string, unknown>>) {
  const who = { validator_key: "originChats-x", validator: annToken };
  return { ...who, file: PNG, name: "a.png", mime_type: "image/png", channel: "general", ...more };
}

test("whoever asks is told of the server, without signing in", async () => {
  const { status, body } = await get(`${koine.url}/info`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    server: { name: expect.any(String), icon: "", banner: "", owner: { name: "ann" } },
    stats: { total_users: 1, connected_users: 1, online_users: 1, total_channels: 1 },
  });
  expect((await get(`${koine.url}/s/nowhere/info`)).status).toBe(404);
});

test("a page of another origin may call", async () => {
  const asked = await fetch(`${koine.url}/attachments/upload`, { method: "OPTIONS" });
  expect(asked.status).toBe(204);
  expect(asked.headers.get("Access-Control-Allow-Methods")).toBe("GET, HEAD, OPTIONS, POST");
  expect(asked.headers.get("Access-Control-Allow-Headers")).toBe("Content-Type, Authorization, Range");
});

test("an uploaded file is attached to a message and served at its address", async () => {
  const { status, body } = await post("/attachments/upload", wish({ file: `data:image/png;base64,${PNG}` }));
  expect(status).toBe(201);
  const attachment = body.attachment as { id: string; url: string };
  expect(attachment).toMatchObject({
    name: "a.png",
    mime_type: "image/png",
    width: 1,
    height: 1,
    url: `https://chat.example.org/attachments/${attachment.id}`,
  });
  const sent = await ann.ask({
    cmd: "message_new",
    channel: "general",
    content: "",
    attachments: [attachment],
  });
  expect(sent).toMatchObject({ message: { attachments: [{ id: attachment.id, name: "a.png" }] } });
  const { message } = await native.event("message_create");
  expect(message).toMatchObject({ attachments: [{ name: "a.png", media_type: "image/png" }] });
  const file = await fetch(`${koine.url}/attachments/${attachment.id}`, { headers: { Range: "bytes=1-3" } });
  expect([file.status, await file.text()]).toEqual([206, "PNG"]);
  expect(file.headers.get("Content-Type")).toBe("image/png");
  expect(file.headers.get("Cache-Control")).toBe("public, max-age=3600");
  const { id } = sent.message as { id: string };
  await ann.ask({ cmd: "message_delete", channel: "general", id });
  expect(await get(`${koine.url}/attachments/${attachment.id}`)).toMatchObject({
    status: 404,
    body: { error: "Attachment not found or expired" },
  });
});

test("what is no picture is none, whatever its sender calls it", async () => {
  const html = Buffer.from("<script>alert(1)</script>").toString("base64");
  const { body } = await post("/attachments/upload", wish({ file: html, name: "a.png" }));
  const { id, mime_type } = body.attachment as { id: string; mime_type: string };
  expect(mime_type).toBe("application/octet-stream");
  const file = await fetch(`${koine.url}/attachments/${id}`);
  expect(file.headers.get("Content-Disposition")).toStartWith("attachment;");
});

test("an upload is refused in the order of section 11.4", async () => {
  const upload = (body: unknown, headers = {}) => post("/attachments/upload", body, headers);
  expect((await upload("{}", { "Content-Type": "text/plain" })).status).toBe(415);
  expect(await upload({ file: "A".repeat(MAX_FILE) })).toMatchObject({
    status: 413,
    body: { error: `Request body too large (max ${MAX_FILE} bytes)` },
  });
  expect((await upload("{no")).status).toBe(400);
  expect((await upload("[]")).status).toBe(400);
  expect((await upload({})).status).toBe(401);
  expect((await upload(wish({ validator: "away" }))).status).toBe(502);
  expect((await upload(wish({ validator: "wrong" }))).status).toBe(401);
  expect((await upload(wish({ validator: "wrong", file: 5 }))).body.error).toBe("Invalid credentials");
  expect((await upload(wish({ mime_type: "" }))).status).toBe(400);
  expect((await upload(wish({ channel: "nowhere" }))).status).toBe(404);
  expect((await upload(wish({ file: "" }))).status).toBe(400);
  expect((await upload(wish({ file: "!" }))).status).toBe(500);
  const stranger = await upload(wish({ validator: "stranger", channel: "general" }));
  expect(stranger).toMatchObject({ status: 401, body: { error: "User not found" } });
});

test("who may not write in a channel, or does not see it, uploads nothing there", async () => {
  const bob = await register(koine.url, "bob");
  const client = await enterOrigin(koine.url, "bob");
  for (const [name, view] of [
    ["quiet", ["user"]],
    ["hidden", ["owner"]],
  ])
    await ann.ask({ cmd: "channel_create", name, type: "text", permissions: { view, send: ["owner"] } });
  const upload = (channel: string) => post("/attachments/upload", wish({ validator: bob.token, channel }));
  expect(await upload("quiet")).toMatchObject({ status: 403 });
  expect(await upload("hidden")).toMatchObject({ status: 404 });
  expect((await upload("general")).status).toBe(201);
  const { body } = await get(`${koine.url}/info`);
  expect(body.stats).toMatchObject({ total_channels: expect.any(Number) });
  client.close();
});

test("a webhook has the picture at an address, which is fetched once", async () => {
  const made = await ann.ask({ cmd: "webhook_create", channel: "general", name: "Painter" });
  const { id, token } = made.webhook as { id: string; token: string };
  const updated = await ann.ask({ cmd: "webhook_update", id, avatar: `${elsewhere}/picture.png` });
  const { avatar } = updated.webhook as { avatar: string };
  expect(avatar).toStartWith("https://chat.example.org/pictures/");
  expect((await fetch(koine.url + new URL(avatar).pathname)).headers.get("Content-Type")).toBe("image/png");
  expect(await ann.ask({ cmd: "webhook_update", id, avatar: `${elsewhere}/nothing.png` })).toMatchObject({
    cmd: "error",
    val: "Failed to update webhook",
  });
  expect((await post(`/webhooks?token=${token}`, { content: "painted" })).status).toBe(204);
  expect(await ann.next("message_new")).toMatchObject({
    message: { content: "painted", webhook: { avatar } },
  });
  expect(await native.event("message_create")).toMatchObject({ message: { content: "painted" } });
});

test("nothing is read of whoever has no token", async () => {
  const call = halfSent(koine.url, "/webhooks?token=nobody-has-it", "application/json");
  expect(await call.status).toBe(401);
  call.end();
});

test("who sends files slowly keeps out no other address", async () => {
  const path = "/attachments/upload";
  const slow = [1, 2].map(() => halfSent(koine.url, path, "application/json"));
  const asked = () => fetch(`${koine.url}${path}`, { method: "POST", body: "no JSON" });
  await eventually(async () => (await asked()).status === 503);
  const other = halfSent(koine.url, path, "text/plain", "127.0.0.2");
  expect(await other.status).toBe(415);
  for (const call of [...slow, other]) call.end();
  await eventually(async () => (await asked()).status === 415);
});

test("a webhook posts by its token alone", async () => {
  const token = await newWebhook();
  const at = `/webhooks?token=${token}`;
  expect((await post(at, { content: "hello", username: "Builder" })).status).toBe(204);
  expect(await ann.next("message_new")).toMatchObject({
    channel: "general",
    message: { user: "originChats", content: "hello", webhook: { name: "Builder", avatar: null } },
  });
  expect(await native.event("message_create")).toMatchObject({ message: { content: "hello" } });
  expect((await post(at, { message: "as a last resort" })).status).toBe(204);
  expect(await ann.next("message_new")).toMatchObject({ message: { content: "as a last resort" } });

  // Pictures are shown by this server: nobody is sent to another for them.
  const url = `${elsewhere}/picture.png`;
  const box = { type: "image", title: "See", image: { url }, thumbnail: { url } };
  expect((await post(at, { content: "look", avatar_url: url, embeds: [box] })).status).toBe(204);
  const { message: shown } = await ann.next("message_new");
  expect(await native.event("message_create")).toMatchObject({ message: { content: "as a last resort" } });
  expect(await native.event("message_create")).toMatchObject({ message: { content: "look" } });
  const { webhook, embeds } = shown as { webhook: { avatar: string }; embeds: unknown[] };
  expect(webhook.avatar).toStartWith("https://chat.example.org/proxy/");
  expect(embeds).toMatchObject([
    { title: "See", image: { url: webhook.avatar }, thumbnail: { url: webhook.avatar } },
  ]);
  for (const base of [koine.url, ownUrl])
    expect((await fetch(base + new URL(webhook.avatar).pathname)).headers.get("Content-Type")).toBe(
      "image/png",
    );

  expect((await post("/webhooks", { content: "x" })).status).toBe(401);
  expect((await post("/webhooks?token=nobody", { content: "x" })).status).toBe(401);
  expect((await post(at, "x", { "Content-Type": "text/plain" })).status).toBe(415);
  expect((await post(at, "{")).status).toBe(400);
  expect((await post(at, "[]")).status).toBe(400);
  expect(await post(at, { content: 5 })).toMatchObject({
    status: 400,
    body: { error: "No content provided" },
  });
  expect((await post(at, { embeds: {} })).status).toBe(400);
  expect((await post(at, { embeds: Array(11).fill({ title: "x" }) })).status).toBe(400);
  expect((await post(at, `"${"x".repeat(10 * 1024 * 1024)}"`)).status).toBe(413);

  const push = {
    ref: "refs/heads/main",
    repository: { full_name: "ann/koine" },
    sender: { login: "ann" },
    commits: [{ id: "0123456789", url: "https://example.org/c", message: "one\nmore" }],
  };
  expect((await post(at, push, { "X-GitHub-Event": "push" })).status).toBe(204);
  expect(await ann.next("message_new")).toMatchObject({ message: { webhook: { name: "GitHub" } } });
  const { event } = await native.next(({ event }) => JSON.stringify(event).includes("main: 1 commit"));
  expect(event?.type).toBe("message_create");
  expect(await post(at, push, { "X-GitHub-Event": "create" })).toMatchObject({
    status: 400,
    body: { error: "Unhandled event type: create" },
  });
  let last = 204;
  while (last !== 429) last = (await post(at, { content: "again" })).status;
});

test("on its own port the wire's rules hold for every path", async () => {
  expect((await get(`${ownUrl}/info`)).status).toBe(200);
  expect((await get(`${ownUrl}/`)).status).toBe(400);
  expect((await get(`${ownUrl}/index.html`)).status).toBe(200);
  expect(await get(`${ownUrl}/nothing`)).toMatchObject({ status: 404, body: { error: "Not found" } });
  expect((await fetch(`${ownUrl}/nothing`, { method: "OPTIONS" })).status).toBe(204);
  const refused = await fetch(`${ownUrl}/info`, { method: "DELETE" });
  expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS, POST"]);
  seen.push(await refused.text());
  expect(
    (
      await told(
        await fetch(`${ownUrl}/webhooks/any?token=nobody`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: "{}",
        }),
      )
    ).status,
  ).toBe(401);
  expect((await get(`${ownUrl}/server-assets/icon`)).status).toBe(404);
});

test("more bodies at a time than are read, and too many attempts, are refused", async () => {
  const { port } = new URL(koine.url);
  const head = "POST /attachments/upload HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const slow = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const ignore = { data: () => undefined };
      const socket = await Bun.connect({ hostname: "127.0.0.1", port: Number(port), socket: ignore });
      socket.write(`${head}Content-Length: 100\r\n\r\n{`);
      return socket;
    }),
  );
  // They arrive when they do; a body without credentials is no attempt.
  let status = 0;
  while (status !== 503) ({ status } = await post("/attachments/upload", {}));
  for (const socket of slow) socket.end();
  while (status === 503) ({ status } = await post("/attachments/upload", {}));
  while (status !== 429) ({ status } = await post("/attachments/upload", wish({ validator: "wrong" })));
});

test("every text was an answer here", () => {
  const missing = Object.entries(HTTP_TEXTS).filter(([, text]) => {
    const pattern = text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, ".+");
    return !seen.some((one) => new RegExp(`^${pattern}$`).test(one));
  });
  expect(missing.map(([name]) => name)).toEqual([]);
});
