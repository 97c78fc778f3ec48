/** What handlers need of rooms. */

import type { Id, Millis, StreamId } from "../model/ids.ts";
import type { Room, RoomView } from "../model/rooms.ts";
import type { Role } from "../model/spaces.ts";
import type { Actor, User } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** Somebody in a room, and what decides about their rights there. */
export interface Place {
  readonly room: Room;
  /** The stream that the room's events are logged in. */
  readonly stream: StreamId;
  /** Of a thread: the room that it stands in can only be read. */
  readonly parentArchived: boolean;
  /** Of the space; of the room itself for dialogs, groups and notes. */
  readonly member: boolean;
  readonly owner: boolean;
  /** The caller's roles in the room's space, everyone's among them. */
  readonly roles: readonly Role[];
  readonly timeoutUntil: Millis;
  /** The room's space is. */
  readonly lockedDown: boolean;
  /** In a dialog: the other side has blocked the caller. */
  readonly blocked: boolean;
  /** Permissions that the caller's token is limited to; null = not limited. */
  readonly scopes: readonly string[] | null;
}

/** What loading for an actor gives: who calls (null when the token has ended), and where. */
export interface RoomFacts {
  readonly caller: User | null;
  readonly place: Place | null;
}

export interface RoomsTx {
  loadRoom(actor: Actor, room: Id): Awaitable<RoomFacts>;
  insertRoom(room: Room): Awaitable<void>;
  updateRoom(room: Room): Awaitable<void>;
  /** Takes the room and its threads out of sight for ever; what they held is erased by `sweepDeletedRoom`. */
  deleteRoom(room: Id): Awaitable<void>;
  /**
   * Erases some of what a deleted room held: messages, at most `most` and, after the first, with texts of at
   * most `length` characters together; then rows of its log, which stay only to hold their positions. False
   * when nothing was left.
   */
  sweepDeletedRoom(most: number, length: number): Awaitable<boolean>;
  isRoomNameTaken(space: Id, name: string): Awaitable<boolean>;
  /** Without threads. */
  roomsOf(space: Id): Awaitable<RoomView[]>;
  /** In any order; unknown ids are left out. */
  roomsByIds(ids: readonly Id[]): Awaitable<RoomView[]>;
  /** The dialogs, groups and notes of a user. */
  directRoomsOf(user: Id): Awaitable<RoomView[]>;
}
