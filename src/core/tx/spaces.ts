/** What handlers need of spaces, roles and members. */

import type { Actor, Id, Member, Millis, Role, Space, User } from "../model.ts";
import type { Awaitable } from "./awaitable.ts";

export interface SpaceFacts {
  readonly caller: User | null;
  readonly space: Space | null;
  readonly member: boolean;
  readonly roles: readonly Role[];
  readonly timeoutUntil: Millis;
}

export interface SpacesTx {
  loadSpace(actor: Actor, space: Id): Awaitable<SpaceFacts>;
  rolesOf(space: Id): Awaitable<Role[]>;
  defaultSpace(): Awaitable<Space>;
  setOwner(space: Id, user: Id): Awaitable<void>;
  addMember(space: Id, user: Id, at: Millis): Awaitable<void>;
  /** In the order of their ids. */
  membersOf(space: Id, after: Id, limit: number): Awaitable<Member[]>;
  findMember(space: Id, user: Id): Awaitable<Member | null>;
}
