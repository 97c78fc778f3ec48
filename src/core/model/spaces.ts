/** Spaces, and who and what belongs to them. */

import type { Id, Millis } from "./ids.ts";
import type { Profile, UserRef } from "./users.ts";

/** A way into a space. */
export interface Invite {
  readonly id: Id;
  readonly space: Id;
  readonly code: string;
  readonly creator: UserRef;
  /** Roles that it grants. */
  readonly roles: readonly Id[];
  readonly uses: number;
  /** 0 = without bound. */
  readonly maxUses: number;
  /** 0 = never. */
  readonly expires: Millis;
  readonly created: Millis;
}

export interface Space {
  readonly id: Id;
  readonly name: string;
  readonly slug: string;
  /** Markdown. */
  readonly description: string;
  /** The random part of its picture's address; "" = none. */
  readonly icon: string;
  /** Null until the first account takes it. */
  readonly owner: Id | null;
  readonly defaultRoom: Id;
  /** The stream of moderation. */
  readonly staff: Id;
  /** Nobody joins, and only who may silence members does anything but read. */
  readonly lockedDown: boolean;
  /** Messages older than this are removed, where a room has no retention of its own; 0 = kept. */
  readonly retention: Millis;
  /** Nothing is removed by its age. */
  readonly legalHold: boolean;
}

/** A server emoji. */
export interface Emoji {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  /** The random part of its picture's address. */
  readonly key: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** The rooms that it can be used in; empty = all. */
  readonly rooms: readonly Id[];
  readonly creator: UserRef;
  readonly created: Millis;
}

export interface Role {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  /** Higher stands above lower; the role of everyone is 0. */
  readonly position: number;
  readonly permissions: readonly string[];
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  /** Members with it are listed apart. */
  readonly hoisted: boolean;
  /** Anybody may mention it. */
  readonly mentionable: boolean;
  /** Members may take and leave it themselves. */
  readonly selfAssignable: boolean;
  /** Under which heading it is offered; "" = none. */
  readonly category: string;
  /** A member has at most one of those with its category that are exclusive. */
  readonly exclusive: boolean;
}

/** A user in a space. */
export interface Member {
  readonly user: Profile;
  /** Everyone's role is left out. */
  readonly roles: readonly Id[];
  readonly nickname: string;
  readonly joined: Millis;
  readonly timeoutUntil: Millis;
}
