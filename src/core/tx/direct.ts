/** What handlers need of dialogs, groups and blocks. */

import type { Id, Millis } from "../model/ids.ts";
import type { NotificationSetting, QuietHours, Settings } from "../model/settings.ts";
import type { Actor, User, UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** Another user, as far as the caller may know of them. */
export interface Acquaintance extends UserRef {
  /** They have blocked the caller. */
  readonly blocks: boolean;
}

export interface DirectTx {
  /**
   * The caller, and those of the users whom the caller may know of: who shares a space, a dialog or a group
   * with them, and themselves.
   */
  loadAcquaintances(
    actor: Actor,
    users: readonly Id[],
  ): Awaitable<{ readonly caller: User | null; readonly known: readonly Acquaintance[] }>;
  /**
   * Claims the dialog of two users (of one, for notes) for a room. Gives the room that has it: this one, or
   * the one that came first.
   */
  claimDialog(one: Id, other: Id, room: Id): Awaitable<Id>;
  dialogOf(one: Id, other: Id): Awaitable<Id | null>;
  addRoomMembers(room: Id, users: readonly Id[], at: Millis): Awaitable<void>;
  removeRoomMember(room: Id, user: Id): Awaitable<void>;
  /** Longest-standing first. */
  roomMembers(room: Id): Awaitable<UserRef[]>;
  countGroups(user: Id): Awaitable<number>;
  settingsOf(user: Id): Awaitable<Settings>;
  /** In place of what was said of that room before. */
  setNotification(user: Id, setting: NotificationSetting): Awaitable<void>;
  /** Null ends them. */
  setQuietHours(user: Id, quiet: QuietHours | null): Awaitable<void>;
  /** Who has blocked one of the two blocks both from now on. Gives those for whom that is new. */
  shareBlocks(one: Id, other: Id, at: Millis): Awaitable<Id[]>;
  /** False when it was there already. */
  addBlock(user: Id, blocked: Id, at: Millis): Awaitable<boolean>;
  /** False when it was not there. */
  removeBlock(user: Id, blocked: Id): Awaitable<boolean>;
}
