/** Rooms of other networks here: where they stand, how they are linked, and how their links end (docs/protocols/flubber.md, 6). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { created, openPortal, roomThere, saying, send, startStage, text } from "./backend-stage.ts";
import { roleOf } from "./community.ts";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories } from "./koine.ts";

interface Listed {
  name: string;
  state: string;
  since: number;
  portals: number;
  links: object[];
}

const net: Peer = startPeer("net");
let koine: Koine;
let ann: GatewayClient;
let token = "";
let full: Run;
let town = 0;

beforeAll(async () => {
  ({ koine, ann, token } = await startStage(net.table()));
  full = await net.next();
  full.say(KOINE_1);
  town = await openPortal(full, ann, "r1", "town");
});

afterAll(async () => {
  await koine.stop();
  net.stop();
  removeDirectories();
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
  await ann.next(updated(0));
  expect(await listed()).toMatchObject({
    state: "running",
    portals: 1,
    links: [{ room_id: town, remote_id: "r1", portal: true, sendable: true }],
  });

  await ann.request({ type: "backend_link", backend: "net", room_id: room, name: "#nowhere" });
  const error = { message: "No such channel", debug_info: null, retry: false };
  const asked = await full.answer({ type: "Error", value: error });
  expect(asked.body).toEqual({ type: "RoomLookup", value: "#nowhere" });
  await ann.next(updated(0));
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
  expect(await call.json()).toMatchObject({ backends: [{ name: "net", state: "running" }] });
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
  await send(ann, ids.get("naples") ?? 0, "Ciao");
  expect((await full.answer({ type: "MessageID", value: "ciao" })).body).toMatchObject({
    type: "MessageSend",
    value: { recipient: "naples" },
  });
  await created(ann);
});

test("a portal keeps its threads, and whom it is shown to, when others name it as their parent", async () => {
  const portal = async (id: string, parent: string | null = null): Promise<number> => {
    full.say(roomThere(id, parent, parent !== null));
    const fits = ({ event }: Packet): boolean =>
      event?.type === "room_create" && (event.room as { name?: string }).name === id;
    return ((await ann.next(fits)).event?.room as { id?: number } | undefined)?.id ?? 0;
  };
  const board = await portal("board");
  await ann.request({ type: "thread_create", room_id: board, name: "plans" });
  const kitchen = await portal("kitchen", "board");

  const vault = await portal("vault");
  const everyone = roleOf((await enter(koine.gateway, token)).ready, "everyone");
  const override = { type: "permission_override_set", room_id: vault, role_id: everyone };
  await ann.request({ ...override, deny: ["view"] });
  const cellar = await portal("cellar", "vault");
  const moved = await ann.next(({ event }) => event?.type === "room_update" && event.room_id === cellar);
  const parent = moved.event?.parent_id;

  const { rooms } = (await enter(koine.gateway, token)).ready;
  expect(rooms).toContainEqual(expect.objectContaining({ id: board, kind: "text" }));
  expect(rooms.find(({ id }) => id === kitchen)).not.toHaveProperty("parent_id");
  expect(await ann.request({ type: "threads_get", room_id: board })).toMatchObject({
    rooms: [{ name: "plans" }],
  });
  expect(rooms).toContainEqual(expect.objectContaining({ id: parent, name: "vault", kind: "category" }));
  const { ready } = await enter(koine.gateway, (await register(koine.url, "fay")).token);
  expect(ready.rooms.map(({ name }) => name)).toContain("board");
  expect(ready.rooms.map(({ name }) => name)).not.toContain("vault");
});

test("a portal that was unlinked stays so when the backend begins anew, until somebody links it again", async () => {
  full.say(roomThere("r9", null, true, "market"));
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
  full.say(KOINE_1, roomThere("r9", null, true, "market"));
  // What is told of it again is not joined again.
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomLeave",
    value: "r9",
  });
  full.say(saying("n1", "r9", text("into the void")), saying("n2", "r1", text("to the town")));
  expect((await created(ann)).content).toBe("to the town");
  await send(ann, id, "to ourselves");
  await created(ann);

  // Nor when it was archived since.
  await ann.request({ type: "room_update", room_id: id, archived: true });
  full.say(roomThere("r9", null, true, "market"));
  full.say(saying("n4", "r9", text("into the void")), saying("n5", "r1", text("to the town again")));
  expect((await created(ann)).content).toBe("to the town again");
  await ann.request({ type: "room_update", room_id: id, archived: false });

  await ann.request({ type: "backend_link", backend: "net", room_id: id, name: "market" });
  expect((await full.answer({ type: "RoomID", value: "r9" })).body.type).toBe("RoomLookup");
  expect((await full.answer({ type: "Success", value: null })).body).toEqual({
    type: "RoomJoin",
    value: "r9",
  });
  full.say(saying("n3", "r9", text("to everybody")));
  expect((await created(ann)).content).toBe("to everybody");
});

test("a portal that was deleted here is not made again, and its room there can be linked with another", async () => {
  const barn = roomThere("r7", null, true, "barn");
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
  expect(await created(ann)).toMatchObject({ content: "moo", channel_id: hall.id });
  await ann.request({ type: "backend_unlink", backend: "net", room_id: hall.id });
  expect((await full.answer({ type: "Success", value: null })).body.type).toBe("RoomLeave");
  full.say(barn, saying("h2", "r7", text("into the void")), saying("h3", "r1", text("to the town")));
  expect((await created(ann)).content).toBe("to the town");
});
