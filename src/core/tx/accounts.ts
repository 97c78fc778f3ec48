/** What handlers need of accounts, tokens and sessions. */

import type { Actor, Id, Millis, User, UserRef } from "../model.ts";
import type { Awaitable } from "./awaitable.ts";

export interface StoredSession {
  readonly id: Id;
  readonly user: Id;
  readonly epoch: string;
  readonly seen: Millis;
}

export interface AccountsTx {
  insertUser(user: User, passwordHash: string | null): Awaitable<void>;
  isHandleTaken(handle: string): Awaitable<boolean>;
  credentialsOf(handle: string): Awaitable<{ user: Id; passwordHash: string | null } | null>;
  userByToken(hash: string): Awaitable<{ token: Id; user: User } | null>;
  callerOf(actor: Actor): Awaitable<User | null>;
  usersByIds(ids: readonly Id[]): Awaitable<UserRef[]>;
  insertToken(token: { id: Id; user: Id; hash: string; created: Millis }): Awaitable<void>;
  deleteToken(token: Id): Awaitable<void>;
  deleteTokensOf(user: Id): Awaitable<void>;
}

export interface SessionsTx {
  insertSession(s: {
    id: Id;
    user: Id;
    token: Id;
    resumeHash: string;
    epoch: string;
    at: Millis;
  }): Awaitable<void>;
  sessionByResume(hash: string): Awaitable<StoredSession | null>;
  /** Says that it was alive at that time, and on which token it now stands. */
  touchSession(session: Id, token: Id, at: Millis): Awaitable<void>;
  deleteSessionsBefore(seen: Millis): Awaitable<void>;
}
