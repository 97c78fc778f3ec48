/** What handlers need of spaces. */

import type { Id, Millis } from "../model/ids.ts";
import type { Invite, Role, Space } from "../model/spaces.ts";
import type { Actor, User } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

export interface SpaceFacts {
  readonly caller: User | null;
  readonly space: Space | null;
  readonly member: boolean;
  readonly roles: readonly Role[];
  readonly timeoutUntil: Millis;
  /** Permissions that the caller's token is limited to; null = not limited. */
  readonly scopes: readonly string[] | null;
}

export interface SpacesTx {
  loadSpace(actor: Actor, space: Id): Awaitable<SpaceFacts>;
  /** The spaces that the user is a member of. */
  spacesOf(user: Id): Awaitable<Id[]>;
  ownsSpace(user: Id): Awaitable<boolean>;
  spaceById(space: Id): Awaitable<Space | null>;
  spaceBySlug(slug: string): Awaitable<Space | null>;
  countSpaces(): Awaitable<number>;
  /** With the logs of its own and of its staff, and nothing else: no room, no role, no member. */
  insertSpace(space: Space): Awaitable<void>;
  defaultSpace(): Awaitable<Space>;
  setOwner(space: Id, user: Id): Awaitable<void>;
  /** All but its id and its staff's stream. */
  updateSpace(space: Space): Awaitable<void>;
  insertInvite(invite: Invite): Awaitable<void>;
  findInvite(invite: Id): Awaitable<Invite | null>;
  inviteByCode(code: string): Awaitable<Invite | null>;
  /** Newest first, with ids below `before`; only the creator's where one is given. */
  invitesOf(space: Id, creator: Id | null, before: Id, limit: number): Awaitable<Invite[]>;
  countInvites(space: Id): Awaitable<number>;
  countInviteUse(invite: Id): Awaitable<void>;
  deleteInvite(invite: Id): Awaitable<void>;
}
