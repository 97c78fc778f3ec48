/**
 * The channel that a connection is in: it enters one at a time, with the state of it, and is moved on when it is gone
 * (`docs/protocols/i386chat.md`, section 4).
 */

import type { Conn } from "../../core/dialect.ts";
import { Fault } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Session, Sessions } from "../../core/session.ts";
import { encodeError } from "./codec.ts";
import type { IsAdministrator } from "./nouns.ts";
import { stateFrames } from "./outbound.ts";
import { ERROR } from "./wire.ts";

/** Newest messages told on moving into a channel. */
export const HISTORY = 50;

interface Deps {
  readonly conn: Conn;
  readonly sessions: Sessions;
  readonly isAdministrator: IsAdministrator;
  /** Says what went wrong with a move. */
  readonly onFault: (fault: Fault) => void;
}

export interface Moving {
  /** The channel that the connection is in, or is moving into. */
  readonly room: Id | null;
  /** Back into the channel of before where the session goes on, from event `s` of it; else into the default one. */
  first(at: Session, resume: { readonly room: Id | null; readonly s: number | null } | null): Promise<void>;
  /** Into the channel that was asked for, after the moves before and what they wait for. */
  move(at: Session, wished: Id, ready: () => Promise<void>): Promise<void>;
  /** The channel is gone: on to the default one, unless that was it. */
  lost(at: Session | null, gone: Id): void;
  close(): void;
}

export function createMoving({ conn, sessions, isAdministrator, onFault }: Deps): Moving {
  let room: Id | null = null;
  let closed = false;
  /** Moves go one after another. */
  let last: Promise<void> = Promise.resolve();

  /** False when there is no such channel to be seen: the connection stays where it was. */
  async function tryEnter(at: Session, wished: Id, s: number | null): Promise<boolean> {
    const before = room;
    room = wished;
    try {
      await sessions.enter(at, {
        room: wished,
        after: s,
        history: HISTORY,
        state: (entrance, occupants) =>
          stateFrames(
            entrance,
            occupants.some(({ id }) => id === at.user.id) ? occupants : [...occupants, at.user],
            isAdministrator,
          ),
      });
      return true;
    } catch (error) {
      room = before;
      if (error instanceof Fault && error.code === "not_found") return false;
      throw error;
    }
  }

  function inTurn(move: () => Promise<void>): Promise<void> {
    last = last.then(move).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      onFault(error);
    });
    return last;
  }

  return {
    get room() {
      return room;
    },
    async first(at, resume) {
      const { lastRoom, defaultRoom } = at;
      if (lastRoom !== null) {
        const s = resume !== null && resume.room === lastRoom ? resume.s : null;
        if (await tryEnter(at, lastRoom, s)) return;
      }
      if (lastRoom === defaultRoom || !(await tryEnter(at, defaultRoom, null))) {
        conn.send(encodeError(ERROR.noRoom, false, "There is no channel that you may see; move into one"));
      }
    },
    move: (at, wished, ready) =>
      inTurn(async () => {
        await ready();
        if (!(await tryEnter(at, wished, null))) {
          conn.send(encodeError(ERROR.noRoom, false, "There is no such channel, or you may not see it"));
        }
      }),
    lost(at, gone) {
      if (room === gone) room = null;
      if (at === null || gone === at.defaultRoom) return;
      void inTurn(async () => {
        if (room === null && !closed) await tryEnter(at, at.defaultRoom, null);
      });
    },
    close() {
      closed = true;
    },
  };
}
