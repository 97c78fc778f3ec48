/**
 * Bug class 35: an object where a value was expected. Every field of every command, and of every call about
 * accounts, is given objects, lists and operators instead of its value: it is refused, and nothing is done.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { httpCalls } from "../../src/dialects/bonfire/calls.ts";
import { type Field, messages } from "../../src/dialects/bonfire/gen/fields.ts";
import { ask, type Community, found, makeRoom, type Person } from "../community.ts";
import { askDatabase } from "../database.ts";
import { errorLines } from "../health.ts";
import { removeDirectories } from "../koine.ts";

const OPERATORS: readonly unknown[] = [
  { $gt: "" },
  { $ne: null, toString: "x" },
  [{ $regex: ".*" }],
  JSON.parse('{"__proto__": {"admin": true}}'),
  [[1]],
];

let town: Community & { readonly people: Readonly<Record<"owner" | "ann", Person>> };
let room: number;
let message: number;

beforeAll(async () => {
  town = await found("owner", "ann");
  const { client } = town.people.owner;
  room = await makeRoom(client, "lounge");
  const sent = await ask(client, { type: "message_send", room_id: room, content: "untouched" });
  message = (sent.message as { id: number }).id;
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const variants = messages.GatewayClientEvent.filter(
  ({ mode, kind }) => mode === "variant" && kind === "message",
);

function fieldsOf(variant: string): readonly Field[] {
  const name = variants.find((one) => one.name === variant)?.of ?? "";
  return messages[name as keyof typeof messages];
}

/** A good value of each field, as far as one can be said for all. */
function value({ name, kind, mode }: Field): unknown {
  const ids: Record<string, number> = {
    room_id: room,
    message_id: message,
    user_id: town.people.ann.user.id,
    space_id: town.space,
  };
  const one = ids[name] ?? (kind === "string" ? "x" : kind === "bool" ? false : kind === "message" ? {} : 0);
  return mode === "repeated" ? [] : one;
}

/** Requests in which one field, and only one, is not what it should be. */
function* poisoned(
  variant: string,
): Generator<{ field: string; bad: unknown; input: Record<string, unknown> }> {
  const fields = fieldsOf(variant);
  const good = Object.fromEntries(fields.map((field) => [field.name, value(field)]));
  for (const { name, kind, mode } of fields)
    for (const bad of OPERATORS) {
      // An object is a message's own form, a list of them that of several; unknown fields in them mean nothing.
      if (kind === "message" && (mode === "repeated" || !Array.isArray(bad)) && !isListOfLists(bad, mode))
        continue;
      yield { field: name, bad, input: { ...good, [name]: bad } };
    }
}

function isListOfLists(bad: unknown, mode: string): boolean {
  return mode === "repeated" && (!Array.isArray(bad) || Array.isArray(bad[0]));
}

/** What is stored; the times at which sessions and tokens were last seen apart. */
async function stored(): Promise<string> {
  const rows = async (sql: string) => JSON.stringify(await askDatabase(town.koine.directory, sql));
  const tables = [
    "select * from message order by id",
    "select stream, seq, type, subject from log order by stream, seq",
    "select * from room order by id",
    "select * from role order by id",
    "select * from member order by user",
    "select id, handle, name, password_hash from user order by id",
    "select id, user, hash, kind from token order by id",
    "select * from ban",
    "select * from invite",
    "select * from receipt order by room, user",
    "select * from block",
  ].map(rows);
  return (await Promise.all(tables)).join("\n");
}

async function http(method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
  const headers = { Authorization: `Bearer ${town.people.owner.token}`, "Content-Type": "application/json" };
  const response = await fetch(town.koine.url + path, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

async function isUnharmed(before: string): Promise<void> {
  expect(await stored()).toBe(before);
  expect(errorLines(town.koine)).toEqual([]);
  const { messages: page } = await ask(town.people.ann.client, { type: "history_get", room_id: room });
  expect((page as { content: string }[]).map(({ content }) => content)).toEqual(["untouched"]);
  expect(Reflect.get({}, "admin")).toBeUndefined();
}

test("over the gateway", async () => {
  const before = await stored();
  let asked = 0;
  let { client } = await town.again(town.people.owner);
  for (const { name: variant } of variants)
    for (const { field, bad, input } of poisoned(variant)) {
      // Few of a connection: who sends much that cannot be read is closed.
      if (asked % 4 === 3) {
        await client.close();
        client = (await town.again(town.people.owner)).client;
      }
      const answer = await client.request({ ...input, type: variant });
      expect({ variant, field, bad, code: answer.code }).toMatchObject({
        code: expect.stringMatching(/^(undecodable|invalid)$/),
      });
      asked += 1;
    }
  await client.close();
  expect(asked).toBeGreaterThan(500);
  await isUnharmed(before);
}, 180_000);

test("in the bodies of HTTP calls", async () => {
  const before = await stored();
  let asked = 0;
  for (const { variant, method, path } of httpCalls) {
    if (method === "GET" || method === "DELETE") continue;
    for (const { field, bad, input } of poisoned(variant)) {
      if (path.includes(`{${field}}`)) continue;
      const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
      const { status, text } = await http(method, at, input);
      expect({ variant, field, bad, status, text }).toMatchObject({ status: 400 });
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(300);
  await isUnharmed(before);
}, 180_000);

test("in the calls about accounts", async () => {
  const before = await stored();
  const calls: [string, Record<string, unknown>][] = [
    ["/api/v1/register", { handle: "eve", password: "correct horse", name: "Eve", invite: "", client: "" }],
    ["/api/v1/login", { handle: "owner", password: "correct horse", client: "" }],
    ["/api/v1/password", { old: "correct horse", new: "battery staple" }],
    ["/api/v1/password/reset", { code: "code", password: "battery staple" }],
    ["/api/v1/account/delete", { password: "correct horse", with_messages: true }],
    ["/api/v1/bots", { handle: "robot", name: "Robot", scopes: ["view"] }],
  ];
  for (const [path, good] of calls)
    for (const field of Object.keys(good))
      for (const bad of OPERATORS) {
        const { status, text } = await http("POST", path, { ...good, [field]: bad });
        expect({ path, field, bad, status, text }).toMatchObject({ status: 400 });
      }
  await isUnharmed(before);
}, 60_000);
