/** Pictures of other networks here: those of their people, and those that stand in their words (docs/protocols/flubber.md, 6). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import {
  created,
  NO_HISTORY,
  openPortal,
  roomThere,
  saying,
  send,
  startStage,
  text,
} from "./backend-stage.ts";
import { upload } from "./files-client.ts";
import type { GatewayClient } from "./gateway-client.ts";
import { type Koine, removeDirectories } from "./koine.ts";
import { png } from "./pictures.ts";

/** What a backend is sent. */
interface Sent {
  readonly content: object;
  readonly attachments: readonly { readonly mime: string; readonly data: string }[];
  readonly extra: {
    readonly koine: {
      readonly author?: { readonly name: string; readonly avatar?: string };
      readonly emotes?: object;
    };
  };
}

const net: Peer = startPeer("net");
let koine: Koine;
let ann: GatewayClient;
let token = "";
let full: Run;
let town = 0;

beforeAll(async () => {
  ({ koine, ann, token } = await startStage(
    `public_url = "https://chat.example.org"\n[limits]\nuploads = "10 per 1 h"\n${net.table()}`,
  ));
  full = await net.next();
  full.say(KOINE_1);
  town = await openPortal(full, ann, "r1", "town");
});

afterAll(async () => {
  await koine.stop();
  net.stop();
  removeDirectories();
});

test("somebody's picture is shown through this server, and follows the one there", async () => {
  const saidWith = async (id: string, avatar: string) => {
    const author = { name: "Bobby", avatar };
    full.say(saying(id, "r1", text(id), { extra: { koine: { sender_name: "Bobby", author } } }));
    return (await created(ann)).author;
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

test("an address of a picture that is too long is none, and what else was said with it counts", async () => {
  const saidWith = async (id: string, length: number) => {
    const avatar = "https://pictures.example/".padEnd(length, "x");
    const koine = { sender_name: "Zoë", reply_to: "p1", author: { name: "Zoë", avatar } };
    full.say(saying(id, "r1", text(id), { sender: "u-zoe", extra: { koine } }));
    return await created(ann);
  };
  const said = await saidWith("l1", 100_000);
  expect(said.author).toMatchObject({ name: "Zoë", handle: "zoë@net" });
  expect(said.author.avatar).toBeFalsy();
  expect(said.reply_to).toBeDefined();
  const longest = (await saidWith("l2", 2_048)).author;
  expect(longest.avatar).toMatch(/^\/proxy\//);
  expect((await saidWith("l3", 2_049)).author.avatar).toBe(longest.avatar);
});

const pictureOf = (side: number) => ({
  mime: "image/png",
  data: Buffer.from(png(side, side)).toString("base64"),
});
const emote = (name: string) => ({ type: "Concat", value: [text("look "), { type: "Emote", value: name }] });
/** A message with an emote and its picture. */
const drawn = (id: string, room: string, name: string, picture = pictureOf(16), more: object = {}) =>
  saying(id, room, emote(name), {
    attachments: [picture],
    extra: { koine: { emotes: { [name]: 0 } } },
    ...more,
  });

test("the picture of an emote is taken once, by its bytes, and is an emoji of the portals in which it was used", async () => {
  const picture = pictureOf(16);
  full.say(drawn("e1", "r1", "Party Parrot"));
  const made = (await ann.event("emoji_create")).emoji as { id: number; name: string; room_ids: number[] };
  expect(made).toMatchObject({ name: "party_parrot", room_ids: [town] });
  const said = await created(ann);
  expect(said.content).toBe(`look <:party_parrot:${made.id}>`);
  expect(said).not.toHaveProperty("attachments");

  // The same bytes under another name, and in another room.
  full.say(drawn("e2", "r1", "bird"));
  expect((await created(ann)).content).toBe(`look <:party_parrot:${made.id}>`);
  full.say(roomThere("r4", null, true, "zoo"));
  full.say(drawn("e3", "r4", "bird"));
  await full.answer(NO_HISTORY);
  const again = await created(ann);
  expect(again.content).toBe(`look <:party_parrot:${made.id}>`);
  expect((await ann.event("emoji_update")).emoji).toMatchObject({ room_ids: [town, again.channel_id] });
  // What is no picture is a name in the text; by its name an emoji is a reaction.
  const broken = { ...picture, data: Buffer.from("no picture").toString("base64") };
  full.say(
    drawn("e4", "r1", "cat", broken),
    saying("e5", "r1", text(""), { extra: { koine: { react: { to: "e1", emote: "party_parrot" } } } }),
  );
  expect((await created(ann)).content).toBe("look :cat:");
  expect(await ann.event("reaction_add")).toMatchObject({
    message_id: said.id,
    emoji: `:party_parrot:${made.id}`,
  });
  expect(ann.packets.filter(({ event }) => event?.type === "emoji_create")).toHaveLength(1);
});

test("a picture that was not taken for a reason of the moment is taken when it comes again", async () => {
  const file = { mime: "text/plain", data: btoa("what Carol has to say") };
  const carol = { sender: "u-carol" };
  full.say(saying("c1", "r1", text("files"), { ...carol, attachments: Array(10).fill(file) }));
  await created(ann);
  // As many files as somebody may bring in an hour: the next is one too many.
  full.say(drawn("c2", "r1", "owl", pictureOf(20), carol));
  expect((await created(ann)).content).toBe("look :owl:");
  full.say(drawn("c3", "r1", "owl", pictureOf(20), { sender: "u-dan" }));
  expect((await created(ann)).content).toMatch(/^look <:owl:\d+>$/);
});

test("an emote that somebody here has deleted stays so, also when the backend begins anew", async () => {
  const erin = { sender: "u-erin" };
  full.say(drawn("d1", "r1", "toad", pictureOf(24), erin));
  const id = Number(/^look <:toad:(\d+)>$/.exec((await created(ann)).content)?.[1]);
  await ann.request({ type: "emoji_delete", emoji_id: id });
  full.say(drawn("d2", "r1", "toad", pictureOf(24), erin));
  expect((await created(ann)).content).toBe("look :toad:");

  await ann.request({ type: "backend_restart", backend: "net" });
  await full.gone;
  full = await net.next();
  full.say(KOINE_1, drawn("d3", "r1", "frog", pictureOf(24), erin));
  expect((await created(ann)).content).toBe("look :frog:");
  // The staff may have it again, and then it is theirs.
  const { id: attachment_id } = await upload(koine.url, token, png(24, 24));
  const { emoji } = await ann.request({ type: "emoji_create", name: "toad", attachment_id });
  full.say(drawn("d4", "r1", "toad", pictureOf(24), erin));
  expect((await created(ann)).content).toBe(`look <:toad:${(emoji as { id: number }).id}>`);
});

test("our people's pictures cross as addresses, and our emojis' pictures as files, each with its name", async () => {
  const avatar = await upload(koine.url, token, png(32, 32));
  await ann.request({ type: "profile_update", avatar_id: avatar.id });
  const bytes = png(28, 28);
  const made = async (name: string, room_ids: readonly number[] = []) => {
    const { id } = await upload(koine.url, token, name === "crab" ? bytes : png(12, 12));
    const { emoji } = await ann.request({ type: "emoji_create", name, attachment_id: id, room_ids });
    return (emoji as { id: number }).id;
  };
  const crab = await made("crab");
  const elsewhere = (await ann.request({ type: "room_create", name: "elsewhere" })).room as { id: number };
  const secret = await made("secret", [elsewhere.id]);

  const file = await upload(koine.url, token, "a file of mine", { name: "a.txt" });
  const content = `see <:crab:${crab}> and <:crab:${crab}>, not <:secret:${secret}>`;
  await send(ann, town, content, { attachment_ids: [file.id] });
  const own = await created(ann);
  const { value } = (await full.answer({ type: "MessageID", value: "o1" })).body as { value: Sent };
  expect(value.attachments).toHaveLength(2);
  expect(value.extra.koine.emotes).toEqual({ crab: 1 });
  expect(value.attachments[1]?.mime).toBe("image/png");
  const crossed = Buffer.from(value.attachments[1]?.data ?? "", "base64");
  const shown = await (await fetch(`${koine.url}/emojis/${crab}`)).bytes();
  expect(crossed.equals(shown)).toBe(true);
  expect(value.content).toEqual({
    type: "Concat",
    value: [
      text("see "),
      { type: "Emote", value: "crab" },
      text(" and "),
      { type: "Emote", value: "crab" },
      text(", not "),
      { type: "Emote", value: "secret" },
    ],
  });
  const { author } = value.extra.koine;
  expect(author?.name).toBe("ann");
  expect(author?.avatar).toStartWith("https://chat.example.org/pictures/");
  const path = new URL(author?.avatar ?? "").pathname;
  expect((await fetch(`${koine.url}${path}`)).headers.get("content-type")).toBe("image/png");

  // A reaction and an edit bring it too.
  await ann.request({ type: "reaction_add", message_id: own.id, emoji: `:crab:${crab}` });
  const reaction = (await full.answer({ type: "MessageID", value: "o2" })).body.value as Sent;
  expect(reaction.extra.koine).toMatchObject({ react: { to: "o1", emote: "crab" }, emotes: { crab: 0 } });
  expect(reaction.attachments).toEqual([{ mime: "image/png", data: crossed.toString("base64") }]);
  await ann.request({ type: "message_edit", message_id: own.id, content: `<:crab:${crab}>` });
  const edit = (await full.answer({ type: "MessageID", value: "o1" })).body.value as Sent;
  expect(edit.extra.koine).toMatchObject({ edit_of: "o1", emotes: { crab: 0 } });
  expect(edit.attachments).toEqual(reaction.attachments);
});
