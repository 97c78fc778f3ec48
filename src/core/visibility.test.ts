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
    positions: rooms.map((stream) => ({ stream, seq: 0 })),
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

test("a room that was deleted does not come back by a sight that was read before and arrives after", async () => {
  const made = world();
  const watcher = watcherOver(made.listener());
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
  const change = { type: "sight_change", space: SPACE, users: null, created: null, apart: [] } as const;
  const looks = [visibility.look(change), visibility.look(change)];
  answers[0]?.(sightOf(ROOM));
  await settled();
  made.say(ROOM);
  visibility.gone(ROOM);
  answers[1]?.(sightOf(ROOM)); // Read before the deletion, too.
  await Promise.all(looks);
  await settled();
  const last = visibility.look(change);
  answers[2]?.(sightOf());
  await last;
  await settled();
  expect(watcher.listener.conn).toMatchObject({ received: ["room_create", `${ROOM}:1`] });
  expect([...watcher.streams]).toEqual([]);
});
