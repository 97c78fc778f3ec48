/** Two backends linked with one room: what the one brings goes to the other, files too, and comes back from neither. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { upload } from "./files-client.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { png } from "./pictures.ts";

interface Message {
  readonly content: string;
  readonly author: { readonly handle: string };
  readonly attachments?: readonly {
    readonly media_type: string;
    readonly size: number;
    readonly url: string;
  }[];
}

const peers: readonly Peer[] = [startPeer("east"), startPeer("west")];
let koine: Koine;
let ann: GatewayClient;
let token = "";
let room = 0;
let east: Run;
let west: Run;

beforeAll(async () => {
  const file = join(temporaryDirectory(), "koine.toml");
  writeFileSync(file, peers.map((peer) => peer.table()).join(""));
  koine = await startKoine({ options: ["--config", file] });
  ({ token } = await register(koine.url, "ann"));
  ann = (await enter(koine.gateway, token)).client;
  const made = await ann.request({ type: "room_create", name: "harbour" });
  room = (made.room as { id: number }).id;
  [east, west] = (await Promise.all(peers.map((peer) => peer.next()))) as [Run, Run];
  for (const [name, run] of [
    ["east", east],
    ["west", west],
  ] as const) {
    run.say(KOINE_1);
    await ann.next(
      ({ event }) => event?.type === "backend_update" && event.name === name && event.state === "running",
    );
    await ann.request({ type: "backend_link", backend: name, room_id: room, name: "#harbour" });
    expect((await run.answer({ type: "RoomID", value: "h1" })).body.type).toBe("RoomLookup");
    expect((await run.answer({ type: "Success", value: null })).body.type).toBe("RoomJoin");
  }
});

afterAll(async () => {
  await koine.stop();
  for (const peer of peers) peer.stop();
  removeDirectories();
});

const text = (value: string) => ({ type: "Text", value });

function says(id: string, sender: string, content: object, more: object = {}) {
  const time = Date.now();
  const value = { id, sender, recipient: "h1", content, attachments: [], create_time: time, edit_time: time };
  return { type: "MessageUpsert", value: { ...value, extra: null, ...more } };
}

async function created(): Promise<Message> {
  return (await ann.next(({ event }) => event?.type === "message_create")).event
    ?.message as unknown as Message;
}

test("files cross from a network to here and to another network, byte for byte, and ours to both", async () => {
  const picture = png(2, 2);
  const data = Buffer.from(picture).toString("base64");
  east.say(says("e1", "bob", text("look"), { attachments: [{ mime: "image/png", data }] }));
  const message = await created();
  expect(message).toMatchObject({ content: "look", attachments: [{ media_type: "image/png" }] });
  const kept = await fetch(new URL(message.attachments?.[0]?.url ?? "", koine.url), {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(kept.status).toBe(200);
  const carried = await west.answer({ type: "MessageID", value: "w1" });
  expect(carried.body.value).toMatchObject({
    content: text("look"),
    attachments: [{ mime: "image/png", data }],
    extra: { koine: { author: { name: "bob" } } },
  });

  const file = await upload(koine.url, token, "of ours", {
    name: "ours.txt",
    type: "text/plain",
  });
  await ann.request({ type: "message_send", room_id: room, content: "here", attachment_ids: [file.id] });
  await created();
  for (const run of [east, west]) {
    const { body } = await run.answer({ type: "MessageID", value: "a1" });
    expect(body.value).toMatchObject({
      content: text("here"),
      attachments: [{ data: Buffer.from("of ours").toString("base64") }],
    });
  }
});

test("two bridges that meet in a network make no loop: what comes back by the other is not said again", async () => {
  east.say(says("e2", "bob", text("round and round")));
  expect((await created()).content).toBe("round and round");
  await west.answer({ type: "MessageID", value: "w2" });
  // Somebody bridges the two networks as well: ours comes back, in another's mouth.
  west.say(says("w3", "other-bridge", text("<bob> round and round")));
  // A person's answer is no echo, though it has the name and the words.
  west.say(says("w4", "carl", text("bob: round and round")));
  expect((await created()).content).toBe("bob: round and round");
  const heard = await east.answer({ type: "MessageID", value: "e4" });
  expect(heard.body.value).toMatchObject({ content: text("bob: round and round") });
});

test("a backend that answers with wrong numbers, wrong types or twice is not believed, and others go on", async () => {
  await ann.request({ type: "message_send", room_id: room, content: "who hears?" });
  await created();
  const asked = await west.hear();
  await east.answer({ type: "MessageID", value: "e5" });
  // No such question, and one that was answered: dropped.
  west.say({ sequence_number: 4_000_000, body: { type: "Success", value: null } });
  west.say({ sequence_number: 0, body: { type: "RoomID", value: "other" } });
  west.say({ sequence_number: asked.sequence_number, body: { type: "Success", value: null } });
  await west.gone;
  const failing = await ann.next(
    ({ event }) => event?.type === "backend_update" && event.name === "west" && event.state === "failing",
  );
  expect(String(failing.event?.text)).toContain("broke the protocol");
  west = await (peers[1] as Peer).next();
  west.say(KOINE_1);
  // It begins anew, and is in no room.
  expect((await west.answer({ type: "RoomID", value: "h1" })).body.type).toBe("RoomLookup");
  expect((await west.answer({ type: "Success", value: null })).body.type).toBe("RoomJoin");
  // With the same key: who has it already knows.
  expect((await west.answer({ type: "MessageID", value: "w5" })).body.value).toEqual(asked.body.value);
});

test("a room that is linked no more is left", async () => {
  await ann.request({ type: "backend_unlink", backend: "west", room_id: room });
  expect((await west.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomLeave",
    value: "h1",
  });
  east.say(says("e6", "bob", text("still there")));
  expect((await created()).content).toBe("still there");
});
