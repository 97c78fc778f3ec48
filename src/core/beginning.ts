/** How a session begins: anew with the state, or resumed with what it missed. */

import type { Deliveries } from "./deliveries.ts";
import type { Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Hub } from "./hub.ts";
import type { Listener } from "./listener.ts";
import { Live } from "./live-session.ts";
import type { LiveSessions } from "./live-sessions.ts";
import type { Millis, StreamId } from "./model/ids.ts";
import type { Position } from "./model/receipts.ts";
import type { Actor } from "./model/users.ts";
import type { Node } from "./node.ts";
import { choseNothing, NOTHING_CHOSEN } from "./presence.ts";
import type { Beginner, Credentials, Session } from "./session.ts";
import { headsIn, type Sight } from "./sight.ts";
import type { Registration } from "./sign-in.ts";
import { join } from "./sync.ts";
import type { Look, Telling } from "./telling.ts";
import type { createViews } from "./view.ts";
import { found, lost, type Visibility } from "./visibility.ts";

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

interface Deps {
  readonly node: Node;
  readonly hub: Hub;
  readonly backlog: (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;
  /** Where it is open, a member who was removed joins again by coming back. */
  readonly registration: Registration;
  readonly deliveries: Deliveries;
  readonly live: LiveSessions;
  readonly visibility: Visibility;
  readonly telling: Telling;
  readonly viewOf: ReturnType<typeof createViews>;
  /** A session that did not begin, or ended, is in nobody's list any more. */
  readonly forget: (session: Live) => void;
  readonly now: () => Millis;
}

/** Sign in and begin or resume a session; null when its connection closed meanwhile (docs/protocols/bonfire.md, 3 and 4). */
export function createBeginning({
  node,
  hub,
  backlog,
  registration,
  deliveries,
  live,
  visibility,
  telling,
  viewOf,
  forget,
  now,
}: Deps): (beginner: Beginner, credentials: Credentials) => Promise<Session | null> {
  return begin;

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
    const session = new Live(hub, {
      actor,
      user,
      space,
      lastRoom: opened.room,
      listener,
      follows: beginner.follows,
      link: beginner.link,
    });
    live.add(session);
    const mark = hub.mark();
    // Whoever chooses begins in no room, and takes up the one they were in when they enter it.
    const replay = opened.resumed && chooser === null ? resume : null;
    const wished = resume !== null && !(opened.resumed && chooser !== null);
    const taking: Taking = { resume: replay, wished, newResumeHash };
    const begun = await lookAndStart(session, beginner, taking, mark).catch((error) => {
      forget(session);
      throw error;
    });
    if (!begun) {
      forget(session);
      return null;
    }
    return session;
  }

  async function lookAndStart(session: Live, beginner: Beginner, taking: Taking, mark: number) {
    const look = await telling.look(session);
    try {
      return await start(session, beginner, taking, mark, look);
    } finally {
      look.end();
    }
  }

  async function start(
    session: Live,
    beginner: Beginner,
    { resume, wished, newResumeHash }: Taking,
    mark: number,
    look: Look,
  ): Promise<boolean> {
    const { actor, space, listener } = session;
    const input = { space };
    // Who begins anew is told the state: where the streams stand is in it.
    const seen = resume === null ? null : await node.ask(actor, { type: "sight_get", input });
    const heads = seen === null ? new Map<StreamId, number>() : headsIn(seen);
    let sight: Sight;
    let first: readonly Frame[];
    let positions: Map<StreamId, number>;
    let last: () => readonly Frame[] = () => [];
    let given = look.present();
    const replay = seen !== null && resume !== null && areBehind(resume.positions, heads);
    if (replay) {
      sight = seen;
      positions = new Map(
        resume.positions.filter(({ stream }) => heads.has(stream)).map((p) => [p.stream, p.seq]),
      );
      first = differences(listener, seen, heads, resume.positions, positions);
      last = () => {
        given = look.present();
        return [beginner.resumed(given, seen)];
      };
    } else {
      // The session was found, but not its positions: the resume token that it is told now must be its own.
      if (resume !== null) {
        // Whose connection is gone takes no token from the one that came after it.
        if (!listener.conn.open) return false;
        const renewal = { session: session.id, resumeHash: newResumeHash };
        await node.ask(null, { type: "session_renew", input: renewal });
      }
      const snapshot = await node.ask(actor, { type: "snapshot_get", input });
      sight = snapshot;
      positions = headsIn(snapshot);
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
    if (sight.direct.length > 0) session.direct = new Set(sight.direct.map((room) => room.id));
    session.defaultRoom = sight.space.defaultRoom;
    session.chosen = choseNothing(sight.presence) ? NOTHING_CHOSEN : sight.presence;
    if (!listener.conn.open) return false;
    telling.arrive(session.user.id, session.chosen);
    const began = positions;
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
      live() {
        visibility.settle(session, began.keys());
        session.arrive();
        // What was told while it joined it did not hear.
        if (session.followsSight) look.catchUp(given);
      },
    }).catch((error: unknown) => {
      telling.leave(session.user.id);
      throw error;
    });
    if (!joined) {
      telling.leave(session.user.id);
      return false;
    }
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
}

/** A position beyond the head is of another history: the state is told anew. */
function areBehind(positions: readonly Position[], heads: ReadonlyMap<StreamId, number>): boolean {
  if (positions.length > MAX_POSITIONS) return false;
  return positions.every(({ stream, seq }) => seq <= (heads.get(stream) ?? seq));
}
