/** Backends as their users see them: other networks' rooms, people and words here, and ours there (docs/protocols/flubber.md). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Heard, INIT, KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { png } from "./pictures.ts";

const plain: Peer = startPeer("plain");
const net: Peer = startPeer("net");
const file = join(temporaryDirectory(), "koine.toml");
let koine: Koine;
let ann: GatewayClient;
let there: Run;
let full: Run;

interface Message {
  id: number;
  channel_id: number;
  content: string;
  author: { id: number; handle: string; name: string; avatar?: string; backend?: string };
  reply_to?: { id: number };
}

interface Listed {
  name: string;
  state: string;
  since: number;
  portals: number;
  links: object[];
}

let token = "";
/** When `net` was last ended: it came up after this. */
let cameUp = 0;

beforeAll(async () => {
  writeFileSync(file, `${plain.table('rooms = ["#general"]\naccount = "ann"')}${net.table()}`);
  koine = await startKoine({ options: ["--config", file] });
  ({ token } = await register(koine.url, "ann"));
  ann = (await enter(koine.gateway, token)).client;
  there = await plain.next();
  full = await net.next();
  there.say(INIT);
  full.say(KOINE_1);
});

afterAll(async () => {
  await koine.stop();
  plain.stop();
  net.stop();
  removeDirectories();
});

const text = (value: string) => ({ type: "Text", value });
let clock = Date.now() - 60_000;

function saying(id: string, recipient: string, content: object, more: object = {}) {
  clock += 10;
  const value = {
    id,
    sender: "u-bob",
    recipient,
    attachments: [],
    content,
    create_time: clock,
    edit_time: clock,
    extra: null,
  };
  return { type: "MessageUpsert", value: { ...value, ...more } };
}

type Told = Packet["event"];

/** Whom a message is for that nobody else sees. */
function onlyFor(event: Told): number | undefined {
  return (event?.message as { only_for?: number } | undefined)?.only_for;
}

async function created(client = ann): Promise<Message> {
  const fits = (event: Told) => event?.type === "message_create" && onlyFor(event) === undefined;
  return ((await client.next(({ event }) => fits(event))).event as { message?: unknown }).message as Message;
}

async function send(room: number, content: string, more: object = {}): Promise<number> {
  const sent = await ann.request({ type: "message_send", room_id: room, content, ...more });
  return (sent.message as Message).id;
}

let general = 0;
let town = 0;

/** The lines of the example session, as the document has them. */
const session = readFileSync(join(import.meta.dir, "../docs/protocols/flubber.md"), "utf8")
  .split("## 3. Example session")[1]
  ?.split("```")[1]
  ?.split("\n")
  .flatMap((line) => {
    const [, who, json] = /^([PS]): (.*)$/.exec(line) ?? [];
    return json === undefined ? [] : [{ who, value: JSON.parse(json) as { body: { value: unknown } } }];
  });

test("the example session, value for value: a configured room is looked up and joined, and a message sent (section 3)", async () => {
  const [hello, ...rest] = session ?? [];
  expect(hello?.value as unknown).toEqual(INIT);
  expect(rest.map(({ who }) => who).join("")).toBe("SPSPSP");
  const exchange = async (at: number): Promise<void> => {
    expect(await there.answer(rest[at + 1]?.value.body)).toEqual(rest[at]?.value as object as Heard);
  };
  await exchange(0);
  await exchange(2);
  const made = await ann.next(({ event }) => event?.type === "room_create");
  const room = (made.event as unknown as { room: { id: number; name: string } }).room;
  expect(room).toMatchObject({ name: "#general", backend: "plain", remote_id: "#general" });
  general = room.id;
  await send(general, "Hello, world!");
  await exchange(4);
  expect((await created()).content).toBe("Hello, world!");
});

test("who speaks there is a ghost here; a replay and the echo of our own are stored once", async () => {
  there.say(
    saying("test", "#general", text("Hello, world!")),
    saying("b1", "#general", { type: "Bold", value: text("hi *you* all") }),
  );
  const said = await created();
  expect(said).toMatchObject({
    channel_id: general,
    content: "**hi \\*you\\* all**",
    author: { handle: "u-bob@plain", name: "u-bob", backend: "plain" },
  });
  there.say(saying("b1", "#general", text("hi you")), saying("b2", "#general", text("again")));
  expect((await created()).content).toBe("again");
});

test("a backend that tells of a room has it here, with names, replies, edits, deletions and reactions both ways", async () => {
  full.say({ type: "RoomUpsert", value: { id: "r1", parent: null, name: "town", sendable: true } });
  const { room } = (await ann.next(({ event }) => event?.type === "room_create")).event as unknown as {
    room: { id: number };
  };
  town = room.id;
  const koineOf = (extra: object) => ({ extra: { koine: extra } });
  full.say(saying("m1", "r1", text("first"), koineOf({ sender_name: "Bob" })));
  // The first message of all waits for what was said before it; the topic is a portal's too.
  const { create_time } = saying("", "", {}).value;
  const named = koineOf({ sender_name: "Bob" });
  const old = (id: string, ago: number) =>
    saying(id, "r1", text(id), { create_time: create_time - ago, edit_time: create_time - ago, ...named });
  full.say(
    saying("held", "r1", text("changed the topic"), koineOf({ sender_name: "Bob", topic: "all about milk" })),
  );
  const asked = await full.hear();
  expect(asked.body).toEqual({ type: "MessageGetBefore", value: "m1" });
  full.say({ sequence_number: asked.sequence_number, body: { type: "Success", value: null } });
  full.say(old("old2", 20_000), old("old1", 30_000));
  const error = { message: "There is nothing before", debug_info: null, retry: false };
  expect((await full.answer({ type: "Error", value: error })).body).toEqual({
    type: "MessageGetBefore",
    value: "old1",
  });
  const [one, two, first, held] = [await created(), await created(), await created(), await created()];
  expect([one, two, held].map(({ content }) => content)).toEqual(["old1", "old2", "changed the topic"]);
  expect(first.content).toBe("first");
  expect(await ann.event("room_update")).toMatchObject({ room_id: town, topic: "all about milk" });
  expect(first.author).toMatchObject({ name: "Bob", handle: "bob@net" });

  // Our reply, our edit, our reaction, our deletion.
  const ours = await send(town, "**second** <@1>", { reply_to: first.id });
  const sent = await full.answer({ type: "MessageID", value: "m2" });
  expect(sent.body.value).toMatchObject({
    recipient: "r1",
    content: { type: "Concat", value: [{ type: "Bold", value: text("second") }, text(" <@1>")] },
    extra: { koine: { key: `m${ours}`, reply_to: "m1", author: { name: "ann" } } },
  });
  await created();
  await ann.request({ type: "message_edit", message_id: ours, content: "changed" });
  expect((await full.answer({ type: "MessageID", value: "m2" })).body.value).toMatchObject({
    content: text("changed"),
    extra: { koine: { edit_of: "m2" } },
  });
  await ann.request({ type: "reaction_add", message_id: first.id, emoji: "👍" });
  expect((await full.answer({ type: "MessageID", value: "x" })).body.value).toMatchObject({
    extra: { koine: { react: { to: "m1", emote: "👍" } } },
  });

  // Theirs: a reply to ours, an edit, a nick, a reaction, a deletion.
  full.say(saying("m3", "r1", text("no"), koineOf({ sender_name: "Bobby", reply_to: "m2" })));
  const answer = await created();
  expect(answer).toMatchObject({
    author: { name: "Bobby", handle: "bob@net" },
    reply_to: { id: ours },
  });
  expect(await ann.event("user_update")).toMatchObject({ user: { name: "Bobby" } });
  full.say(saying("m3", "r1", text("yes"), { edit_time: Date.now(), ...koineOf({ sender_name: "Bobby" }) }));
  expect((await ann.event("message_update")).content).toBe("changed");
  expect(await ann.event("message_update")).toMatchObject({ message_id: answer.id, content: "yes" });
  full.say(saying("m4", "r1", text(""), koineOf({ react: { to: "m2", emote: "🎉" } })));
  await ann.next(
    ({ event }) => event?.type === "reaction_add" && (event.user as { handle: string }).handle === "ann",
  );
  expect(await ann.event("reaction_add")).toMatchObject({
    message_id: ours,
    emoji: "🎉",
    user: { handle: "bob@net" },
  });
  full.say({ type: "MessageDelete", value: "m3" });
  expect((await ann.event("message_delete")).message_id).toBe(answer.id);
  // What was said here is not deleted by a network.
  full.say({ type: "MessageDelete", value: "m2" }, saying("m5", "r1", text("after")));
  expect((await created()).content).toBe("after");
  await ann.request({ type: "message_delete", message_id: ours });
  expect((await full.answer({ type: "MessageID", value: "m2" })).body.value).toMatchObject({
    extra: { koine: { delete_of: "m2" } },
  });
});

test("somebody's picture is shown through this server, and follows the one there", async () => {
  const saidWith = async (id: string, avatar: string) => {
    const author = { name: "Bobby", avatar };
    full.say(saying(id, "r1", text(id), { extra: { koine: { sender_name: "Bobby", author } } }));
    return (await created()).author;
  };
  const first = await saidWith("p1", "https://pictures.example/bob.png");
  expect(first.avatar).toMatch(/^\/proxy\/[\w-]+\/[\w-]+$/);
  expect(await ann.event("user_update")).toMatchObject({ user_id: first.id, user: { avatar: first.avatar } });
  expect((await saidWith("p2", "https://pictures.example/robert.png")).avatar).not.toBe(first.avatar);
  await ann.event("user_update");
  // What nobody may call is no picture.
  expect((await saidWith("p3", "file:///etc/passwd")).avatar).toBeFalsy();
  const { messages } = await ann.request({ type: "history_get", room_id: town, limit: 3 });
  const shown = messages as { author: { avatar?: string } }[];
  expect(shown.map(({ author }) => author.avatar ?? "")).toEqual(["", "", ""]);
});

test("what is said while a backend is away is said when it is back: once, in order, with the same keys", async () => {
  full.crash();
  await full.gone;
  const ids = [await send(town, "one"), await send(town, "two"), await send(town, "three")];
  full = await net.next();
  full.say(KOINE_1);
  const first = await full.hear();
  // It ends after it took the first, and before it said so: nobody else knows.
  cameUp = Date.now();
  full.crash();
  full = await net.next();
  full.say(KOINE_1);
  const heard = [
    await full.answer({ type: "MessageID", value: "k1" }),
    await full.answer({ type: "MessageID", value: "k2" }),
    await full.answer({ type: "MessageID", value: "k3" }),
  ];
  const told = heard.map(({ body }) => body.value as { content: object; extra: { koine: { key: string } } });
  expect(told.map(({ content }) => content)).toEqual([text("one"), text("two"), text("three")]);
  expect(told.map(({ extra }) => extra.koine.key)).toEqual(ids.map((id) => `m${id}`));
  expect((first.body.value as (typeof told)[number]).extra.koine.key).toBe(`m${ids[0]}`);
  for (const _ of ids) await created();
});

test("the owner sees how backends are, links a room, hears why it was not found, and starts a backend anew", async () => {
  const side = await ann.request({ type: "room_create", name: "side" });
  const room = (side.room as { id: number }).id;
  const listed = async (): Promise<Listed> => {
    const { backends } = await ann.request({ type: "backends_get" });
    return (backends as Listed[]).find(({ name }) => name === "net") as Listed;
  };
  const updated =
    (after: number) =>
    ({ event }: Packet): boolean =>
      event?.type === "backend_update" &&
      event.name === "net" &&
      event.state === "running" &&
      Number(event.since) > after;
  // It has come up a second time: what is told from now on is of this test.
  await ann.next(updated(cameUp));
  expect(await listed()).toMatchObject({
    state: "running",
    portals: 1,
    links: [{ room_id: town, remote_id: "r1", portal: true, sendable: true }],
  });

  await ann.request({ type: "backend_link", backend: "net", room_id: room, name: "#nowhere" });
  const error = { message: "No such channel", debug_info: null, retry: false };
  const asked = await full.answer({ type: "Error", value: error });
  expect(asked.body).toEqual({ type: "RoomLookup", value: "#nowhere" });
  await ann.next(updated(cameUp));
  expect((await listed()).links).toContainEqual({
    room_id: room,
    name: "#nowhere",
    remote_id: "",
    sendable: true,
    text: "No such channel",
  });

  await ann.request({ type: "backend_unlink", backend: "net", room_id: room });
  expect((await listed()).links).toHaveLength(1);

  const { since } = await listed();
  await ann.request({ type: "backend_restart", backend: "net" });
  await full.gone;
  full = await net.next();
  full.say(KOINE_1);
  await ann.next(updated(since));
  expect((await listed()).state).toBe("running");
  const call = await fetch(`${koine.url}/api/v1/backends`, { headers: { authorization: `Bearer ${token}` } });
  expect(await call.json()).toMatchObject({ backends: [{ name: "net" }, { name: "plain" }] });
});

test("the picture of an emote is taken once, by its bytes, and is an emoji of the portals in which it was used", async () => {
  const picture = { mime: "image/png", data: Buffer.from(png(16, 16)).toString("base64") };
  const emote = (name: string) => ({
    type: "Concat",
    value: [text("look "), { type: "Emote", value: name }],
  });
  const drawn = (id: string, room: string, name: string) =>
    saying(id, room, emote(name), { attachments: [picture], extra: { koine: { emotes: { [name]: 0 } } } });
  full.say(drawn("e1", "r1", "Party Parrot"));
  const made = (await ann.event("emoji_create")).emoji as { id: number; name: string; room_ids: number[] };
  expect(made).toMatchObject({ name: "party_parrot", room_ids: [town] });
  const said = await created();
  expect(said.content).toBe(`look <:party_parrot:${made.id}>`);
  expect(said).not.toHaveProperty("attachments");

  // The same bytes under another name, and in another room.
  full.say(drawn("e2", "r1", "bird"));
  expect((await created()).content).toBe(`look <:party_parrot:${made.id}>`);
  full.say({ type: "RoomUpsert", value: { id: "r4", parent: null, name: "zoo", sendable: true } });
  full.say(drawn("e3", "r4", "bird"));
  await full.answer({
    type: "Error",
    value: { message: "There is nothing before", debug_info: null, retry: false },
  });
  const again = await created();
  expect(again.content).toBe(`look <:party_parrot:${made.id}>`);
  expect((await ann.event("emoji_update")).emoji).toMatchObject({ room_ids: [town, again.channel_id] });
  // What is no picture is a name in the text; by its name an emoji is a reaction.
  const broken = { ...picture, data: Buffer.from("no picture").toString("base64") };
  full.say(
    saying("e4", "r1", emote("cat"), { attachments: [broken], extra: { koine: { emotes: { cat: 0 } } } }),
    saying("e5", "r1", text(""), { extra: { koine: { react: { to: "e1", emote: "party_parrot" } } } }),
  );
  expect((await created()).content).toBe("look :cat:");
  expect(await ann.event("reaction_add")).toMatchObject({
    message_id: said.id,
    emoji: `:party_parrot:${made.id}`,
  });
  expect(ann.packets.filter(({ event }) => event?.type === "emoji_create")).toHaveLength(1);
});

test("a parent in which nothing can be said is a category, and its rooms stand in it; it is asked for where it was not told", async () => {
  interface Shown {
    id: number;
    name: string;
    kind: string;
    parent_id?: number;
  }
  const ids = new Map<string, number>();
  /** Resolves when something says that a room stands there: it comes into sight, or it moves. */
  const stands = async (name: string, parent: number): Promise<void> => {
    await ann.next(({ event }) => {
      const room = event?.room as Shown | undefined;
      if (event?.type === "room_create" && room?.name === name) {
        ids.set(name, room.id);
        return (room.parent_id ?? 0) === parent;
      }
      return event?.type === "room_update" && event.room_id === ids.get(name) && event.parent_id === parent;
    });
  };
  const category = async (name: string): Promise<number> => {
    const fits = ({ event }: Packet): boolean => {
      const room = event?.room as Shown | undefined;
      return event?.type === "room_create" && room?.name === name && room.kind === "category";
    };
    return ((await ann.next(fits)).event?.room as Shown | undefined)?.id ?? 0;
  };
  const room = (id: string, parent: string | null, sendable = true) => ({
    type: "RoomUpsert",
    value: { id, parent, name: id, sendable },
  });
  // Told before its rooms it looks like a room in which nobody may speak.
  full.say(room("cities", null, false), room("rome", "cities"));
  const cities = await category("cities");
  await stands("rome", cities);

  // A parent that nobody told of is asked for.
  full.say(room("etna", "hills"), room("vesuvius", "hills"));
  const hills = { id: "hills", parent: null, name: "hills", sendable: false };
  const asked = await full.answer({ type: "Room", value: hills });
  expect(asked.body).toEqual({ type: "RoomGet", value: "hills" });
  const high = await category("hills");
  await stands("etna", high);
  await stands("vesuvius", high);

  // It moves there, and here; one that somebody here has put elsewhere stays.
  full.say(room("etna", "cities"));
  await stands("etna", cities);
  const made = await ann.request({ type: "room_create", name: "own", kind: "category" });
  const own = (made.room as { id: number }).id;
  await ann.request({ type: "room_move", room_id: ids.get("etna"), parent_id: own, position: 0 });
  await stands("etna", own);
  full.say(room("etna", "hills"), room("rome", null));
  await stands("rome", 0);
  const { ready } = await enter(koine.gateway, token);
  expect(ready.rooms).toContainEqual(expect.objectContaining({ name: "etna", parent_id: own }));
  expect(ready.rooms.map(({ name }) => name).filter((name) => name === "cities")).toHaveLength(1);

  // One that somebody here has ended is asked for, stays ended, and is not asked for again.
  await ann.request({ type: "backend_unlink", backend: "net", room_id: cities });
  const done = { type: "Success", value: null };
  expect((await full.answer(done)).body).toEqual({ type: "RoomLeave", value: "cities" });
  full.say(room("naples", "cities"));
  const gone = { type: "Room", value: { id: "cities", parent: null, name: "cities", sendable: false } };
  expect((await full.answer(gone)).body).toEqual({ type: "RoomGet", value: "cities" });
  expect((await full.answer(done)).body).toEqual({ type: "RoomLeave", value: "cities" });
  await stands("naples", 0);
  await send(ids.get("naples") ?? 0, "Ciao");
  expect((await full.answer({ type: "MessageID", value: "ciao" })).body).toMatchObject({
    type: "MessageSend",
    value: { recipient: "naples" },
  });
  await created();
});

test("a portal that was unlinked stays so when the backend begins anew, until somebody links it again", async () => {
  full.say({ type: "RoomUpsert", value: { id: "r9", parent: null, name: "market", sendable: true } });
  const fits = ({ event }: Packet): boolean =>
    (event?.room as { name?: string } | undefined)?.name === "market";
  const { id = 0 } = ((await ann.next(fits)).event?.room ?? {}) as { id?: number };
  await ann.request({ type: "backend_unlink", backend: "net", room_id: id });
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomLeave",
    value: "r9",
  });

  await ann.request({ type: "backend_restart", backend: "net" });
  await full.gone;
  full = await net.next();
  full.say(KOINE_1, {
    type: "RoomUpsert",
    value: { id: "r9", parent: null, name: "market", sendable: true },
  });
  // What is told of it again is not joined again.
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomLeave",
    value: "r9",
  });
  full.say(saying("n1", "r9", text("into the void")), saying("n2", "r1", text("to the town")));
  expect((await created()).content).toBe("to the town");
  await send(id, "to ourselves");
  await created();

  // Nor when it was archived since.
  await ann.request({ type: "room_update", room_id: id, archived: true });
  full.say({ type: "RoomUpsert", value: { id: "r9", parent: null, name: "market", sendable: true } });
  full.say(saying("n4", "r9", text("into the void")), saying("n5", "r1", text("to the town again")));
  expect((await created()).content).toBe("to the town again");
  await ann.request({ type: "room_update", room_id: id, archived: false });

  await ann.request({ type: "backend_link", backend: "net", room_id: id, name: "market" });
  expect((await full.answer({ type: "RoomID", value: "r9" })).body.type).toBe("RoomLookup");
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomJoin",
    value: "r9",
  });
  full.say(saying("n3", "r9", text("to everybody")));
  expect((await created()).content).toBe("to everybody");
});

test("a portal that was deleted here is not made again, and its room there can be linked with another", async () => {
  const barn = { type: "RoomUpsert", value: { id: "r7", parent: null, name: "barn", sendable: true } };
  full.say(barn);
  const fits = ({ event }: Packet): boolean =>
    (event?.room as { name?: string } | undefined)?.name === "barn";
  const { id = 0 } = ((await ann.next(fits)).event?.room ?? {}) as { id?: number };
  await ann.request({ type: "room_delete", room_id: id });
  full.say(barn);
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomLeave",
    value: "r7",
  });

  const hall = (await ann.request({ type: "room_create", name: "hall" })).room as { id: number };
  await ann.request({ type: "backend_link", backend: "net", room_id: hall.id, name: "barn" });
  expect((await full.answer({ type: "RoomID", value: "r7" })).body.type).toBe("RoomLookup");
  expect((await full.answer({ type: "Success", value: null })).body.type).toBe("RoomJoin");
  full.say(barn, saying("h1", "r7", text("moo")));
  expect(await created()).toMatchObject({ content: "moo", channel_id: hall.id });
  await ann.request({ type: "backend_unlink", backend: "net", room_id: hall.id });
  expect((await full.answer({ type: "Success", value: null })).body.type).toBe("RoomLeave");
  full.say(barn, saying("h2", "r7", text("into the void")), saying("h3", "r1", text("to the town")));
  expect((await created()).content).toBe("to the town");
});

test("where nobody can tell whether a line arrived, it is not sent again, and its author hears of it", async () => {
  await send(general, "perhaps");
  await created();
  await there.hear();
  there.crash();
  await there.gone;
  await send(general, "surely");
  await created();
  there = await plain.next();
  there.say(INIT);
  await there.answer({ type: "RoomID", value: "#general" });
  await there.answer({ type: "Success", value: null });
  expect((await there.answer({ type: "MessageID", value: "s1" })).body.value).toMatchObject({
    content: text("surely"),
  });
  const note = await ann.next(({ event }) => onlyFor(event) !== undefined);
  expect(JSON.stringify(note)).toContain("may not have arrived");
});

test("Koine killed and started again goes on where it was", async () => {
  await koine.kill();
  koine = await startKoine({ directory: koine.directory, options: ["--config", file], environment: {} });
  there = await plain.next();
  full = await net.next();
  full.say(KOINE_1);
  const login = await fetch(`${koine.url}/api/v1/login`, {
    method: "POST",
    body: JSON.stringify({ handle: "ann", password: "correct horse" }),
  });
  ann = (await enter(koine.gateway, ((await login.json()) as { token: string }).token)).client;
  full.say(saying("m1", "r1", text("first")), saying("m6", "r1", text("later")));
  expect((await created()).content).toBe("later");
  await send(town, "back");
  expect((await full.answer({ type: "MessageID", value: "k4" })).body.value).toMatchObject({
    content: text("back"),
  });
});
