/** What a dialect gives for a session to begin, and what it gets. */

import type { Chooser, Entering } from "./choosing.ts";
import type { Reply } from "./commands.ts";
import type { Conn, Encoder, Frame, Link } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Hears } from "./listener.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Position } from "./model/receipts.ts";
import type { Actor, Presence, User } from "./model/users.ts";
import type { Sight, Snapshot } from "./sight.ts";

/** What a dialect gives for a session to begin: its connection and its words. */
export interface Beginner {
  readonly conn: Conn;
  readonly encoder: Encoder;
  readonly variant: string;
  /** Kept for as long as the session lives, and nothing else of this. */
  readonly link: Pick<Link, "end">;
  /** The streams that the session listens to: all in sight, the default room's alone, or that of one room after another. */
  readonly follows: "all" | "default-room" | Chooser;
  /** Where what is told differs from session to session: takes the events, in order, in place of frames; must not throw. */
  readonly takes?: (event: Event) => void;
  /** The frames, each of at most about a piece, that tell the state at the beginning. */
  ready(beginning: Beginning): readonly Frame[];
  /** The frame that ends a resume. */
  resumed(presences: readonly Presence[], sight: Sight): Frame;
  /** The session's copy of an event that its own command made, in the event's place; `told` is what the others get. */
  own?(event: Event, told: Frame | null): Frame | null;
  /** What it hears of itself, besides the frames. */
  readonly hears?: Hears;
}

export interface Beginning {
  readonly session: Id;
  readonly snapshot: Snapshot;
  readonly presences: readonly Presence[];
  /** A resume was asked for and is not possible. */
  readonly resync: boolean;
}

/** Who a signed token is for, and when it was made. */
export interface Signed {
  readonly user: Id;
  readonly issued: Millis;
}

export interface Credentials {
  /** The space that the address names; null = the default one. */
  readonly space: string | null;
  /** The hash of a stored token, or what a signed one says. */
  readonly token: string | Signed;
  /** Hash of the resume token given to the session if it is a new one. */
  readonly newResumeHash: string;
  readonly resume: { readonly hash: string; readonly positions: readonly Position[] } | null;
}

export interface Session {
  readonly id: Id;
  readonly actor: Actor;
  readonly user: User;
  readonly space: Id;
  readonly defaultRoom: Id;
  /** The room that a resumed session was in, where it chose; else null. */
  readonly lastRoom: Id | null;
}

export interface Sessions {
  /**
   * Begin or resume a session. Resolves when it is live, to null when its connection closed before; rejects
   * with a fault: `unauthenticated`, `banned`, `bad_resume`, `not_found` (the space, or no member of it), `forbidden`.
   */
  begin(beginner: Beginner, credentials: Credentials): Promise<Session | null>;
  /** Go into a room, for a session that chooses. As `Choosing.enter`. */
  enter(session: Session, entering: Entering): Promise<boolean>;
  /** The session counts as away from here on, though its connection stays; and as here again. */
  rest(session: Session): void;
  rouse(session: Session): void;
  /** The connection of a session is gone. */
  closed(session: Session): void;
  /** Tell the session of these users' presence too, instead of those before. Gives it as it is now. */
  subscribePresence(session: Session, known: Reply<"presences_known">): readonly Presence[];
  /** Says to the store which sessions are alive, and forgets those that can no longer be resumed. */
  keepAlive(): Promise<void>;
}
