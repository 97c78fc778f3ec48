/** Rooms that come into sight and go out of it, where what was read and what happened arrive in any order. */

import { expect, test } from "bun:test";
import { type MemoryConn, settled, world } from "./hub-fixture.ts";
import type { Listener } from "./listener.ts";
import { Streams } from "./live-streams.ts";
import type { Id } from "./model/ids.ts";
import type { RoomView } from "./model/rooms.ts";
import { newRoom } from "./new-room.ts";
import type { Node } from "./node.ts";
import type { Sight } from "./sight.ts";
import { createViews } from "./view.ts";
import { createVisibility, type Watcher } from "./visibility.ts";

const [SPACE, STAFF, ROOM] = [1, 2, 7];
const USER = {
  id: 3,
  handle: "ann",
  name: "ann",
  avatar: "",
  bot: false,
  created: 0,
  owner: null,
  backend: null,
  remoteId: null,
};

function roomAt(id: Id): RoomView {
  return newRoom({ id, space: SPACE, kind: "text", name: String(id), creator: null, created: 0 });
}

function sightOf(...rooms: Id[]): Sight {
  return {
    user: USER,
    space: {
      id: SPACE,
      name: "",
      slug: "",
      description: "",
      icon: "",
      owner: null,
      defaultRoom: 5,
      staff: STAFF,
      lockedDown: false,
      retention: 0,
      legalHold: false,
    },
    rooms: rooms.map(roomAt),
    direct: [],
    staff: false,
    commonPositions: rooms.map((stream) => ({ stream, seq: 0 })),
    ownPositions: [],
    standing: "",
    presence: { status: "online", text: "", until: 0 },
  };
}

function watcherOver(listener: Listener & { readonly conn: MemoryConn }): Watcher {
  return {
    actor: { user: USER.id, token: 0, session: 0 },
    user: USER,
    space: SPACE,
    listener,
    followsSight: true,
    chooser: null,
    streams: new Streams(),
    direct: new Set(),
    joined: true,
    stale: false,
    barred: new Map(),
    standing: "",
    view: null,
    joining: null,
    end: () => undefined,
  };
}

/** A watcher, and looks whose sights the test gives. */
function watched() {
  const made = world();
  const listener = made.listener();
  const { conn } = listener;
  const watcher = watcherOver(listener);
  const answers: ((sight: Sight) => void)[] = [];
  const ask = () => new Promise((resolve) => answers.push(resolve));
  const quiet = () => undefined;
  const visibility = createVisibility({
    node: { submit: quiet, ask: ask as Node["ask"] },
    hub: made.hub,
    backlog: (stream, after) => made.log(stream, after),
    watchers: () => [watcher],
    deliveries: { attend: quiet, depart: quiet, toldTo: quiet } as never,
    occupancy: { enters: quiet, left: quiet } as never,
    viewOf: createViews(),
    now: () => 0,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  return { made, conn, watcher, answers, visibility };
}

const CHANGE = { type: "sight_change", space: SPACE, users: null, created: null, apart: [] } as const;

test("a room that was deleted does not come back by a sight that was read before and arrives after", async () => {
  const { made, watcher, answers, visibility } = watched();
  const looks = [visibility.look(CHANGE), visibility.look(CHANGE)];
  answers[0]?.(sightOf(ROOM));
  await settled();
  made.say(ROOM);
  visibility.gone(ROOM);
  answers[1]?.(sightOf(ROOM)); // Read before the deletion, too.
  await Promise.all(looks);
  await settled();
  const last = visibility.look(CHANGE);
  answers[2]?.(sightOf());
  await last;
  await settled();
  expect(watcher.listener.conn).toMatchObject({ received: ["room_create", `${ROOM}:1`] });
  expect([...watcher.streams]).toEqual([]);
});

/** Does it when the turn in which the listener becomes live has ended, and before anything else. */
function rightAfterJoining(conn: MemoryConn, act: () => void): void {
  const subscribe = conn.subscribe.bind(conn);
  conn.subscribe = (topic) => {
    subscribe(topic);
    queueMicrotask(act);
  };
}

test("who is put out of a room right after becoming live there hears nothing of it", async () => {
  const { made, conn, answers, visibility } = watched();
  const end = { type: "room_end", room: ROOM, user: USER.id } as const;
  rightAfterJoining(conn, () => visibility.bar(end));
  const look = visibility.look(CHANGE);
  answers[0]?.(sightOf(ROOM));
  await look;
  await settled();
  made.say(ROOM);
  expect(conn.received).toEqual(["room_create", "room_delete"]);
  expect(made.hub.streams()).toEqual([]);
});

test("who is gone right after becoming live somewhere leaves nothing behind", async () => {
  const { made, conn, watcher, answers, visibility } = watched();
  rightAfterJoining(conn, () => {
    conn.open = false;
    visibility.dropAll(watcher);
  });
  const look = visibility.look(CHANGE);
  answers[0]?.(sightOf(ROOM));
  await look;
  await settled();
  expect([...watcher.streams]).toEqual([]);
  expect(made.hub.streams()).toEqual([]);
});
