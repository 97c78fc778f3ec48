/** A session that is alive: what the core remembers of it. */

import { NO_STREAMS } from "./bundles.ts";
import type { Chooser } from "./choosing.ts";
import type { EndReason, Link } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Hub } from "./hub.ts";
import type { Listener } from "./listener.ts";
import { Streams } from "./live-streams.ts";
import type { Id, StreamId } from "./model/ids.ts";
import type { Actor, ChosenPresence, User } from "./model/users.ts";
import { NOTHING_CHOSEN } from "./presence.ts";
import type { Beginner, Session } from "./session.ts";
import type { Onlooker } from "./telling.ts";
import type { View } from "./view.ts";
import type { Watcher } from "./visibility.ts";

/** What a session begins with, and keeps. */
export interface Begun {
  readonly actor: Actor;
  readonly user: User;
  readonly space: Id;
  readonly lastRoom: Id | null;
  readonly listener: Listener;
  readonly follows: Beginner["follows"];
  readonly link: Pick<Link, "end">;
}

const NOTHING_BARRED: ReadonlyMap<StreamId, number> = new Map();

/**
 * A class, so that thousands share its methods; what is empty for most is one and the same for all, and what it keeps
 * is 18 values in one cell: the runtime's sizes of cells grow in steps, and the next holds 26.
 */
export class Live implements Session, Watcher, Onlooker {
  readonly actor: Actor;
  readonly user: User;
  readonly space: Id;
  readonly lastRoom: Id | null;
  readonly listener: Listener;
  /** Known when the sight was read. */
  defaultRoom: Id = 0;
  readonly streams = new Streams();
  direct: ReadonlySet<StreamId> = NO_STREAMS;
  chosen: ChosenPresence = NOTHING_CHOSEN;
  stale = false;
  barred: ReadonlyMap<StreamId, number> = NOTHING_BARRED;
  standing = "";
  view: View | null = null;
  joining: Promise<void> | null = null;
  /** Resting: its connection stays, but its user counts as away. */
  #stage: "joining" | "here" | "resting" | "ended" = "joining";
  readonly #follows: Beginner["follows"];
  readonly #link: Pick<Link, "end">;
  readonly #hub: Hub;

  constructor(hub: Hub, { actor, user, space, lastRoom, listener, follows, link }: Begun) {
    this.#hub = hub;
    this.actor = actor;
    this.user = user;
    this.space = space;
    this.lastRoom = lastRoom;
    this.listener = listener;
    this.#follows = follows;
    this.#link = link;
  }

  get id(): Id {
    return this.actor.session;
  }

  get followsSight(): boolean {
    return this.#follows === "all";
  }

  get chooser(): Chooser | null {
    return typeof this.#follows === "string" ? null : this.#follows;
  }

  get joined(): boolean {
    return this.#stage === "here" || this.#stage === "resting";
  }

  get resting(): boolean {
    return this.#stage === "resting";
  }

  /** It has joined its streams, or is not resting any more. */
  arrive(): void {
    this.#stage = "here";
  }

  rest(): void {
    this.#stage = "resting";
  }

  /** Its connection is gone. */
  leave(): void {
    this.#stage = "ended";
  }

  end(reason: EndReason): void {
    this.#link.end(reason);
  }

  tell(event: Event): void {
    this.#hub.tell(this.listener, event);
  }
}
