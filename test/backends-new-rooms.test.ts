/** Rooms that somebody here has another network make (docs/protocols/flubber.md, 2 and 6: `RoomCreate`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import {
  created,
  NO_HISTORY,
  roomThere,
  type Stage,
  saying,
  send,
  startStage,
  text,
} from "./backend-stage.ts";
import { enter, type Packet } from "./gateway-client.ts";
import { removeDirectories } from "./koine.ts";

const net: Peer = startPeer("net");
const far: Peer = startPeer("far");
const SUCCESS = { type: "Success", value: null };
let stage: Stage;
let run: Run;
let there: Run;

beforeAll(async () => {
  stage = await startStage(`${net.table()}\n${far.table()}`);
  run = await net.next();
  run.say(KOINE_1);
  there = await far.next();
  there.say(KOINE_1);
});

afterAll(async () => {
  await stage.koine.stop();
  net.stop();
  far.stop();
  removeDirectories();
});

async function asked(): Promise<unknown> {
  const { backends } = await stage.ann.request({ type: "backends_get" });
  const all = backends as { name: string; asked?: object[] }[];
  return all.find(({ name }) => name === "net")?.asked ?? [];
}

const isUpdate = ({ event }: Packet): boolean => event?.type === "backend_update";

test("a network makes a room that was asked for, and it is a portal, also of a program that begins anew", async () => {
  const { ann } = stage;
  await ann.request({ type: "backend_room_create", backend: "net", name: "loft" });
  expect((await run.answer({ type: "RoomID", value: "r10" })).body).toEqual({
    type: "RoomCreate",
    value: { parent: null, name: "loft", sendable: true },
  });
  expect((await run.answer(SUCCESS)).body).toEqual({ type: "RoomJoin", value: "r10" });
  const loft = { id: "r10", parent: null, name: "The loft", sendable: true };
  expect((await run.answer({ type: "Room", value: loft })).body).toEqual({ type: "RoomGet", value: "r10" });
  await ann.next(({ event }) => event?.type === "room_update" && event.name === "The loft");
  expect(await asked()).toEqual([]);
  run.say(saying("l1", "r10", text("up here")));
  expect((await run.answer(NO_HISTORY)).body.type).toBe("MessageGetBefore");
  const said = await created(ann);
  expect(said.content).toBe("up here");
  await send(ann, said.channel_id, "coming");
  expect((await run.answer({ type: "MessageID", value: "l2" })).body.value).toMatchObject({
    recipient: "r10",
  });
  expect((await created(ann)).content).toBe("coming");

  run.crash();
  run = await net.next();
  run.say(KOINE_1);
  expect((await run.answer({ type: "RoomID", value: "r10" })).body).toEqual({
    type: "RoomLookup",
    value: "The loft",
  });
  expect((await run.answer(SUCCESS)).body).toEqual({ type: "RoomJoin", value: "r10" });
});

test("what is said in a room before it has its place here is not lost, and what is taken back is not shown", async () => {
  const { ann } = stage;
  await ann.request({ type: "backend_room_create", backend: "far", name: "shed" });
  const answerSaying = async (body: object, ...said: readonly object[]): Promise<void> => {
    const { sequence_number } = await there.hear();
    there.say({ sequence_number, body }, ...said);
  };
  await answerSaying({ type: "RoomID", value: "r20" }, saying("s1", "r20", text("one")));
  await answerSaying(SUCCESS, saying("s2", "r20", text("two")), saying("s3", "r20", text("three")), {
    type: "MessageDelete",
    value: "s2",
  });
  const shed = { id: "r20", parent: null, name: "shed", sendable: true };
  await answerSaying({ type: "Room", value: shed }, saying("s4", "r20", text("four")));
  expect((await there.answer(NO_HISTORY)).body).toEqual({ type: "MessageGetBefore", value: "s1" });
  const said = [await created(ann), await created(ann), await created(ann)];
  expect(said.map(({ content }) => content)).toEqual(["one", "three", "four"]);

  // A room of ours that is linked to one there.
  const { room } = await ann.request({ type: "room_create", name: "garden" });
  await ann.request({
    type: "backend_link",
    backend: "far",
    room_id: (room as { id: number }).id,
    name: "#g",
  });
  await answerSaying({ type: "RoomID", value: "r21" });
  await answerSaying(SUCCESS, saying("g1", "r21", text("green")));
  expect(await created(ann)).toMatchObject({ content: "green", channel_id: (room as { id: number }).id });

  // So does what waits for one of ours that is on its way, and may be its echo.
  await send(ann, (room as { id: number }).id, "ours");
  expect((await created(ann)).content).toBe("ours");
  const onItsWay = await there.hear();
  there.say(saying("g2", "r21", text("oops")), { type: "MessageDelete", value: "g2" });
  there.say(saying("g3", "r21", text("better")));
  there.say({ sequence_number: onItsWay.sequence_number, body: { type: "MessageID", value: "o1" } });
  expect((await created(ann)).content).toBe("better");
});

test("a room is made in a category of the network, and stands in it here; in one of ours it cannot", async () => {
  const { ann } = stage;
  there.say(roomThere("floors", null, false), roomThere("r30", "floors"));
  const isCategory = ({ event }: Packet): boolean =>
    event?.type === "room_create" && (event.room as { kind?: string }).kind === "category";
  const made = await ann.next(isCategory);
  const { id } = (made.event as { room?: unknown }).room as { id: number };
  const ask = (parent_id: number) =>
    ann.request({ type: "backend_room_create", backend: "far", name: "second", parent_id });
  const { room } = await ann.request({ type: "room_create", name: "Ours", kind: "category" });
  expect(await ask((room as { id: number }).id)).toMatchObject({ code: "invalid" });
  expect(await ask(4242)).toMatchObject({ code: "not_found" });
  expect(await ask(id)).toMatchObject({ type: "ok" });
  expect((await there.answer({ type: "RoomID", value: "r31" })).body).toEqual({
    type: "RoomCreate",
    value: { parent: "floors", name: "second", sendable: true },
  });
  expect((await there.answer(SUCCESS)).body).toEqual({ type: "RoomJoin", value: "r31" });
  await there.answer({ type: "Room", value: roomThere("r31", "floors", true, "second").value });
  there.say(saying("q1", "r31", text("up")));
  expect((await there.answer(NO_HISTORY)).body.type).toBe("MessageGetBefore");
  const { channel_id } = await created(ann);
  const { client, ready } = await enter(stage.koine.gateway, stage.token);
  const rooms = ready.rooms as readonly { id: number; parent_id?: number }[];
  expect(rooms.find((one) => one.id === channel_id)).toMatchObject({ name: "second", parent_id: id });
  await client.close();
});

test("why a room was not made is told until the next is asked for, and what nobody knows is not asked again", async () => {
  const { ann } = stage;
  const failed = async (name: string, why: string): Promise<void> => {
    while (!JSON.stringify(await asked()).includes(why)) await ann.next(isUpdate);
    expect(await asked()).toEqual([{ name, text: expect.stringContaining(why) }]);
  };
  await ann.request({ type: "backend_room_create", backend: "net", name: "cellar" });
  await run.answer({ type: "Error", value: { message: "Too wet", debug_info: null, retry: false } });
  await failed("cellar", "Too wet");

  await ann.request({ type: "backend_room_create", backend: "net", name: "attic" });
  expect((await run.hear()).body.type).toBe("RoomCreate");
  run.crash();
  run = await net.next();
  run.say(KOINE_1);
  await failed("attic", "it may be there");
  await run.answer({ type: "RoomID", value: "r10" });
  await run.answer(SUCCESS);
  await ann.request({ type: "backend_room_create", backend: "net", name: "barn" });
  // The attic was not asked for again.
  expect((await run.answer({ type: "RoomID", value: "r11" })).body.value).toMatchObject({ name: "barn" });
});
