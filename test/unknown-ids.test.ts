/**
 * What does not exist, what is of another kind and what one may not see get one and the same answer, whatever
 * the command: nobody learns from an answer that there is something.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Field, messages, type Types } from "../src/dialects/bonfire/gen/fields.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let owner: GatewayClient;
let member: GatewayClient;
/** Ids by what they are: those of `seen` exist and are seen by both, those of `hidden` by the owner alone. */
let seen: Record<Kind, number>;
let hidden: Record<Kind, number>;
let capabilities: readonly string[];

/** What an id stands for. */
type Kind = "room" | "message" | "user" | "role" | "space" | "other";

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  const [ann, bob, carl] = [
    await register(koine.url, "ann"),
    await register(koine.url, "bob"),
    await register(koine.url, "carl"),
  ];
  const entered = await enter(koine.gateway, ann.token);
  const { space } = entered.ready;
  owner = entered.client;
  capabilities = owner.packets[0]?.capabilities as readonly string[];
  const inRoom = async (room_id: number) => {
    const said = await owner.request({ type: "message_send", room_id, content: "here" });
    return (said.message as { id: number }).id;
  };
  const everyone = (entered.ready as unknown as { roles: { id: number; position: number }[] }).roles.find(
    ({ position }) => position === 0,
  )?.id;
  const made = await owner.request({
    type: "room_create",
    name: "hidden",
    overrides: [{ role_id: everyone, deny: ["view"] }],
  });
  expect(made.type).toBe("ok");
  const role = await owner.request({ type: "role_create", name: "helpers", permissions: [] });
  const room = space.default_room_id;
  const hiddenRoom = (made.room as { id: number }).id;
  seen = {
    room,
    message: await inRoom(room),
    user: carl.user.id,
    role: (role.role as { id: number }).id,
    space: space.id,
    other: room,
  };
  hidden = { ...seen, room: hiddenRoom, message: await inRoom(hiddenRoom) };
  member = (await enter(koine.gateway, bob.token)).client;
}, 60_000);

afterAll(async () => {
  await owner.close();
  await member.close();
  await koine.stop();
  removeDirectories();
});

/** Lists and pages start from an id; what an unknown one there means is each list's own matter. */
const CURSORS = new Set(["before", "after", "around"]);
/** Numbers that are no ids. */
const NO_IDS = /(_ms|^until|^limit|^position|^ends)$/;

function kindOf(name: string): Kind {
  const [, kind = "other"] = /(room|message|user|role|space)_ids?$/.exec(name) ?? [];
  if (name === "parent_id") return "room";
  if (name === "reply_to") return "message";
  if (name === "owner_id") return "user";
  return kind as Kind;
}

/** Commands with an id, and the fields that hold one. */
function commandsWithIds(): { type: string; fields: readonly Field[]; field: Field }[] {
  const requests = new Map(messages.GatewayClientEvent.map(({ name, of }) => [name, of]));
  return capabilities.flatMap((type) => {
    const fields: readonly Field[] = messages[requests.get(type) as keyof Types] ?? [];
    return fields
      .filter(({ kind, name }) => kind === "fixed64" && !CURSORS.has(name) && !NO_IDS.test(name))
      .map((field) => ({ type, fields, field }));
  });
}

/** Fields that another one of the same command replaces, or that need not be given. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  members_get: ["room_id", "space_id", "role_id"],
  permission_override_set: ["role_id", "user_id"],
  room_create: ["parent_id"],
};

/** A request whose other fields are right; only what the command needs is given. */
function request(type: string, fields: readonly Field[], field: Field, id: number): object {
  const event: Record<string, unknown> = { type };
  for (const { name, kind, mode } of fields) {
    const isId = kind === "fixed64" && mode === "plain" && name.endsWith("_id");
    if (isId && !LEFT_OUT[type]?.includes(name)) event[name] = seen[kindOf(name)];
    if (name in GIVEN) event[name] = GIVEN[name];
  }
  event[field.name] = field.mode === "repeated" ? [id] : id;
  return event;
}

const GIVEN: Readonly<Record<string, unknown>> = { emoji: "👍", content: "text", position: 1 };

async function answerTo(client: GatewayClient, event: object): Promise<string> {
  const { type, code, message } = await client.request(event);
  return type === "ok" ? "ok" : `${code}: ${message}`;
}

const NOT_FOUND = "not_found: There is no such thing, or you may not see it";

test("one answer for what does not exist, what is of another kind and what may not be seen", async () => {
  const different: object[] = [];
  let notFound = 0;
  for (const { type, fields, field } of commandsWithIds()) {
    const kind = kindOf(field.name);
    const answers: string[] = [];
    for (const id of [
      seen.message + 1_000_000_000, // Nothing at all.
      kind === "user" ? seen.room : seen.user, // Something else.
      2 ** 53 - 1,
      ...(hidden[kind] === seen[kind] ? [] : [hidden[kind]]),
    ]) {
      answers.push(await answerTo(member, request(type, fields, field, id)));
    }
    if (new Set(answers).size > 1) different.push({ [`${type}.${field.name}`]: answers });
    if (answers[0] === NOT_FOUND) notFound += 1;
  }
  expect(different).toEqual([]);
  // Most commands look for the id before anything else.
  expect(notFound).toBeGreaterThan(20);
}, 60_000);

test("one answer to those who may everything, too", async () => {
  const different: object[] = [];
  for (const { type, fields, field } of commandsWithIds()) {
    const kind = kindOf(field.name);
    const answers: string[] = [];
    for (const id of [seen.message + 1_000_000_000, kind === "user" ? seen.room : seen.user, 2 ** 53 - 1]) {
      answers.push(await answerTo(owner, request(type, fields, field, id)));
    }
    if (new Set(answers).size > 1) different.push({ [`${type}.${field.name}`]: answers });
  }
  expect(different).toEqual([]);
}, 60_000);

test("0 is no id: where one is needed, the request does not fit, whatever there is", async () => {
  for (const type of [
    "message_send",
    "message_edit",
    "message_delete",
    "history_get",
    "reaction_add",
    "typing_start",
  ]) {
    const field = commandsWithIds().find((one) => one.type === type);
    if (field === undefined) throw new Error(`No ids in ${type}`);
    const answer = await answerTo(member, request(type, field.fields, field.field, 0));
    expect(answer).toBe(`invalid: This is no ${type}: a field is missing or does not fit`);
  }
});
