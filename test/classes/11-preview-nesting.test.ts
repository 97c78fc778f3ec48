/** Class 11: a preview does not ask for what it finds, a page nested without end is read all the same, and no proxy asks itself. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask } from "../community.ts";
import { enter, type GatewayClient, register } from "../gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { type PageServer, pageOf, startPageServer } from "../page-server.ts";

let web: PageServer;
let koine: Koine;
let client: GatewayClient;
let room_id: number;

beforeAll(async () => {
  web = startPageServer();
  koine = await startKoine({ environment: { KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1" } });
  const entered = await enter(koine.gateway, (await register(koine.url, "ann")).token);
  client = entered.client;
  room_id = entered.ready.space.default_room_id;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  web.stop();
  removeDirectories();
});

/** The first preview of a page with that in its head and body. */
async function previewOf(
  path: string,
  head: string,
  body = "",
): Promise<{ title?: string; thumbnail_url?: string }> {
  web.put(path, `${pageOf(head)}${body}`);
  const { message } = await ask(client, { type: "message_send", room_id, content: `${web.url}${path}` });
  const { id } = message as { id: number };
  const { event } = await client.next(
    ({ event: told }) => told?.type === "message_update" && told.message_id === id,
  );
  const [embed] = (event as unknown as { embeds: { title?: string }[] }).embeds;
  return embed ?? {};
}

test("class 11: the proxy does not fetch what it serves itself", async () => {
  const { thumbnail_url: first } = await previewOf(
    "/one",
    `<title>one</title><meta property="og:image" content="/picture.png">`,
  );
  const { thumbnail_url: second } = await previewOf(
    "/two",
    `<title>two</title><meta property="og:image" content="${koine.url}${first}">`,
  );
  expect(second).toMatch(/^\/proxy\//);
  expect((await fetch(`${koine.url}${second}`)).status).toBe(404);
  expect(web.asked).not.toContain("/picture.png");
  expect((await fetch(`${koine.url}${first}`)).status).toBe(200);
});

test("class 11: what a page refers to is not looked at, and nesting without end is only text", async () => {
  const { title } = await previewOf(
    "/outer",
    `<title>outer</title><link rel="alternate" type="application/json+oembed" href="/oembed.json">
     <meta http-equiv="refresh" content="0; url=/elsewhere"><meta property="og:video" content="/player">`,
    `<iframe src="/inner"></iframe>${"<div><svg>".repeat(40_000)}`,
  );
  expect(title).toBe("outer");
  for (const path of ["/oembed.json", "/elsewhere", "/player", "/inner"])
    expect(web.asked).not.toContain(path);
});
