/**
 * Rooms come into sight and go out of it: after rights, rooms or memberships changed, what is visible is
 * computed, once for each standing, and every session is told the difference.
 */

import type { Chooser } from "./choosing.ts";
import type { Deliveries } from "./deliveries.ts";
import type { EndReason, Frame } from "./dialect.ts";
import type { RoomEnded, SightChanged } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Hub } from "./hub.ts";
import type { Listener } from "./listener.ts";
import type { Streams } from "./live-streams.ts";
import type { Log } from "./log.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Actor, User } from "./model/users.ts";
import type { Node } from "./node.ts";
import type { Occupancy } from "./occupancy.ts";
import { headsIn, type Sight } from "./sight.ts";
import { join } from "./sync.ts";
import type { View } from "./view.ts";

/** A session, as far as its sight goes. */
export interface Watcher {
  readonly actor: Actor;
  readonly user: User;
  readonly space: Id;
  readonly listener: Listener;
  /** False where the dialect chooses the streams itself. */
  readonly followsSight: boolean;
  /** Where it is told what is in sight, and chooses the room to be in; else null. */
  readonly chooser: Chooser | null;
  /** Those it is live in. */
  readonly streams: Streams;
  /** Its dialogs, groups and notes. */
  direct: ReadonlySet<StreamId>;
  /** False while it joins; what changes meanwhile makes it stale. */
  readonly joined: boolean;
  stale: boolean;
  /** Streams that it may no longer read, each with the turn in which that ended. */
  barred: ReadonlyMap<StreamId, number>;
  standing: string;
  /** Of the newest sight; a joining that began with an older one gives way to it. */
  view: View | null;
  /** The last of its joinings, which go one after another; null before the first. */
  joining: Promise<void> | null;
  end(reason: EndReason): void;
}

interface Deps {
  readonly node: Node;
  readonly hub: Hub;
  readonly backlog: (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;
  readonly watchers: () => Iterable<Watcher>;
  readonly deliveries: Deliveries;
  readonly occupancy: Occupancy;
  readonly viewOf: (sight: Sight) => View;
  readonly now: () => Millis;
  readonly log: Log;
}

export interface Visibility {
  /** Look again for everybody whom a change may concern; resolves when nobody hears of what they lost sight of. */
  look(change: SightChanged): Promise<void>;
  /** Leave a room at once; a sight that was asked for before does not bring it back. */
  bar(end: RoomEnded): void;
  /** A session became live in streams in this turn, but for those barred while it joined. */
  settle(watcher: Watcher, joined: Iterable<StreamId>): void;
  /** Look again for one session. */
  lookFor(watcher: Watcher): Promise<void>;
  /** Leave a stream, without a word. */
  drop(watcher: Watcher, stream: StreamId): void;
  /** Leave all streams, without a word. */
  dropAll(watcher: Watcher): void;
  isVisible(watcher: Watcher, stream: StreamId): boolean;
  /** Everybody leaves the stream of a room whose deletion was delivered. */
  gone(room: StreamId): void;
}

export function createVisibility({
  node,
  hub,
  backlog,
  watchers,
  deliveries,
  occupancy,
  viewOf,
  now,
  log,
}: Deps): Visibility {
  // Counts lookings and barrings, so that it is known which came first.
  let turns = 0;

  function bar({ room, user }: RoomEnded): void {
    turns += 1;
    for (const watcher of watchers()) {
      if (watcher.actor.user !== user) continue;
      barFrom(watcher, room);
      watcher.direct = new Set([...watcher.direct].filter((id) => id !== room));
      watcher.stale = !watcher.joined;
      if (watcher.streams.has(room)) leave(watcher, room);
    }
  }

  function barFrom(watcher: Watcher, room: StreamId): void {
    watcher.barred = new Map([...watcher.barred, [room, turns]]);
  }

  async function look({ space, users, created, apart }: SightChanged): Promise<void> {
    const groups = new Map<string, Watcher[]>();
    for (const watcher of watchers()) {
      if (space !== null && watcher.space !== space) continue;
      if (users !== null && !users.includes(watcher.actor.user)) continue;
      watcher.stale = !watcher.joined;
      if (!watcher.joined || !(watcher.followsSight || watcher.chooser !== null)) continue;
      // Whose own roles changed has another standing from now on: each looks for themselves, as their token may.
      const { user } = watcher.actor;
      const who = users === null && !apart.includes(user) ? "" : `user ${user}`;
      const key = `${watcher.space}/${who}/${watcher.standing}`;
      groups.set(key, [...(groups.get(key) ?? []), watcher]);
    }
    await Promise.all([...groups.values()].map((group) => lookAs(group, users !== null, created)));
  }

  /** `own` says that the group is one user's, so that dialogs and groups are compared as well. */
  async function lookAs(group: readonly Watcher[], own: boolean, created: Id | null): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const mark = hub.mark();
    turns += 1;
    const turn = turns;
    try {
      const sight = await node.ask(first.actor, { type: "sight_get", input: { space: first.space } });
      for (const watcher of group) {
        allowAgain(watcher, turn);
        const direct = own ? sight.direct.filter(({ id }) => !watcher.barred.has(id)) : [];
        show(watcher, { ...sight, direct }, own, mark, created);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code !== "not_found" && error.code !== "unauthenticated")
        return log.warn("sight not read", { reason: error.message });
      // No member any more, or signed out: this session has nothing left to see. The others look themselves.
      first.end("revoked");
      await lookAs(group.slice(1), own, created);
    }
  }

  /** What was barred before the turn is decided by the sight that was read in it. */
  function allowAgain(watcher: Watcher, turn: number): void {
    if (watcher.barred.size === 0) return;
    watcher.barred = new Map([...watcher.barred].filter(([, barredIn]) => barredIn >= turn));
  }

  /** What went out of sight is left at once; what came into it is joined after the joinings before. */
  function show(watcher: Watcher, sight: Sight, own: boolean, mark: number, created: Id | null): void {
    const known = new Set([...(watcher.view?.rooms ?? []), ...watcher.direct]);
    watcher.standing = sight.standing;
    watcher.view = viewOf(sight);
    if (own) watcher.direct = new Set(sight.direct.map((room) => room.id));
    for (const stream of [...watcher.streams]) if (!isVisible(watcher, stream)) leave(watcher, stream);
    if (watcher.chooser !== null) return tellFound(watcher, sight, known);
    watcher.joining = (watcher.joining ?? Promise.resolve())
      .then(() => enter(watcher, sight, mark, created))
      .catch((error: unknown) => {
        // A session that may lack a stream would miss events for ever: it comes back and resumes.
        log.error("rooms in sight were not joined", { reason: String(error) });
        watcher.end("too-slow");
      });
  }

  /** For a session that chooses its room: it hears of rooms without joining them. */
  function tellFound({ listener, barred }: Watcher, sight: Sight, known: ReadonlySet<StreamId>): void {
    const heads = headsIn(sight);
    for (const room of [...sight.rooms, ...sight.direct]) {
      if (known.has(room.id) || barred.has(room.id)) continue;
      hub.tell(listener, found(room, heads.get(room.id) ?? 0, now()));
    }
  }

  async function enter(watcher: Watcher, sight: Sight, mark: number, created: Id | null): Promise<void> {
    const { actor, listener } = watcher;
    const told = (event: Event): void => {
      if (watcher.direct.has(event.stream)) deliveries.toldTo(actor.user, event);
    };
    const mayRead = (stream: StreamId): boolean => !watcher.barred.has(stream);
    const heads = headsIn(sight);
    const first: Frame[] = [];
    const positions = new Map<StreamId, number>();
    for (const room of [...sight.rooms, ...sight.direct]) {
      if (watcher.streams.has(room.id) || watcher.barred.has(room.id) || !isVisible(watcher, room.id))
        continue;
      const head = heads.get(room.id) ?? 0;
      // Whoever sees a room from its first event on is told by that event.
      positions.set(room.id, room.id === created ? 0 : head);
      if (room.id === created) continue;
      if (listener.takes !== undefined) {
        listener.takes(found(room, head, now()));
        continue;
      }
      const frame = frameOf(listener, found(room, head, now()));
      if (frame !== null) first.push(frame);
    }
    const { staff } = sight.space;
    if (!watcher.streams.has(staff) && isVisible(watcher, staff)) positions.set(staff, heads.get(staff) ?? 0);
    if (positions.size === 0) return gather(watcher);
    const live = (): void => settle(watcher, positions.keys());
    const joining = { listener, mark, positions, heads, first, last: () => [], mayRead, told, live };
    if (!(await join(hub, backlog, joining))) return;
    for (const stream of positions.keys()) {
      if (watcher.streams.has(stream) && !isVisible(watcher, stream)) leave(watcher, stream);
    }
  }

  function settle(watcher: Watcher, joined: Iterable<StreamId>): void {
    for (const stream of joined) {
      if (watcher.barred.has(stream)) {
        tellLost(watcher, stream);
        continue;
      }
      occupancy.enters(watcher.user, stream, watcher.actor.session);
      watcher.streams.add(stream);
      if (watcher.chooser !== null) occupancy.watch(stream);
      if (watcher.direct.has(stream)) deliveries.attend(watcher.actor.user, stream);
    }
    gather(watcher);
  }

  /** Who listens to all that those do who see the same does so together with them. */
  function gather({ listener, followsSight, streams, view }: Watcher): void {
    if (followsSight && view !== null && streams.share(view.streams)) hub.gather(listener, view.streams);
  }

  function leave(watcher: Watcher, stream: StreamId): void {
    drop(watcher, stream);
    if (stream !== watcher.view?.staff) tellLost(watcher, stream);
  }

  function drop(watcher: Watcher, stream: StreamId): void {
    watcher.streams.delete(stream);
    hub.unsubscribe(watcher.listener, stream);
    depart(watcher, stream);
  }

  function dropAll(watcher: Watcher): void {
    const { listener, streams } = watcher;
    const together = hub.scatter(listener);
    const left = [...streams];
    streams.clear();
    for (const stream of left) {
      if (!together.has(stream)) hub.unsubscribe(listener, stream);
      depart(watcher, stream);
    }
  }

  function depart({ user, chooser }: Watcher, stream: StreamId): void {
    deliveries.depart(user.id, stream);
    if (chooser !== null) occupancy.unwatch(stream);
    occupancy.left(user, stream);
  }

  function tellLost({ listener, chooser }: Watcher, stream: StreamId): void {
    hub.tell(listener, lost(stream, now()));
    chooser?.lostRoom(stream);
  }

  function gone(room: StreamId): void {
    turns += 1;
    for (const watcher of watchers()) {
      // A sight that was read before the deletion may arrive after it.
      barFrom(watcher, room);
      if (!watcher.streams.has(room)) continue;
      drop(watcher, room);
      watcher.chooser?.lostRoom(room);
    }
  }

  function isVisible({ actor, space, direct, view }: Watcher, stream: StreamId): boolean {
    if (stream === actor.user || stream === space || direct.has(stream)) return true;
    return view === null || view.rooms.has(stream) || (view.readsStaff && stream === view.staff);
  }

  function frameOf({ encoder, variant, hears }: Listener, event: Event): Frame | null {
    // Once the frame was sent, in this turn.
    if (hears?.types.has(event.type) === true) queueMicrotask(() => hears.hear(event));
    return hub.frame(event, encoder, variant);
  }

  return {
    look,
    bar,
    settle,
    lookFor: (watcher) => lookAs([watcher], true, null),
    drop,
    dropAll,
    isVisible,
    gone,
  };
}

/** A room came into sight. */
export function found(room: RoomView, head: number, at: Millis): Event {
  return { type: "room_create", stream: room.id, seq: 0, at, origin: 0, room, head };
}

/** A room went out of sight. */
export function lost(room: Id, at: Millis): Event {
  return { type: "room_delete", stream: room, seq: 0, at, origin: 0, room };
}
