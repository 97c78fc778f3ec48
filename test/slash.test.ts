/** Slash commands over the wire: what a bot offers, how it is asked, who sees the answer. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, startKoine } from "./koine.ts";

let koine: Koine;
let owner: GatewayClient;
let member: GatewayClient;
let bot: GatewayClient;
let botToken = "";
let ownerToken = "";
let ids: { owner: number; member: number; room: number };

beforeAll(async () => {
  koine = await startKoine();
  const [first, second] = [await register(koine.url, "olga"), await register(koine.url, "mira")];
  ownerToken = first.token;
  const entered = await enter(koine.gateway, ownerToken);
  owner = entered.client;
  ({ client: member } = await enter(koine.gateway, second.token));
  botToken = (await makeBot("dice")).token;
  ({ client: bot } = await enter(koine.gateway, botToken));
  const { default_room_id } = entered.ready.space;
  ids = { owner: first.user.id, member: second.user.id, room: default_room_id };
  await bot.request({ type: "command_register", ...ROLL });
});

afterAll(() => koine.stop());

async function makeBot(handle: string): Promise<{ token: string; user: { id: number } }> {
  const made = await fetch(`${koine.url}/api/v1/bots`, {
    method: "POST",
    headers: { authorization: `Bearer ${ownerToken}` },
    body: JSON.stringify({ handle }),
  });
  return (await made.json()) as { token: string; user: { id: number } };
}

const ROLL = {
  name: "roll",
  description: "Roll dice",
  options: [
    { name: "sides", kind: "integer", required: true, min: "2", max: "100" },
    { name: "for", kind: "user" },
    { name: "colour", kind: "choice", choices: [{ name: "Red", value: "red" }] },
  ],
};

function call(client: GatewayClient, name: string, given: Record<string, string> = {}, more: object = {}) {
  const asked = Object.entries(given).map(([key, value]) => ({ name: key, value }));
  return client.request({ type: "command_call", room_id: ids.room, name, arguments: asked, ...more });
}

test("a command stands in ready, and is told to those who are there", async () => {
  const told = await member.event("command_update");
  expect(told.command).toMatchObject({ name: "roll", bot: { handle: "dice" } });
  const { client: late, ready } = await enter(koine.gateway, botToken);
  const { commands } = ready as unknown as { commands: { name: string }[] };
  const names = commands.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(names).toContain("roll");
  expect(names).toContain("help");
  await late.close();
});

test("the bot is told, and its answer is a message for all that says whose command it was", async () => {
  const asked = await call(member, "roll", { sides: "6", for: "@olga" });
  expect(asked).toMatchObject({ type: "ok" });
  const told = await bot.event("command_call");
  expect(told).toMatchObject({
    call_id: asked.call_id,
    room_id: ids.room,
    name: "roll",
    user: { handle: "mira" },
    arguments: [
      { name: "sides", value: "6" },
      { name: "for", value: String(ids.owner) },
    ],
  });
  await bot.request({ type: "command_answer", call_id: told.call_id, content: "**4**" });
  const { message } = await owner.event("message_create");
  expect(message).toMatchObject({
    content: "**4**",
    author: { handle: "dice" },
    command_call_id: asked.call_id,
    command_name: "roll",
    command_user: { handle: "mira" },
  });
  const { messages } = await owner.request({ type: "history_get", room_id: ids.room, limit: 1 });
  expect(messages).toMatchObject([{ command_name: "roll", command_user: { handle: "mira" } }]);
  const again = { type: "command_answer", call_id: told.call_id, content: "5" };
  expect(await bot.request(again)).toMatchObject({ type: "error", code: "not_found" });
});

test("an answer for the caller alone reaches nobody else, and is in no history", async () => {
  const asked = await call(member, "roll", { sides: "20" });
  const answer = { type: "command_answer", call_id: asked.call_id, content: "psst 17", only_caller: true };
  expect(await bot.request(answer)).toMatchObject({ type: "ok" });
  const { message } = await member.next(({ event }) => isPrivate(event)).then(({ event }) => event as never);
  expect(message).toMatchObject({ content: "psst 17", only_for: ids.member, command_name: "roll" });
  await owner.request({ type: "message_send", room_id: ids.room, content: "after it" });
  const { messages } = await owner.request({ type: "history_get", room_id: ids.room, limit: 50 });
  expect(JSON.stringify(messages)).not.toContain("psst");
  expect(JSON.stringify(owner.packets)).not.toContain("psst");
});

function isPrivate(event: unknown): boolean {
  return (event as { message?: { only_for?: number } } | undefined)?.message?.only_for !== undefined;
}

test.each<[string, Record<string, string>, string]>([
  ["a missing argument", {}, "invalid"],
  ["an argument that it does not have", { sides: "6", side: "7" }, "invalid"],
  ["text for a number", { sides: "six" }, "invalid"],
  ["a fraction for an integer", { sides: "6.5" }, "invalid"],
  ["a number above the greatest", { sides: "101" }, "invalid"],
  ["a choice that there is not", { sides: "6", colour: "blue" }, "invalid"],
  ["a user that there is not", { sides: "6", for: "nobody" }, "not_found"],
])("%s is refused, and the bot hears nothing", async (_name, given, code) => {
  expect(await call(member, "roll", given)).toMatchObject({ type: "error", code });
  const heard = bot.packets.filter(({ event }) => event?.type === "command_call").length;
  await bot.request({ type: "heartbeat" });
  expect(bot.packets.filter(({ event }) => event?.type === "command_call").length).toBe(heard);
});

test("arguments of every kind reach the bot as it was promised, and others are refused", async () => {
  const { role } = await owner.request({ type: "role_create", name: "crew" });
  const { room } = await owner.request({ type: "room_create", name: "hidden" });
  const [crew, hidden] = [(role as { id: number }).id, (room as { id: number }).id];
  await owner.request({
    type: "permission_override_set",
    room_id: hidden,
    user_id: ids.member,
    deny: ["view"],
  });
  const kinds = ["string", "integer", "number", "boolean", "user", "room", "role"];
  const options = [
    ...kinds.map((kind) => ({ name: kind, kind })),
    { name: "choice", kind: "choice", choices: [{ name: "Red", value: "red" }] },
  ];
  await bot.request({ type: "command_register", name: "kinds", options });
  const given = {
    string: "some text",
    integer: "-7",
    number: "2.50",
    boolean: "true",
    user: String(ids.owner),
    room: String(ids.room),
    role: String(crew),
    choice: "red",
  };
  expect(await call(member, "kinds", given)).toMatchObject({ type: "ok" });
  const told = await bot.next(({ event }) => event?.type === "command_call" && event.name === "kinds");
  const values = { ...given, number: "2.5" };
  expect(told.event?.arguments).toEqual(Object.entries(values).map(([name, value]) => ({ name, value })));
  const wrong: [Record<string, string>, string][] = [
    [{ integer: "1e3" }, "invalid"],
    [{ number: "NaN" }, "invalid"],
    [{ boolean: "yes" }, "invalid"],
    [{ user: "12345" }, "not_found"],
    [{ room: String(hidden) }, "not_found"], // The caller does not see it.
    [{ room: "12345" }, "not_found"],
    [{ role: String(ids.room) }, "not_found"],
  ];
  for (const [more, code] of wrong) expect(await call(member, "kinds", more)).toMatchObject({ code });
});

test("the same nonce asks the bot once", async () => {
  const first = await call(member, "roll", { sides: "6" }, { nonce: "once" });
  const again = await call(member, "roll", { sides: "6" }, { nonce: "once" });
  expect(again.call_id).toBe(first.call_id);
});

test("a bot that was away is told what waits for it", async () => {
  const away = await makeBot("sleepy");
  const { client: first, ready } = await enter(koine.gateway, away.token);
  await first.request({ type: "command_register", name: "wake" });
  await first.close();
  const asked = await call(member, "wake");
  const second = await connect(koine.gateway);
  const { resume_token, positions } = ready;
  second.send({ token: away.token, resume: { resume_token, positions } });
  expect(await second.event("command_call")).toMatchObject({ call_id: asked.call_id, name: "wake" });
  const reply = { type: "command_answer", call_id: asked.call_id, content: "good morning" };
  expect(await second.request(reply)).toMatchObject({ type: "ok" });
  await second.close();
});

test("what needs a permission is refused to those who lack it", async () => {
  await bot.request({ type: "command_register", name: "wipe", permission: "delete_any" });
  expect(await call(member, "wipe")).toMatchObject({ type: "error", code: "forbidden" });
  expect(await call(owner, "wipe")).toMatchObject({ type: "ok" });
});

test("a bot that is removed takes its commands with it", async () => {
  const made = await makeBot("guest");
  const { client: guest } = await enter(koine.gateway, made.token);
  const { command } = await guest.request({ type: "command_register", name: "visit" });
  const { id } = command as { id: number };
  await owner.request({ type: "kick", user_id: made.user.id });
  const gone = await member.next(
    ({ event }) => event?.type === "command_update" && event.command_id === id && !event.command,
  );
  expect(gone.stream).toBeDefined();
  expect(await call(member, "visit")).toMatchObject({ type: "error", code: "not_found" });
  await guest.close();
});

test("nobody offers a command with the name of one of the server's", async () => {
  const answer = await bot.request({ type: "command_register", name: "ban" });
  expect(answer).toMatchObject({ type: "error", code: "name_taken" });
});

test("the server's own: nick, me, poll, mute and help", async () => {
  expect(await call(member, "nick", { nickname: "mimi" })).toMatchObject({
    type: "ok",
    message: { content: "You are **mimi** here.", author: { handle: "koine" } },
  });
  expect((await owner.event("member_update")).member).toMatchObject({ nickname: "mimi" });
  const said = await call(member, "me", { text: "waves" });
  expect(said.message).toMatchObject({ content: "_waves_", author: { handle: "mira" } });
  const asked = await call(member, "poll", { question: "Tea?", options: "yes | no" });
  expect(asked.message).toMatchObject({ kind: "poll", poll: { question: "Tea?" } });
  expect(await call(member, "mute", { user: "olga", seconds: "60" })).toMatchObject({ code: "forbidden" });
  expect(await call(owner, "mute", { user: "@mira", seconds: "60" })).toMatchObject({ type: "ok" });
  expect(await call(member, "me", { text: "waves again" })).toMatchObject({ code: "forbidden" });
  expect(await call(owner, "unmute", { user: "@mira" })).toMatchObject({ type: "ok" });
  const help = await call(member, "help");
  expect((help.message as { content: string }).content).toContain("`/roll` Roll dice");
  expect((help.message as { content: string }).content).not.toContain("/ban");
});

test("the server's own: shrug, kick, ban and unban do what the commands behind them do", async () => {
  const shrugged = await call(member, "shrug", { text: "who knows" });
  expect(shrugged.message).toMatchObject({
    content: "who knows ¯\\\\\\_(ツ)\\_/¯",
    author: { handle: "mira" },
  });
  const rowdy = await register(koine.url, "rowdy");
  const given = { user: "@rowdy", reason: "noise" };
  for (const name of ["kick", "ban", "unban"])
    expect(await call(member, name, given)).toMatchObject({ code: "forbidden" });
  expect(await call(owner, "ban", { ...given, days: "0" })).toMatchObject({ code: "invalid" });
  const banned = await call(owner, "ban", { ...given, days: "2" });
  expect(banned.message).toMatchObject({ content: "**rowdy** is banned.", author: { handle: "koine" } });
  const { bans } = await owner.request({ type: "bans_get" });
  expect(bans).toMatchObject([{ user: { id: rowdy.user.id }, reason: "noise", until: expect.any(Number) }]);
  expect(await call(owner, "unban", given)).toMatchObject({ type: "ok" });
  expect((await owner.request({ type: "bans_get" })).bans).toBeUndefined();
  expect(await call(owner, "kick", { user: "@mira" })).toMatchObject({ type: "ok" });
  await member.next(({ event }) => event?.type === "member_leave" || event?.type === "space_leave");
  // What the server carries out has no bot to ask: it is done, or refused, at once.
  expect(await call(owner, "ban", { user: "nobody" })).toMatchObject({ code: "not_found" });
});
