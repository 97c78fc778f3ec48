/** Class 8: a link, a redirect or a picture leads no preview into the own network; and whoever is slow holds up nobody. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask } from "../community.ts";
import { enter, type GatewayClient, register } from "../gateway-client.ts";
import { type HostileWeb, startHostileWeb } from "../hostile-web.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { type PageServer, pageOf, startPageServer } from "../page-server.ts";

let outside: PageServer;
let hostile: HostileWeb;
/** Nobody may be led here. */
let inside: HostileWeb;
let koine: Koine;
let client: GatewayClient;
let room_id: number;

beforeAll(async () => {
  [outside, hostile, inside] = [startPageServer(), startHostileWeb(), startHostileWeb()];
  const hosts = `${new URL(outside.url).host},127.0.0.1:${hostile.port}`;
  koine = await startKoine({ environment: { KOINE_OUTBOUND_ALLOWED_HOSTS: hosts } });
  const entered = await enter(koine.gateway, (await register(koine.url, "ann")).token);
  client = entered.client;
  room_id = entered.ready.space.default_room_id;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  outside.stop();
  hostile.stop();
  inside.stop();
  removeDirectories();
});

/** Says these links and gives the embeds that come of it. */
async function previewsOf(
  ...links: readonly string[]
): Promise<{ thumbnail_url?: string; title?: string }[]> {
  const { message } = await ask(client, { type: "message_send", room_id, content: links.join(" ") });
  const { id } = message as { id: number };
  const { event } = await client.next(
    ({ event: told }) => told?.type === "message_update" && told.message_id === id,
  );
  return (event as unknown as { embeds: { title?: string }[] }).embeds;
}

test("class 8: private addresses are not asked, neither by a link nor by a redirect", async () => {
  outside.put("/good", pageOf("<title>good</title>"));
  const secret = `http://127.0.0.1:${inside.port}/secret`;
  const embeds = await previewsOf(
    secret,
    `http://localhost:${inside.port}/secret`,
    `http://127.0.0.1:${hostile.port}/to?${encodeURIComponent(secret)}`,
    `http://[::ffff:127.0.0.1]:${inside.port}/secret`,
    `${outside.url}/good`,
  );
  expect(embeds.map(({ title }) => title)).toEqual(["good"]);
  expect(hostile.asked).toContain("/to");
  expect(inside.asked).toEqual([]);
});

test("class 8: an answer without an end, a slow one and a silent one are given up, and the others shown", async () => {
  outside.put("/other", pageOf("<title>other</title>"));
  const at = `http://127.0.0.1:${hostile.port}`;
  const embeds = await previewsOf(
    `${at}/endless`,
    `${at}/slow`,
    `${at}/silent`,
    `${at}/bomb`,
    `${outside.url}/other`,
  );
  expect(embeds.map(({ title }) => title)).toEqual(["other"]);
  for (const path of ["/endless", "/slow", "/silent", "/bomb"]) expect(hostile.asked).toContain(path);
}, 60_000);

test("class 8: the proxy of pictures leads nowhere inside either", async () => {
  const secret = `http://127.0.0.1:${inside.port}/secret.png`;
  const redirect = `http://127.0.0.1:${hostile.port}/to?${encodeURIComponent(secret)}`;
  for (const [path, picture] of [
    ["/direct", secret],
    ["/led", redirect],
  ] as const) {
    outside.put(path, pageOf(`<title>x</title><meta property="og:image" content="${picture}">`));
    const [embed] = await previewsOf(`${outside.url}${path}`);
    expect(embed?.thumbnail_url).toMatch(/^\/proxy\//);
    expect((await fetch(`${koine.url}${embed?.thumbnail_url}`)).status).toBe(404);
  }
  expect(inside.asked).toEqual([]);
});
