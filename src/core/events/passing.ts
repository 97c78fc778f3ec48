/** What is told once and kept nowhere. */

import type { Id } from "../model/ids.ts";
import type { Member } from "../model/spaces.ts";
import type { Presence, UserRef } from "../model/users.ts";
import type { Base } from "./base.ts";

export interface TypingStarted extends Base {
  readonly type: "typing_start";
  /** 0 in the own stream of somebody with whom there is no dialog yet. */
  readonly room: Id;
  readonly user: UserRef;
}

export interface TypingStopped extends Base {
  readonly type: "typing_stop";
  /** As where it starts. */
  readonly room: Id;
  readonly user: UserRef;
}

export interface PresenceUpdated extends Base {
  readonly type: "presence_update";
  readonly presence: Presence;
  /** What was told of them before. */
  readonly before: Presence["status"];
  /** As they are in the space, in its stream; else null. */
  readonly member: Member | null;
}

/** Somebody came into a room: their session entered it, or sees it and came online. */
export interface OccupantEntered extends Base {
  readonly type: "occupant_enter";
  readonly room: Id;
  readonly user: UserRef;
}

export interface OccupantLeft extends Base {
  readonly type: "occupant_leave";
  readonly room: Id;
  readonly user: UserRef;
}

/** Somebody's contacts are others, or are called otherwise; in their own stream. */
export interface ContactsUpdated extends Base {
  readonly type: "contacts_update";
}

/** A kept event that can no longer be told (unknown type, broken row): it holds its position, nothing else. */
export interface Blank extends Base {
  readonly type: "blank";
}
