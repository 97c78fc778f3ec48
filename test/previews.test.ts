/** Link previews: what a page says of itself comes under the message that links to it, and goes with its link. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, codeOf, makeRoom } from "./community.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { type PageServer, pageOf, startPageServer } from "./page-server.ts";

interface Embed {
  readonly kind: string;
  readonly link: string;
  readonly title?: string;
  readonly description?: string;
  readonly site_name?: string;
  readonly image_url?: string;
  readonly thumbnail_url?: string;
}

let koine: Koine;
let web: PageServer;
let ann: GatewayClient;
let bob: GatewayClient;
let room_id: number;

beforeAll(async () => {
  web = startPageServer();
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_LIMITS_BONFIRE: "10000/1s",
      KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
    },
  });
  const owner = await enter(koine.gateway, (await register(koine.url, "ann")).token);
  ann = owner.client;
  room_id = owner.ready.space.default_room_id;
  bob = (await enter(koine.gateway, (await register(koine.url, "bob")).token)).client;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  web.stop();
  removeDirectories();
});

async function say(content: string, more: object = {}): Promise<number> {
  const { message } = await ask(ann, { type: "message_send", room_id, content, ...more });
  return (message as { id: number }).id;
}

/** The next change of what stands under a message that is no edit, as Bob is told. */
async function previewsOf(message: number): Promise<{ embeds: Embed[]; cleared: string[] }> {
  const { event } = await bob.next(
    ({ event }) =>
      event?.type === "message_update" && event.message_id === message && event.content === undefined,
  );
  const { embeds = [], cleared = [], edited } = event as unknown as Record<string, never[]>;
  expect(edited).toBeUndefined();
  return { embeds: embeds as Embed[], cleared: cleared as string[] };
}

async function shownOf(message: number): Promise<Embed[]> {
  const { messages } = await ask(bob, { type: "history_get", room_id, limit: 50 });
  const found = (messages as { id: number; embeds?: Embed[] }[]).find(({ id }) => id === message);
  return found?.embeds ?? [];
}

test("a page's title, description, site and picture come under the message, and the picture through this server", async () => {
  web.put(
    "/article",
    pageOf(`<title>plain</title>
      <meta property="og:title" content="Fish &amp; chips &#8211; a &quot;story&quot;">
      <meta property="og:description" content="  With *salt*\n and @everyone  ">
      <meta property="og:site_name" content="The Harbour">
      <meta property="og:image" content="/picture.png"><meta name="twitter:card" content="summary_large_image">`),
  );
  const link = `${web.url}/article`;
  const id = await say(`look: ${link}`);
  const { embeds } = await previewsOf(id);
  expect(embeds).toMatchObject([
    {
      kind: "link",
      link,
      url: link,
      title: 'Fish & chips – a "story"',
      description: "With \\*salt\\* and \\@everyone",
      site_name: "The Harbour",
    },
  ]);
  expect(await shownOf(id)).toEqual(embeds);
  const address = embeds[0]?.image_url ?? "";
  expect(address).toMatch(/^\/proxy\//);
  expect(web.asked).not.toContain("/picture.png");
  const picture = await fetch(`${koine.url}${address}`);
  expect(picture.status).toBe(200);
  expect(picture.headers.get("Content-Type")).toBe("image/png");
  expect(picture.headers.get("Content-Security-Policy")).toBe("default-src 'none'; sandbox");
  expect(picture.headers.get("X-Content-Type-Options")).toBe("nosniff");
  await picture.arrayBuffer();
  expect((await fetch(`${koine.url}${address}`)).status).toBe(200);
  expect(web.asked.filter((path) => path === "/picture.png").length).toBe(1);
});

test("a page that was looked at is not asked again, and one without Open Graph has its title", async () => {
  web.put("/simple", pageOf(`<title> Only a\n title </title><meta name="description" content="and this">`));
  const link = `${web.url}/simple`;
  const first = await previewsOf(await say(link));
  expect(first.embeds).toMatchObject([{ title: "Only a title", description: "and this" }]);
  expect((await previewsOf(await say(`again ${link}`))).embeds).toEqual(first.embeds);
  expect(web.asked.filter((path) => path === "/simple").length).toBe(1);
});

test("an encoding is read as the answer, the page or its first bytes name it", async () => {
  const latin = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
  web.put("/named", latin(pageOf("<title>Grüße</title>")), {
    "Content-Type": "text/html; charset=ISO-8859-1",
  });
  web.put("/inside", latin(pageOf(`<meta charset="windows-1252"><title>Öl</title>`)), {
    "Content-Type": "text/html",
  });
  web.put("/wide", new Uint8Array(Buffer.from(`\ufeff${pageOf("<title>→ weit</title>")}`, "utf16le")));
  const paths = ["/named", "/inside", "/wide"];
  const { embeds } = await previewsOf(await say(paths.map((path) => web.url + path).join(" ")));
  expect(embeds.map(({ title }) => title)).toEqual(["Grüße", "Öl", "→ weit"]);
});

test("spoilers, code, what stands in angle brackets, and what is too many have none", async () => {
  const paths = [1, 2, 3, 4, 5, 6].map((n) => `/many/${n}`);
  for (const path of [...paths, "/hidden", "/code", "/quiet"])
    web.put(path, pageOf(`<title>${path}</title>`));
  const hidden = `||${web.url}/hidden|| \`${web.url}/code\` <${web.url}/quiet>`;
  const { embeds } = await previewsOf(
    await say(`${hidden} ${paths.map((path) => web.url + path).join(" ")}`),
  );
  expect(embeds.map(({ title }) => title)).toEqual(paths.slice(0, 5));
  for (const path of ["/hidden", "/code", "/quiet", "/many/6"]) expect(web.asked).not.toContain(path);
});

test("an edit takes the preview of a link along, and brings that of a new one", async () => {
  for (const path of ["/old", "/stays", "/new"]) web.put(path, pageOf(`<title>${path}</title>`));
  const id = await say(`${web.url}/old ${web.url}/stays`);
  expect((await previewsOf(id)).embeds.length).toBe(2);
  await ask(ann, { type: "message_edit", message_id: id, content: `${web.url}/new ${web.url}/stays` });
  const left = await previewsOf(id);
  expect(left.embeds.map(({ title }) => title)).toEqual(["/stays"]);
  const then = await previewsOf(id);
  expect(then.embeds.map(({ title }) => title)).toEqual(["/new", "/stays"]);
  await ask(ann, { type: "message_edit", message_id: id, content: "nothing" });
  expect(await previewsOf(id)).toEqual({ embeds: [], cleared: ["embeds"] });
  expect(await shownOf(id)).toEqual([]);
});

test("the author takes previews away for good, a moderator leaves an entry, others may not", async () => {
  web.put("/away", pageOf("<title>away</title>"));
  const link = `${web.url}/away`;
  const id = await say(link);
  await previewsOf(id);
  expect(await codeOf(bob, { type: "previews_remove", message_id: id })).toBe("forbidden");
  const { message } = await ask(ann, { type: "previews_remove", message_id: id });
  expect((message as { embeds?: object[] }).embeds).toBeUndefined();
  expect(await previewsOf(id)).toEqual({ embeds: [], cleared: ["embeds"] });
  await ask(ann, { type: "message_edit", message_id: id, content: `still ${link}` });
  // What is asked for after it is there; what was refused is not.
  await previewsOf(await say(`another ${link}`));
  expect(await shownOf(id)).toEqual([]);

  const { message: theirs } = await ask(bob, { type: "message_send", room_id, content: `bob: ${link}` });
  const other = (theirs as { id: number }).id;
  await previewsOf(other);
  await ask(ann, { type: "previews_remove", message_id: other });
  const { entries } = await ask(ann, { type: "audit_get", action: "previews_remove", limit: 1 });
  expect(entries).toMatchObject([{ action: "previews_remove", target_id: other }]);
});

test("a message that wants none and a room that wants none have none", async () => {
  for (const path of ["/unwanted", "/closed", "/after"]) web.put(path, pageOf(`<title>${path}</title>`));
  await say(`${web.url}/unwanted`, { no_previews: true });
  const quiet = await makeRoom(ann, "quiet");
  await ask(ann, { type: "room_update", room_id: quiet, no_previews: true });
  await bob.next(({ event }) => event?.type === "room_update" && event.no_previews === true);
  await ask(ann, { type: "message_send", room_id: quiet, content: `${web.url}/closed` });
  await ask(ann, {
    type: "thread_create",
    room_id: quiet,
    name: "talk",
    content: `${web.url}/closed`,
  });
  await previewsOf(await say(`${web.url}/after`));
  expect(web.asked).not.toContain("/unwanted");
  expect(web.asked).not.toContain("/closed");
});

test("an address that we did not sign opens nothing, and what is no picture is not passed on", async () => {
  web.put("/script.png", "<svg onload=alert(1)>", { "Content-Type": "image/png" });
  web.put("/tricky", pageOf(`<title>tricky</title><meta property="og:image" content="/script.png">`));
  const { embeds } = await previewsOf(await say(`${web.url}/tricky`));
  const address = embeds[0]?.thumbnail_url ?? "";
  expect((await fetch(`${koine.url}${address}`)).status).toBe(404);
  expect(web.asked).toContain("/script.png");
  const [, , signature] = address.split("/");
  const other = Buffer.from(`${web.url}/article`).toString("base64url");
  expect((await fetch(`${koine.url}/proxy/${signature}/${other}`)).status).toBe(404);
  const wanted = Buffer.from(`${web.url}/picture.png`).toString("base64url");
  expect((await fetch(`${koine.url}/proxy/${"A".repeat(32)}/${wanted}`)).status).toBe(404);
});

test("an instance that makes none asks for nothing", async () => {
  const off = await startKoine({
    environment: { KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1", KOINE_PREVIEWS_ENABLED: "false" },
  });
  web.put("/never", pageOf("<title>never</title>"));
  const { client, ready } = await enter(off.gateway, (await register(off.url, "cid")).token);
  const { default_room_id } = ready.space;
  await ask(client, { type: "message_send", room_id: default_room_id, content: `${web.url}/never` });
  // Stopping waits for what is being sent.
  await off.stop();
  expect(web.asked).not.toContain("/never");
}, 60_000);

test("what was wished for before the process was killed comes after it is back", async () => {
  const directory = temporaryDirectory();
  const environment = { KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1" };
  const before = await startKoine({ directory, environment });
  const { token } = await register(before.url, "dora");
  const first = await enter(before.gateway, token);
  const { default_room_id } = first.ready.space;
  const link = `${web.url}/survivor`;
  web.put("/survivor", pageOf("<title>survivor</title>"));
  await ask(first.client, { type: "message_send", room_id: default_room_id, content: link });
  await before.kill();
  const after = await startKoine({ directory, environment });
  const { client } = await enter(after.gateway, token);
  for (;;) {
    const { messages } = await ask(client, { type: "history_get", room_id: default_room_id, limit: 5 });
    const [found] = messages as { embeds?: Embed[] }[];
    if (found?.embeds === undefined) continue;
    expect(found.embeds).toMatchObject([{ title: "survivor" }]);
    break;
  }
  await after.stop();
}, 60_000);

test("the pictures that a webhook's sender names are shown through this server", async () => {
  const wish = { type: "webhook_create", kind: "incoming", name: "Builds", room_id };
  const { webhook } = await ask(ann, wish);
  const picture = `${web.url}/picture.png`;
  const response = await fetch(`${koine.url}${(webhook as { url: string }).url}?wait=true`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      content: `see ${web.url}/article`,
      avatar_url: picture,
      embeds: [{ title: "x", image: { url: picture }, thumbnail: { url: "javascript:alert(1)" } }],
    }),
  });
  expect(response.status).toBe(200);
  const { messages } = await ask(bob, { type: "history_get", room_id, limit: 1 });
  const [said] = messages as { author: { avatar: string }; embeds: Embed[] }[];
  expect(said?.author.avatar).toMatch(/^\/proxy\//);
  expect(said?.embeds).toMatchObject([{ kind: "rich", image_url: said?.author.avatar }]);
  expect(said?.embeds[0]?.thumbnail_url).toBeUndefined();
  expect((await fetch(`${koine.url}${said?.author.avatar}`)).status).toBe(200);
});
