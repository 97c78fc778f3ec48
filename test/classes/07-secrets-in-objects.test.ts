/**
 * Bug class 7: secrets inside readable objects. Tokens, password hashes, resume tokens, codes and the codes of
 * invites stand in no answer, packet, export, refusal or line of the log but the one that hands them to their owner.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { httpCalls } from "../../src/dialects/bonfire/calls.ts";
import { ask, type Community, found, makeRoom, type Person } from "../community.ts";
import { askDatabase, dumpOf } from "../database.ts";
import { removeDirectories } from "../koine.ts";
import { ON_POSTGRES } from "../postgres.ts";

const PASSWORD = "correct horse";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };
/** Known to one person alone: what it is, and the text. */
const secrets = new Map<string, string>();
let room: number;
let message: number;
let bot: number;

async function call(who: Person, method: string, path: string, body?: object) {
  const response = await fetch(town.koine.url + path, {
    method,
    headers: { Authorization: `Bearer ${who.token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
  const { owner, ann, bob } = town.people;
  room = await makeRoom(owner.client, "lounge");
  message = (
    (await ask(ann.client, { type: "message_send", room_id: room, content: "hello" })).message as {
      id: number;
    }
  ).id;
  await ask(ann.client, { type: "message_edit", message_id: message, content: "hello again" });
  const made = JSON.parse((await call(ann, "POST", "/api/v1/bots", { handle: "helper" })).text);
  bot = made.user.id;
  const code = JSON.parse(
    (await call(owner, "POST", `/api/v1/members/${bob.user.id}/password-code`)).text,
  ) as { code: string };
  const { invite } = await ask(owner.client, { type: "invite_create" });
  await ask(owner.client, { type: "timeout_set", user_id: bob.user.id, until: 0, reason: "none" });
  for (const [name, person] of Object.entries(town.people)) {
    secrets.set(`${name}'s token`, person.token);
    secrets.set(`${name}'s resume token`, person.ready.resume_token);
  }
  secrets.set("the bot's token", made.token);
  secrets.set("the code for a new password", code.code);
  secrets.set("the invite's code", (invite as { code: string }).code);
  secrets.set("the password", PASSWORD);
  const column = (sql: string) => askDatabase<{ text: string }>(town.koine.directory, sql);
  for (const [i, { text }] of [
    ...(await column("select password_hash as text from user where password_hash is not null")),
    ...(await column("select hash as text from token")),
    ...(await column("select resume_hash as text from session")),
    ...(await column("select hash as text from code")),
  ].entries())
    secrets.set(`hash ${i}`, text);
  for (const [name, text] of secrets) expect([name, text.length > 8]).toEqual([name, true]);
  expect(secrets.size).toBeGreaterThan(18);
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

/** The names of the secrets in a text. */
function within(text: string): string[] {
  return [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name);
}

const ACCOUNT = ["account", "account/export", "tokens", "bots"].map((name) => `/api/v1/${name}`);
const DOCUMENTS = ["/", "/api/v1/openapi.json", "/gateway", "/nowhere"];

function path(template: string): string {
  const ids: Record<string, number> = { room_id: room, message_id: message, user_id: bot };
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ids[name] ?? 1));
}

test("no call that reads gives a secret", async () => {
  const reads = httpCalls.filter(({ method }) => method === "GET").map((one) => path(one.path));
  for (const [name, who] of Object.entries(town.people))
    for (const at of [...reads, ...ACCOUNT, ...DOCUMENTS]) {
      const query = at.endsWith("explain") ? "?permission=ban" : at.endsWith("search") ? "?query=hello" : "";
      const { text } = await call(who, "GET", at + query);
      // Who may withdraw invites may see their codes, and the owner is one of those.
      const allowed = name === "owner" && at === "/api/v1/invites" ? ["the invite's code"] : [];
      expect({ name, at, found: within(text) }).toEqual({ name, at, found: allowed });
    }
});

test("no call that changes something, and no refusal, gives a secret", async () => {
  for (const who of [town.people.ann, town.people.bob])
    for (const { method, path: template } of httpCalls) {
      if (method === "GET" || /spaces\/\{space_id\}\/leave/.test(template)) continue;
      const at = path(template);
      // Nonsense and nothing: answers and refusals of every kind.
      for (const body of method === "DELETE"
        ? [undefined]
        : [{}, { content: "x", name: "x", code: "x", user_id: -1 }]) {
        const { text } = await call(who, method, at, body);
        expect({ method, at, found: within(text) }).toEqual({ method, at, found: [] });
      }
    }
  const wrong = { handle: "ann", password: `${PASSWORD}!` };
  expect(within((await call(town.people.bob, "POST", "/api/v1/login", wrong)).text)).toEqual([]);
  expect(
    within(
      (await call(town.people.bob, "POST", "/api/v1/password/reset", { code: "x", password: "y" })).text,
    ),
  ).toEqual([]);
});

test("no packet gives another's secret, and one's own only when the session begins", async () => {
  for (const [name, { client }] of Object.entries(town.people)) {
    await client.request({ type: "heartbeat" });
    const own = name === "owner" ? ["the invite's code"] : [];
    for (const packet of client.packets) {
      const allowed = packet.event?.type === "ready" ? [`${name}'s resume token`] : own;
      const names = within(JSON.stringify(packet)).filter((found) => !allowed.includes(found));
      expect({ name, type: packet.event?.type, found: names }).toEqual({
        name,
        type: packet.event?.type,
        found: [],
      });
    }
  }
});

test("the log holds no secret", () => {
  expect(town.koine.lines.length).toBeGreaterThan(0);
  expect(within(town.koine.lines.join("\n"))).toEqual([]);
});

test("the database holds no secret in plain text, but the codes of invites, which are shown again", async () => {
  await town.koine.stop();
  const file = ON_POSTGRES
    ? Buffer.from(await dumpOf(town.koine.directory))
    : Buffer.from(await Bun.file(join(town.koine.directory, "koine.db")).arrayBuffer());
  const plain = [...secrets].filter(([name]) => !name.startsWith("hash") && name !== "the invite's code");
  expect(plain.filter(([, secret]) => file.includes(secret)).map(([name]) => name)).toEqual([]);
});
