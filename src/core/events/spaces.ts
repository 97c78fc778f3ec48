/** What happens to spaces, their members and what they own. */

import type { Id } from "../model/ids.ts";
import type { Settings } from "../model/settings.ts";
import type { Emoji, Member, Role, Space } from "../model/spaces.ts";
import type { Profile, UserRef } from "../model/users.ts";
import type { Base } from "./base.ts";

/** Of the space or, in its stream, of a group. */
export interface MemberJoined extends Base {
  readonly type: "member_join";
  /** Null for a group. */
  readonly space: Id | null;
  /** The group, or null for the space. */
  readonly room: Id | null;
  readonly user: UserRef;
  /** As it is in the space; null for a group. */
  readonly member: Member | null;
}

/** Nickname, roles or timeout changed. */
export interface MemberUpdated extends Base {
  readonly type: "member_update";
  readonly space: Id;
  /** As it is now. */
  readonly member: Member;
  /** Which of them did. */
  readonly changed: MemberField;
}

export type MemberField = "nickname" | "roles" | "timeout";

export interface EmojiCreated extends Base {
  readonly type: "emoji_create";
  readonly emoji: Emoji;
}

export interface EmojiUpdated extends Base {
  readonly type: "emoji_update";
  /** As it is now. */
  readonly emoji: Emoji;
}

export interface EmojiDeleted extends Base {
  readonly type: "emoji_delete";
  readonly emoji: Id;
}

export interface RoleCreated extends Base {
  readonly type: "role_create";
  readonly role: Role;
}

export interface RoleUpdated extends Base {
  readonly type: "role_update";
  /** As it is now. */
  readonly role: Role;
}

/** Members lost the role, and rooms their overrides for it. */
export interface RoleDeleted extends Base {
  readonly type: "role_delete";
  readonly role: Id;
}

/** Somebody came into a space; in their own stream, for their sessions in other spaces. */
export interface SpaceJoined extends Base {
  readonly type: "space_join";
  readonly space: Space;
}

/** Somebody is in a space no more; in their own stream. */
export interface SpaceLeft extends Base {
  readonly type: "space_leave";
  readonly space: Id;
}

export interface SpaceUpdated extends Base {
  readonly type: "server_update";
  /** As it is now. */
  readonly space: Space;
}

/** Of the space or, in its stream, of a group. */
export interface MemberLeft extends Base {
  readonly type: "member_leave";
  /** Null for a group. */
  readonly space: Id | null;
  /** The group, or null for the space. */
  readonly room: Id | null;
  readonly user: UserRef;
  readonly reason: LeaveReason;
}

export type LeaveReason = "left" | "kicked" | "banned" | "deleted";

/**
 * Somebody's profile changed: in the streams of their spaces, and in the own streams of those who share only a
 * dialog or a group with them. Or one's own settings did: in the user's own stream.
 */
export interface UserUpdated extends Base {
  readonly type: "user_update";
  readonly user: Id;
  /** As it is now; null = it is not what changed. */
  readonly profile: Profile | null;
  /** As they are now; null = they are not what changed. */
  readonly settings: Settings | null;
}

/** An invite was made, used or withdrawn; in the staff's stream. */
export interface InviteUpdated extends Base {
  readonly type: "invite_update";
  readonly invite: Id;
  readonly deleted: boolean;
}
