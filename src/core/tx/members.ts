/** What handlers need of the members of a space. */

import type { Id, Millis } from "../model/ids.ts";
import type { Member, Role } from "../model/spaces.ts";
import type { User } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** An account as somebody else finds it: a member of the space or not. */
export interface Person {
  readonly user: User;
  readonly member: Member | null;
  /** Everyone's among them; empty for one who is no member. */
  readonly roles: readonly Role[];
  readonly owner: boolean;
}

/** Members with one of these sets of roles, or among these users; never those of `except`. */
export interface Seers {
  /** As `Member.roles`, as JSON text. */
  readonly roleSets: readonly string[];
  readonly users: readonly Id[];
  readonly except: readonly Id[];
}

export interface MembersCut {
  readonly after: Id;
  readonly limit: number;
  /** Beginning of handle, name or nickname; "" = all. */
  readonly prefix: string;
  readonly role: Id | null;
  readonly seers: Seers | null;
}

export interface MembersTx {
  /** Takes up a timeout that had not ended when the user left. */
  addMember(space: Id, user: Id, roles: readonly Id[], at: Millis): Awaitable<void>;
  /** Remembers a timeout that has not ended. */
  removeMember(space: Id, user: Id): Awaitable<void>;
  /** Roles, nickname and timeout. */
  updateMember(space: Id, member: Member): Awaitable<void>;
  /** In the order of their ids. */
  membersOf(space: Id, cut: MembersCut): Awaitable<Member[]>;
  membersIn(space: Id, users: readonly Id[]): Awaitable<Member[]>;
  countMembers(space: Id): Awaitable<number>;
  findMember(space: Id, user: Id): Awaitable<Member | null>;
  /** Null when there is no such account. */
  loadPerson(space: Id, user: Id): Awaitable<Person | null>;
  /** The owner, and members with a role that has the permission "administrator". */
  administratorsOf(space: Id, limit: number): Awaitable<Id[]>;
  /** Each set of roles that members have, as JSON text. */
  roleSetsOf(space: Id): Awaitable<string[]>;
  /** Of a dialog, a group or notes, in the order of their ids. */
  listedMembers(room: Id, after: Id, limit: number): Awaitable<Member[]>;
}
