/** What handlers need to settle mentions. */

import type { Id } from "../model/ids.ts";
import type { Room } from "../model/rooms.ts";
import type { UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

export interface MentionsTx {
  /**
   * Those users, by id or handle, who are members of the room's space, or of the room itself for dialogs,
   * groups and notes; in any order, each once.
   */
  membersAmong(room: Room, ids: readonly Id[], handles: readonly string[]): Awaitable<UserRef[]>;
}
