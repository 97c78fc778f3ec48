/** A space that is exported and imported is the same space: compared as clients see it. */

import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nothing, type State } from "../sdk/src/state.ts";
import { VERSION } from "../src/store/sqlite/schema.ts";
import { leftOut, spaceTables } from "../src/store/sqlite/space-rows.ts";
import { askKoine, runKoine } from "./command-line.ts";
import { ask } from "./community.ts";
import { upload } from "./files-client.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { contentOf, signatureOf, startHookReceiver } from "./hook-receiver.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { oldDatabase } from "./old-database.ts";
import { png } from "./pictures.ts";
import { comparable, observe } from "./proof-observer.ts";
import { type Cast, steps } from "./proof-steps.ts";

setDefaultTimeout(120_000);

afterAll(async () => {
  await (await made).koine.stop();
  removeDirectories();
});

/** A backend that brings nothing in, for the steps. */
const options = ["--config", join(import.meta.dir, "../src/dialects/bonfire/transcripts/backends.toml")];

const PASSWORD = "a password for both";

/** What somebody with the handle sees of the space, as a new session is told it. */
async function seen(koine: Koine, handle: string): Promise<unknown> {
  await askKoine(["user", "password", handle], { data: koine.directory, input: `${PASSWORD}\n` });
  const response = await fetch(`${koine.url}/api/v1/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle, password: PASSWORD }),
  });
  const { token } = (await response.json()) as { token: string };
  const { client, state } = await observe(koine.gateway, token);
  const all = state();
  await client.close();
  return comparable(ofSpace(all), new Set());
}

/** Without what belongs to the instance and not to the space: dialogs, groups, notes, one's own stream and settings. */
function ofSpace(state: State): State {
  const isOurs = (id: string): boolean => {
    const kind = state.rooms[Number(id)]?.kind;
    return !["dialog", "group", "notes"].includes(String(kind)) && Number(id) !== state.user?.id;
  };
  const ours = <T>(all: Readonly<Record<number, T>>): Record<number, T> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => isOurs(id)));
  const rooms = ours(state.rooms);
  const { positions, receipts, messages } = state;
  const known = ([id]: readonly [string, unknown]): boolean => rooms[Number(id)] !== undefined;
  return {
    ...state,
    rooms,
    settings: nothing.settings,
    // The staff's stream has more when a backend says how it is.
    positions: Object.fromEntries(
      Object.entries(ours(positions)).filter(
        ([id]) => rooms[Number(id)] !== undefined || Number(id) === state.space?.id,
      ),
    ),
    receipts: Object.fromEntries(Object.entries(receipts).filter(known)),
    messages: Object.fromEntries(Object.entries(messages).filter(known)),
  };
}

test("after every command there is, what was exported and imported is what clients saw before", async () => {
  const koine = await startKoine({ environment: UNLIMITED, options });
  const [ann, bob, eve] = [
    await register(koine.url, "ann"),
    await register(koine.url, "bob"),
    await register(koine.url, "eve"),
  ];
  const watchers = {
    ann: await observe(koine.gateway, ann.token),
    bob: await observe(koine.gateway, bob.token),
    eve: await observe(koine.gateway, eve.token),
  };
  const cast: Cast = {
    ...watchers,
    ids: { ann: ann.user.id, bob: bob.user.id, eve: eve.user.id },
    url: koine.url,
    tokens: { ann: ann.token, bob: bob.token, eve: eve.token },
    room: watchers.ann.state().space?.default_room_id ?? 0,
    space: watchers.ann.state().space?.id ?? 0,
    made: {},
  };
  for (const { run } of steps) await run(cast);
  await leaveTraces(cast);
  const { users } = await askKoine<{ users: { handle: string; is: string }[] }>(["user", "list"], {
    data: koine.directory,
  });
  const people = users.filter(({ is }) => is !== "bot").map(({ handle }) => handle);
  expect(people.length).toBeGreaterThanOrEqual(2);
  const before = new Map<string, unknown>();
  for (const handle of people) before.set(handle, await seen(koine, handle));
  const folder = join(temporaryDirectory(), "space");
  await askKoine(["export", folder], { data: koine.directory });
  await koine.stop();

  const data = temporaryDirectory();
  await askKoine(["import", folder], { data });
  const moved = await startKoine({ directory: data, environment: UNLIMITED });
  for (const handle of people) expect(await seen(moved, handle)).toEqual(before.get(handle));
  const { client, ready } = await enter(moved.gateway, await tokenOf(moved, people[0] ?? ""));
  const said = await client.request({
    type: "message_send",
    room_id: ready.space.default_room_id,
    content: "life goes on here",
  });
  expect(said.type).toBe("ok");
  expect(await moved.stop()).toBe(0);
});

/** The steps take back much of what they do: this stays. */
async function leaveTraces({ ann, room: room_id, ids }: Cast): Promise<void> {
  const carriedOut = async (request: Parameters<typeof ann.request>[0]) => {
    const answer = await ann.request(request);
    expect({ request, type: answer.type }).toEqual({ request, type: "ok" });
    return answer;
  };
  const said = await carriedOut({ type: "message_send", room_id, content: `hello <@${ids.eve}>` });
  const message_id = (said.message as { id: number }).id;
  await carriedOut({ type: "reaction_add", message_id, emoji: "👍" });
  await carriedOut({ type: "pin_add", message_id });
  await carriedOut({ type: "message_edit", message_id, content: `good morning <@${ids.eve}>` });
  const poll = { question: "Coffee?", options: ["yes", "no"] };
  const asked = await carriedOut({ type: "poll_create", room_id, ...poll });
  await carriedOut({ type: "poll_vote", message_id: (asked.message as { id: number }).id, option_ids: [1] });
}

async function tokenOf(koine: Koine, handle: string): Promise<string> {
  const response = await fetch(`${koine.url}/api/v1/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle, password: PASSWORD }),
  });
  return ((await response.json()) as { token: string }).token;
}

/** A server with a few messages, one of them deleted, an edited one, and a file; and its export. */
async function exported() {
  const koine = await startKoine({ environment: UNLIMITED });
  const { token } = await register(koine.url, "ann", "the horse's password");
  const { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const say = async (content: string, more: object = {}) => {
    const answer = await client.request({ type: "message_send", room_id, content, ...more });
    return (answer.message as { id: number }).id;
  };
  await say("a needle in here");
  const gone = await say("what nobody shall read again");
  await client.request({ type: "message_delete", message_id: gone });
  const file = await upload(koine.url, token, "bytes of a file", { name: "../../etc/passwd" });
  await say("with a file", { attachment_ids: [file.id] });
  const wiped = await upload(koine.url, token, "bytes that are gone", { name: "gone.txt" });
  const second = await say("with another", { attachment_ids: [wiped.id] });
  await client.request({ type: "message_delete", message_id: second });
  const invite = await client.request({ type: "invite_create", max_uses: 0 });
  const hook = { type: "webhook_create", room_id } as const;
  const incoming = (await ask(client, { ...hook, kind: "incoming", name: "Builds" })).webhook as Hook;
  const url = "http://127.0.0.1:9/hook";
  const outgoing = (await ask(client, { ...hook, kind: "outgoing", name: "Mirror", url })).webhook as Hook;
  await post(koine, incoming, "built");
  const folder = join(temporaryDirectory(), "space");
  await askKoine(["export", folder], { data: koine.directory });
  const code = String((invite.invite as { code?: string } | undefined)?.code);
  const hash = createHash("sha256").update(incoming.secret).digest("base64url");
  const secrets = [token, code, "the horse's password", incoming.secret, hash, outgoing.secret];
  return { koine, folder, token, room_id, secrets, incoming, outgoing };
}

interface Hook {
  readonly id: number;
  readonly secret: string;
  readonly url: string;
  readonly disabled?: boolean;
}

/** Posts with the secret of a webhook; gives the status. */
async function post(koine: Koine, { id, secret }: Hook, content: string): Promise<number> {
  const response = await fetch(`${koine.url}/webhooks/${id}/${secret}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ content }),
  });
  return response.status;
}

const made = exported();

test("what was deleted is in no export, and no secret is", async () => {
  const { folder, secrets } = await made;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const all = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n");
  expect(all).toContain("a needle in here");
  expect(all).toContain("bytes of a file");
  expect(all).not.toContain("what nobody shall read again");
  expect(all).not.toContain("bytes that are gone");
  expect(secrets.every((secret) => secret.length > 5)).toBe(true);
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).not.toContain("argon2");
});

test("importing twice changes nothing, also after life went on", async () => {
  const { folder } = await made;
  const data = temporaryDirectory();
  expect(await askKoine<object>(["import", folder], { data })).toMatchObject({ imported: true, files: 1 });
  await askKoine(["user", "password", "ann"], { data, input: `${PASSWORD}\n` });
  const koine = await startKoine({ directory: data, environment: UNLIMITED });
  const { client, ready } = await enter(koine.gateway, await tokenOf(koine, "ann"));
  const room_id = ready.space.default_room_id;
  const found = await client.request({ type: "search", query: "needle", room_id });
  expect((found.messages as unknown[]).length).toBe(1);
  await client.request({ type: "message_send", room_id, content: "a new one" });
  await koine.stop();
  const rows = tablesOf(data);
  expect(await askKoine<object>(["import", folder], { data })).toMatchObject({ imported: false });
  expect(tablesOf(data)).toEqual(rows);
});

test("pictures of other servers are shown after an import, in embeds and beside names", async () => {
  const { koine, folder, incoming, room_id } = await made;
  const web = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }) => new Response(png(8, url.endsWith("/face.png") ? 8 : 4)),
  });
  const there = `http://127.0.0.1:${web.port}`;
  const response = await fetch(`${koine.url}/webhooks/${incoming.id}/${incoming.secret}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      content: "illustrated",
      avatar_url: `${there}/face.png`,
      embeds: [{ title: "see", image: { url: `${there}/picture.png` } }],
    }),
  });
  expect(response.status).toBe(204);
  await askKoine(["export", `${folder}-pictures`], { data: koine.directory });
  const data = temporaryDirectory();
  await askKoine(["import", `${folder}-pictures`], { data });
  await askKoine(["user", "password", "ann"], { data, input: `${PASSWORD}\n` });
  const moved = await startKoine({
    directory: data,
    environment: { ...UNLIMITED, KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1" },
  });
  const { client } = await enter(moved.gateway, await tokenOf(moved, "ann"));
  const { messages } = await ask(client, { type: "history_get", room_id, limit: 50 });
  const said = (messages as Illustrated[]).find(({ content }) => content === "illustrated");
  for (const address of [said?.author.avatar, said?.embeds?.[0]?.image_url]) {
    expect(address).toMatch(/^\/proxy\//);
    expect((await fetch(`${moved.url}${address}`)).headers.get("Content-Type")).toBe("image/png");
  }
  await client.close();
  await moved.stop();
  await web.stop(true);
});

interface Illustrated {
  readonly content: string;
  readonly author: { readonly avatar?: string };
  readonly embeds?: readonly { readonly image_url?: string }[];
}

test("webhooks come along without their secrets: they work again when they are rotated", async () => {
  const { folder, incoming, outgoing } = await made;
  const data = temporaryDirectory();
  await askKoine(["import", folder], { data });
  await askKoine(["user", "password", "ann"], { data, input: `${PASSWORD}\n` });
  const receiver = startHookReceiver();
  const koine = await startKoine({
    directory: data,
    environment: { ...UNLIMITED, KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1" },
  });
  const { client } = await enter(koine.gateway, await tokenOf(koine, "ann"));
  const { webhooks } = await ask(client, { type: "webhooks_get" });
  expect(webhooks).toMatchObject([
    { id: incoming.id, name: "Builds", kind: "incoming" },
    { id: outgoing.id, name: "Mirror", kind: "outgoing", url: "http://127.0.0.1:9/hook", disabled: true },
  ]);

  // The old secret opens nothing, the new one posts as the same author.
  expect(await post(koine, incoming, "old")).toBe(404);
  const rotate = { type: "webhook_rotate", webhook_id: incoming.id };
  const opened = (await ask(client, rotate)).webhook as Hook;
  const anew = { type: "webhook_rotate", webhook_id: outgoing.id };
  const { secret } = (await ask(client, anew)).webhook as Hook;
  expect(secret).not.toBe(outgoing.secret);
  const change = { type: "webhook_update", webhook_id: outgoing.id, url: receiver.url, disabled: false };
  await ask(client, change);
  expect(await post(koine, opened, "new")).toBe(204);
  const delivery = await receiver.delivery((one) => contentOf(one) === "new");
  expect(delivery.signature).toBe(signatureOf(secret, delivery));
  expect(delivery.told).toMatchObject({
    event: { message: { author: { id: incoming.id, name: "Builds" } } },
  });
  receiver.stop();
  expect(await koine.stop()).toBe(0);
});

/** All rows of all ordinary tables. */
function tablesOf(data: string): Record<string, unknown[]> {
  const db = new Database(join(data, "koine.db"), { readonly: true });
  const names = [...spaceTables.map(({ name }) => name), ...Object.keys(leftOut)];
  const rows = names.map((name) => [name, db.query(`select * from "${name}"`).all()]);
  db.close();
  return Object.fromEntries(rows);
}

test("a server with a life of its own is not imported into", async () => {
  const { folder, koine } = await made;
  expect(await runKoine(["import", folder], { data: koine.directory })).toMatchObject({
    code: 1,
    err: `Another Koine is running on ${koine.directory}\n`,
  });
  const data = temporaryDirectory();
  await askKoine(["user", "create", "zoe", "--generate"], { data });
  const rows = tablesOf(data);
  const { code, err } = await runKoine(["import", folder], { data });
  expect(code).toBe(1);
  expect(err).toContain("There are accounts here already");
  expect(tablesOf(data)).toEqual(rows);
});

/** Imports a changed copy, which must be refused and leave an empty database; gives what was said. */
async function refusalOf(change: (lines: string[]) => string[], signs = true): Promise<string> {
  const { folder } = await made;
  const copy = join(temporaryDirectory(), "space");
  cpSync(folder, copy, { recursive: true });
  const path = join(copy, "space.jsonl");
  const lines = change(readFileSync(path, "utf8").trimEnd().split("\n"));
  const body = signs ? lines.slice(0, -1) : lines;
  const sha256 = createHash("sha256")
    .update(`${body.join("\n")}\n`)
    .digest("hex");
  const end = JSON.stringify({ end: { rows: body.length - 1, sha256 } });
  writeFileSync(path, `${(signs ? [...body, end] : body).join("\n")}\n`);
  const data = temporaryDirectory();
  const { code, err } = await runKoine(["import", copy], { data });
  expect(code).toBe(1);
  if (existsSync(join(data, "koine.db"))) expect(tablesOf(data)).toMatchObject({ user: [], message: [] });
  expect(readdirSync(join(data, "..")).includes("passwd")).toBe(false);
  return err;
}

test("an export that is cut off, changed, newer or of something else is refused", async () => {
  expect(await refusalOf((lines) => lines.slice(0, -1), false)).toContain("The export is cut off");
  expect(await refusalOf((lines) => lines.map((line) => line.replace("needle", "noodle")), false)).toContain(
    "The export is damaged",
  );
  expect(await refusalOf((lines) => lines.toSpliced(5, 1), false)).toContain("The export is damaged");
  const newer = (field: string, value: number) => (lines: string[]) => {
    const head = JSON.parse(lines[0] ?? "") as { koine: object };
    return lines.with(0, JSON.stringify({ koine: { ...head.koine, [field]: value } }));
  };
  expect(await refusalOf(newer("format", 2))).toContain("The export has the form 2, this program knows 1");
  expect(await refusalOf(newer("schema", VERSION + 1))).toContain(`this program knows ${VERSION}`);
  expect(await refusalOf((lines) => lines.toSpliced(1, 0, '{"meta":{"key":"a","value":"b"}}'))).toContain(
    "The export holds what this program does not know: meta",
  );
  // What no export holds is not read either: whoever wrote it would know the secret.
  expect(
    await refusalOf((lines) => lines.toSpliced(1, 0, '{"user":{"id":7,"password_hash":"x"}}')),
  ).toContain("The export holds what this program does not know: user with password_hash");
  expect(await refusalOf((lines) => lines.toSpliced(1, 0, '{"space":{"id) values (1); --":1}}'))).toContain(
    "The export holds what this program does not know: space",
  );
});

test("every table of the database is exported, or left out for a reason", () => {
  const data = temporaryDirectory();
  oldDatabase(data, VERSION, 1);
  const db = new Database(join(data, "koine.db"), { readonly: true });
  const tables = db
    .query<{ name: string }, []>(
      "select name from pragma_table_list where schema = 'main' and type = 'table'",
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("sqlite_"));
  db.close();
  const known = [...spaceTables.map(({ name }) => name), ...Object.keys(leftOut)];
  expect(tables.toSorted()).toEqual(known.toSorted());
  rmSync(data, { recursive: true });
});
