/** Pictures of other networks here: those of their people, and those that stand in their words (docs/protocols/flubber.md, 6). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { created, NO_HISTORY, openPortal, roomThere, saying, startStage, text } from "./backend-stage.ts";
import type { GatewayClient } from "./gateway-client.ts";
import { type Koine, removeDirectories } from "./koine.ts";
import { png } from "./pictures.ts";

const net: Peer = startPeer("net");
let koine: Koine;
let ann: GatewayClient;
let full: Run;
let town = 0;

beforeAll(async () => {
  ({ koine, ann } = await startStage(net.table()));
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
    saying("e4", "r1", emote("cat"), { attachments: [broken], extra: { koine: { emotes: { cat: 0 } } } }),
    saying("e5", "r1", text(""), { extra: { koine: { react: { to: "e1", emote: "party_parrot" } } } }),
  );
  expect((await created(ann)).content).toBe("look :cat:");
  expect(await ann.event("reaction_add")).toMatchObject({
    message_id: said.id,
    emoji: `:party_parrot:${made.id}`,
  });
  expect(ann.packets.filter(({ event }) => event?.type === "emoji_create")).toHaveLength(1);
});
