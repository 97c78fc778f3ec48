/** Backends as their users see them: what is said there is heard here, and the other way round (docs/protocols/flubber.md). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Heard, INIT, KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { created, onlyFor, roomThere, saying, send, startStage, text } from "./backend-stage.ts";
import { upload } from "./files-client.ts";
import { enter, type GatewayClient } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { png } from "./pictures.ts";

const plain: Peer = startPeer("plain");
const net: Peer = startPeer("net");
let koine: Koine;
let file = "";
let token = "";
let ann: GatewayClient;
let there: Run;
let full: Run;
let general = 0;
let town = 0;

beforeAll(async () => {
  ({ koine, ann, token, file } = await startStage(
    `${plain.table('rooms = ["#general"]\naccount = "ann"')}${net.table()}`,
  ));
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
  await send(ann, general, "Hello, world!");
  await exchange(4);
  expect((await created(ann)).content).toBe("Hello, world!");
});

test("who speaks there is a ghost here; a replay and the echo of our own are stored once", async () => {
  there.say(
    saying("test", "#general", text("Hello, world!")),
    saying("b1", "#general", { type: "Bold", value: text("hi *you* all") }),
  );
  const said = await created(ann);
  expect(said).toMatchObject({
    channel_id: general,
    content: "**hi \\*you\\* all**",
    author: { handle: "u-bob@plain", name: "u-bob", backend: "plain" },
  });
  there.say(saying("b1", "#general", text("hi you")), saying("b2", "#general", text("again")));
  expect((await created(ann)).content).toBe("again");
});

test("a backend that tells of a room has it here, with names, replies, edits, deletions and reactions both ways", async () => {
  full.say(roomThere("r1", null, true, "town"));
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
  const [one, two, first, held] = [
    await created(ann),
    await created(ann),
    await created(ann),
    await created(ann),
  ];
  expect([one, two, held].map(({ content }) => content)).toEqual(["old1", "old2", "changed the topic"]);
  expect(first.content).toBe("first");
  expect(await ann.event("room_update")).toMatchObject({ room_id: town, topic: "all about milk" });
  expect(first.author).toMatchObject({ name: "Bob", handle: "bob@net" });

  // Nobody said by which address others reach this server: so a picture has none.
  const { id: avatar_id } = await upload(koine.url, token, png(16, 16));
  await ann.request({ type: "profile_update", avatar_id });
  await ann.event("user_update");
  // Our reply, our edit, our reaction, our deletion.
  const ours = await send(ann, town, "**second** <@1>", { reply_to: first.id });
  const sent = await full.answer({ type: "MessageID", value: "m2" });
  expect(sent.body.value).toMatchObject({
    recipient: "r1",
    content: { type: "Concat", value: [{ type: "Bold", value: text("second") }, text(" <@1>")] },
    extra: { koine: { key: `m${ours}`, reply_to: "m1", author: { name: "ann" } } },
  });
  const { author } = (sent.body.value as { extra: { koine: { author: object } } }).extra.koine;
  expect(author).toEqual({ name: "ann" });
  await created(ann);
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
  const answer = await created(ann);
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
  expect((await created(ann)).content).toBe("after");
  await ann.request({ type: "message_delete", message_id: ours });
  expect((await full.answer({ type: "MessageID", value: "m2" })).body.value).toMatchObject({
    extra: { koine: { delete_of: "m2" } },
  });
});

test("what is said while a backend is away is said when it is back: once, in order, with the same keys", async () => {
  full.crash();
  await full.gone;
  const ids = [await send(ann, town, "one"), await send(ann, town, "two"), await send(ann, town, "three")];
  full = await net.next();
  full.say(KOINE_1);
  const first = await full.hear();
  // It ends after it took the first, and before it said so: nobody else knows.
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
  for (const _ of ids) await created(ann);
});

test("where nobody can tell whether a line arrived, it is not sent again, and its author hears of it", async () => {
  await send(ann, general, "perhaps");
  await created(ann);
  await there.hear();
  there.crash();
  await there.gone;
  await send(ann, general, "surely");
  await created(ann);
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
  expect((await created(ann)).content).toBe("later");
  await send(ann, town, "back");
  expect((await full.answer({ type: "MessageID", value: "k4" })).body.value).toMatchObject({
    content: text("back"),
  });
});
