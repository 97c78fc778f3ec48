/** What happens to rooms and threads. */

import type { Id } from "../model/ids.ts";
import type { RoomView } from "../model/rooms.ts";
import type { UserRef } from "../model/users.ts";
import type { Base } from "./base.ts";

/** A room was made; told without a position, it came into somebody's sight. */
export interface RoomCreated extends Base {
  readonly type: "room_create";
  readonly room: RoomView;
  /** Told without a position: where the room's stream stands. */
  readonly head: number;
}

/** A room was deleted; told without a position, it went out of somebody's sight. */
export interface RoomDeleted extends Base {
  readonly type: "room_delete";
  readonly room: Id;
}

export type RoomField =
  | "name"
  | "topic"
  | "slow_mode"
  | "archived"
  | "user_limit"
  | "retention"
  | "parent"
  | "position"
  | "overrides"
  | "owner"
  | "tags"
  | "archive_after"
  | "no_previews";

export interface RoomUpdated extends Base {
  readonly type: "room_update";
  /** The room as it is now. */
  readonly room: RoomView;
  readonly changed: readonly RoomField[];
}

/** A thread was opened; like all that concerns it, in the stream of its room. */
export interface ThreadCreated extends Base {
  readonly type: "thread_create";
  readonly room: RoomView;
}

export type ThreadField = "name" | "archived" | "locked" | "slow_mode" | "tags";

export interface ThreadUpdated extends Base {
  readonly type: "thread_update";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly changed: readonly ThreadField[];
}

export interface ThreadDeleted extends Base {
  readonly type: "thread_delete";
  readonly room: Id;
  readonly parent: Id;
}

/** Somebody follows a thread. */
export interface ThreadJoined extends Base {
  readonly type: "thread_join";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly user: UserRef;
}

/** Somebody follows a thread no longer. */
export interface ThreadLeft extends Base {
  readonly type: "thread_leave";
  /** The thread as it is now. */
  readonly room: RoomView;
  readonly user: UserRef;
}
