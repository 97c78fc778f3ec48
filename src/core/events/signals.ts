/** What is for the nodes themselves, never for a client. */

import type { Id, Millis, StreamId } from "../model/ids.ts";
import type { ChosenPresence } from "../model/users.ts";
import type { ReaderName } from "../tx/followers.ts";
import type { LeaveReason } from "./spaces.ts";

/** Tokens of a user ended; the sessions that stand on them end at once. */
export interface AccessEnded {
  readonly type: "access_end";
  readonly user: Id;
  /** The tokens that ended, or null for all of the user's. */
  readonly tokens: readonly Id[] | null;
}

/** What is visible in a space may have changed: for all of its sessions, or for some users'. */
export interface SightChanged {
  readonly type: "sight_change";
  /** Null where it concerns dialogs and groups alone. */
  readonly space: Id | null;
  readonly users: readonly Id[] | null;
  /** The room that was made: whoever sees it is told by its first event. */
  readonly created: Id | null;
  /** Whom an override of their own sets apart from others with the same roles from now on. */
  readonly apart: readonly Id[];
}

/** Somebody is no longer a member of a space; their sessions in it end. */
export interface MembershipEnded {
  readonly type: "membership_end";
  readonly space: Id;
  readonly user: Id;
  readonly reason: LeaveReason;
}

/** Somebody may no longer see a room: their sessions leave it at once, before anything is read anew. */
export interface RoomEnded {
  readonly type: "room_end";
  readonly room: Id;
  readonly user: Id;
}

/** A user chose another presence; their sessions on every node follow. */
export interface PresenceChanged {
  readonly type: "presence_change";
  readonly user: Id;
  /** The session that chose it, or 0. */
  readonly origin: Id;
  readonly chosen: ChosenPresence;
}

/** Something is to be done at a time: whoever waits for the next such time waits no longer than that. */
export interface TimerSet {
  readonly type: "timer_set";
  readonly due: Millis;
}

/** A reader follows a stream from now on. */
export interface FollowSet {
  readonly type: "follow_set";
  readonly reader: ReaderName;
  readonly of: StreamId;
}

/** Something is to be sent out, not before that time. */
export interface JobSet {
  readonly type: "job_set";
  readonly due: Millis;
}

/** What a backend links has changed, or it is to start anew. */
export interface BackendSet {
  readonly type: "backend_set";
  readonly backend: string;
  readonly restart: boolean;
}

export type Signal =
  | AccessEnded
  | SightChanged
  | MembershipEnded
  | RoomEnded
  | PresenceChanged
  | TimerSet
  | FollowSet
  | JobSet
  | BackendSet;

/** What is visible in the space may have changed for everybody. */
export function sightOfAll(space: Id): SightChanged {
  return { type: "sight_change", space, users: null, created: null, apart: [] };
}

/** A timer was set. */
export function timerSet(due: Millis): TimerSet {
  return { type: "timer_set", due };
}

/** What these users see in the space may have changed. */
export function sightOf(space: Id, users: readonly Id[]): SightChanged {
  return { type: "sight_change", space, users, created: null, apart: [] };
}
