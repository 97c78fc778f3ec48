/**
 * The live sessions of one node: how they begin, resume, see rooms come and go, and end.
 *
 * A session is in one space and listens to its streams: the visible rooms', the space's and the user's own.
 */

import { createChoosing } from "./choosing.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Frame } from "./dialect.ts";
import {
  type BanUpdated,
  type Event,
  isSignal,
  type MembershipEnded,
  type PresenceChanged,
  type RoomDeleted,
  type RoomEnded,
  type Signal,
} from "./events.ts";
import type { Gate } from "./gate.ts";
import type { Hub, Listener } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Actor, ChosenPresence, Id, Millis, Position, StreamId, User } from "./model.ts";
import type { Node } from "./node.ts";
import { createOccupancy } from "./occupancy.ts";
import type { Bus } from "./ports.ts";
import { NOTHING_CHOSEN, type PresenceBook } from "./presence.ts";
import type { Beginner, Credentials, Session, Sessions } from "./session.ts";
import type { Sight } from "./sight.ts";
import type { Registration } from "./sign-in.ts";
import { join } from "./sync.ts";
import { createTelling, type Onlooker } from "./telling.ts";
import { createViews } from "./view.ts";
import { createVisibility, found, headsOf, lost, type Watcher } from "./visibility.ts";

/** How long a session that has ended may be resumed. */
export const RESUME_MILLIS: Millis = 7 * 24 * 3_600_000;

/** Most positions that a resume may name; with more the state is told anew. */
const MAX_POSITIONS = 10_000;

/** How a session begins: what it resumes from, if that was found, and whether it asked for it. */
interface Taking {
  readonly resume: Credentials["resume"];
  readonly wished: boolean;
  readonly newResumeHash: string;
}

interface Live extends Session, Watcher, Onlooker {
  readonly user: User;
  readonly space: Id;
  readonly actor: Actor;
  joined: boolean;
  /** Its connection stays, but its user counts as away. */
  resting: boolean;
  chosen: ChosenPresence;
}

interface Deps {
  readonly node: Node;
  readonly hub: Hub;
  readonly bus: Bus;
  /** Closed while what people see is read anew. */
  readonly gate: Gate;
  readonly backlog: (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;
  /** Where it is open, a member who was removed joins again by coming back. */
  readonly registration: Registration;
  readonly deliveries: Deliveries;
  readonly presences: PresenceBook;
  /** Calls back after a time. */
  readonly after: (millis: Millis, callback: () => void) => void;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createSessions({
  node,
  hub,
  bus,
  gate,
  backlog,
  registration,
  deliveries,
  presences,
  after,
  now,
  log,
}: Deps): Sessions {
  const live = new Map<Id, Live>();
  const ofUser = new Map<Id, Set<Live>>();
  const occupancy = createOccupancy({
    all: () => live.values(),
    of: (user) => ofUser.get(user) ?? [],
    isShown: presences.isShown,
    publish: (event) => bus.publish([event]),
    now,
  });
  const viewOf = createViews();
  const visibility = createVisibility({
    node,
    hub,
    backlog,
    watchers: () => live.values(),
    deliveries,
    occupancy,
    viewOf,
    now,
    log,
  });
  const choosing = createChoosing({
    node,
    hub,
    backlog,
    visibility,
    occupancy,
    toldTo: deliveries.toldTo,
    now,
    log,
  });

  const telling = createTelling({
    node,
    bus,
    book: presences,
    isIn: (user, space) => [...(ofUser.get(user) ?? [])].some((one) => one.joined && one.space === space),
    here: () => ofUser.keys(),
    after,
    now,
    onError: (error) => log.warn("presence was not told", { reason: String(error) }),
  });

  const register = (session: Live): void => {
    live.set(session.id, session);
    const own = ofUser.get(session.user.id) ?? new Set();
    ofUser.set(session.user.id, own.add(session));
  };

  const forget = (session: Live): void => {
    if (live.get(session.id) === session) live.delete(session.id);
    const own = ofUser.get(session.user.id);
    own?.delete(session);
    if (own?.size === 0) ofUser.delete(session.user.id);
    for (const stream of [...session.streams]) visibility.drop(session, stream);
  };

  bus.listen((happenings) => {
    for (const happening of happenings) {
      // Who loses sight of something is not told of what happens there afterwards.
      if (isSignal(happening) && happening.type === "sight_change") gate.hold(visibility.look(happening));
      else gate.pass(() => (isSignal(happening) ? follow(happening) : tell(happening)));
    }
  });

  function tell(event: Event): void {
    hub.take(event);
    deliveries.told(event);
    if (event.type === "room_delete") void roomDeleted(event);
    if (event.type === "ban_update") tellStaff(event);
  }

  function tellStaff(event: BanUpdated): void {
    for (const { chooser, view } of live.values()) {
      if (chooser !== null && view?.readsStaff === true && view.staff === event.stream) chooser.banned(event);
    }
  }

  async function roomDeleted({ room, stream, seq }: RoomDeleted): Promise<void> {
    if (hub.isBehind(stream, seq)) await hub.reached(stream, seq);
    visibility.gone(room);
  }

  function follow(signal: Signal): void {
    if (signal.type === "access_end") endAccess(signal.user, signal.tokens);
    else if (signal.type === "membership_end") endMembership(signal);
    else if (signal.type === "room_end") endRoom(signal);
    else if (signal.type === "presence_change") changePresence(signal);
  }

  function endRoom(end: RoomEnded): void {
    visibility.bar(end);
    telling.forgetUser(end.user);
  }

  function changePresence({ user, origin, chosen }: PresenceChanged): void {
    const wasShown = presences.isShown(user);
    telling.choose(user, chosen, origin);
    for (const session of ofUser.get(user) ?? []) session.chosen = chosen;
    const [one] = ofUser.get(user) ?? [];
    if (one !== undefined && wasShown !== presences.isShown(user))
      wasShown ? occupancy.vanished(one.user) : occupancy.appeared(one.user);
    if (presences.isShown(user)) deliveries.appeared(user);
  }

  function endMembership({ space, user, reason }: MembershipEnded): void {
    telling.forgetUser(user);
    for (const session of [...(ofUser.get(user) ?? [])]) {
      if (session.space === space) session.end(reason === "banned" ? "banned" : "revoked");
    }
  }

  function endAccess(user: Id, tokens: readonly Id[] | null): void {
    for (const session of [...(ofUser.get(user) ?? [])]) {
      if (tokens === null || tokens.includes(session.actor.token)) session.end("revoked");
    }
  }

  async function begin(beginner: Beginner, credentials: Credentials): Promise<Session | null> {
    const { conn, encoder, variant } = beginner;
    const { resume, token: proof, newResumeHash } = credentials;
    const chooser = typeof beginner.follows === "string" ? null : beginner.follows;
    const opened = await node.ask(null, {
      type: "session_open",
      input: {
        tokenHash: typeof proof === "string" ? proof : null,
        signed: typeof proof === "string" ? null : proof,
        newResumeHash,
        resumeHash: resume?.hash ?? null,
        space: credentials.space,
        seenSince: now() - RESUME_MILLIS,
        joins: registration === "open",
      },
    });
    if (!conn.open) return null;
    const { session: id, user, token, space } = opened;
    const actor: Actor = {
      user: user.id,
      token,
      session: id,
      ...(typeof proof === "string" ? {} : { issued: proof.issued }),
    };
    const teller = chooser ?? beginner;
    const listener: Listener = {
      conn,
      encoder,
      variant,
      ...(teller.own === undefined
        ? {}
        : { own: { session: id, frame: (event, told) => teller.own?.(event, told) ?? null } }),
      ...(beginner.hears === undefined ? {} : { hears: beginner.hears }),
      ...(beginner.takes === undefined ? {} : { takes: beginner.takes }),
    };
    // From here on, what is told meanwhile makes the session stale, and its end finds it.
    live.get(id)?.end("replaced");
    const session: Live = {
      id,
      actor,
      user,
      space,
      defaultRoom: 0,
      lastRoom: opened.room,
      listener,
      followsSight: beginner.follows === "all",
      chooser,
      end: (reason) => beginner.end(reason),
      streams: new Set(),
      direct: new Set(),
      joined: false,
      resting: false,
      chosen: NOTHING_CHOSEN,
      stale: false,
      barred: new Map(),
      standing: "",
      view: null,
      joining: Promise.resolve(),
      tell(event) {
        hub.tell(listener, event);
      },
    };
    register(session);
    const mark = hub.mark();
    // Whoever chooses begins in no room, and takes up the one they were in when they enter it.
    const replay = opened.resumed && chooser === null ? resume : null;
    const wished = resume !== null && !(opened.resumed && chooser !== null);
    const begun = await start(session, beginner, { resume: replay, wished, newResumeHash }, mark).catch(
      (error) => {
        forget(session);
        throw error;
      },
    );
    if (!begun) {
      forget(session);
      return null;
    }
    return session;
  }

  async function start(
    session: Live,
    beginner: Beginner,
    { resume, wished, newResumeHash }: Taking,
    mark: number,
  ): Promise<boolean> {
    const { actor, space, listener } = session;
    const input = { space };
    let sight: Sight = await node.ask(actor, { type: "sight_get", input });
    const heads = headsOf(sight.positions);
    // A position beyond the head is of another history: the state is told anew.
    const ahead =
      resume === null ||
      resume.positions.length > MAX_POSITIONS ||
      resume.positions.some(({ stream, seq }) => seq > (heads.get(stream) ?? seq));
    let first: readonly Frame[];
    let positions = new Map(heads);
    let last: () => readonly Frame[] = () => [];
    const inSight = await telling.inSight(session);
    let given = inSight();
    const replay = !ahead;
    if (replay) {
      positions = new Map(
        resume.positions.filter(({ stream }) => heads.has(stream)).map((p) => [p.stream, p.seq]),
      );
      first = differences(listener, sight, heads, resume.positions, positions);
      last = () => {
        given = inSight();
        return [beginner.resumed(given, sight)];
      };
    } else {
      // The session was found, but not its positions: the resume token that it is told now must be its own.
      if (resume !== null) {
        const renewal = { session: session.id, resumeHash: newResumeHash };
        await node.ask(null, { type: "session_renew", input: renewal });
      }
      const snapshot = await node.ask(actor, { type: "snapshot_get", input });
      sight = snapshot;
      positions = headsOf(snapshot.positions);
      first = beginner.ready({
        session: session.id,
        snapshot,
        presences: given,
        resync: wished,
      });
    }
    if (session.chooser !== null) positions.clear();
    else if (!session.followsSight) {
      for (const stream of positions.keys()) if (stream !== sight.space.defaultRoom) positions.delete(stream);
    }
    session.standing = sight.standing;
    session.view = viewOf(sight);
    session.direct = new Set(sight.direct.map((room) => room.id));
    Object.assign(session, { defaultRoom: sight.space.defaultRoom });
    session.chosen = sight.presence;
    telling.arrive(session.user.id, sight.presence);
    const joined = await join(hub, backlog, {
      listener,
      mark,
      positions,
      heads: replay ? heads : new Map(),
      first,
      last,
      mayRead: (stream) => !session.barred.has(stream),
      told: (event) => {
        if (session.direct.has(event.stream)) deliveries.toldTo(session.user.id, event);
      },
    }).catch((error: unknown) => {
      telling.leave(session.user.id);
      throw error;
    });
    if (!joined) {
      telling.leave(session.user.id);
      return false;
    }
    visibility.settle(session, positions.keys());
    session.joined = true;
    // What was told while it joined it did not hear.
    if (session.followsSight) telling.catchUp(session, given, inSight);
    if (session.stale) {
      session.stale = false;
      await visibility.lookFor(session);
    }
    return true;
  }

  /** A resuming session is told of the rooms that came into sight or went out of it while it was away. */
  function differences(
    listener: Listener,
    sight: Sight,
    heads: ReadonlyMap<StreamId, number>,
    known: readonly Position[],
    positions: Map<StreamId, number>,
  ): Frame[] {
    const events: Event[] = [];
    for (const { stream } of known) if (!heads.has(stream)) events.push(lost(stream, now()));
    for (const [stream, head] of heads) {
      if (positions.has(stream)) continue;
      positions.set(stream, head);
      const room = [...sight.rooms, ...sight.direct].find(({ id }) => id === stream);
      if (room !== undefined) events.push(found(room, head, now()));
    }
    return events
      .map((event) => hub.frame(event, listener.encoder, listener.variant))
      .filter((frame) => frame !== null);
  }

  return {
    begin,
    async enter(session, entering) {
      // What came before is told in the room of before.
      await gate.opened();
      return await choosing.enter(session as Live, entering);
    },
    closed(session) {
      const known = session as Live;
      if (!known.joined) return;
      known.joined = false;
      forget(known);
      telling.forget(known);
      if (!known.resting) telling.leave(known.user.id);
    },
    rest(session) {
      const known = session as Live;
      if (!known.joined || known.resting) return;
      known.resting = true;
      telling.leave(known.user.id);
    },
    rouse(session) {
      const known = session as Live;
      if (!known.joined || !known.resting) return;
      known.resting = false;
      telling.arrive(known.user.id, known.chosen);
      deliveries.appeared(known.user.id);
    },
    subscribePresence: (session, known) => telling.subscribe(session as Live, known),
    async keepAlive() {
      const sessions = [...live.values()].map(({ id, actor }) => ({ id, token: actor.token }));
      await node.ask(null, {
        type: "sessions_seen",
        input: { sessions, forgetBefore: now() - RESUME_MILLIS },
      });
      await telling.keepSeen();
    },
  };
}
