/** What handlers need of accounts, tokens and sessions. */

import type { Id, Millis } from "../model/ids.ts";
import type { Actor, Profile, Token, User, UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

export interface StoredSession {
  readonly id: Id;
  readonly user: Id;
  /** The space that it is in. */
  readonly space: Id;
  readonly epoch: string;
  readonly seen: Millis;
  /** The room that it was in, where its dialect is in one at a time. */
  readonly room: Id | null;
}

export interface AccountsTx {
  insertUser(user: User, passwordHash: string | null): Awaitable<void>;
  isHandleTaken(handle: string): Awaitable<boolean>;
  credentialsOf(handle: string): Awaitable<{ user: Id; passwordHash: string | null } | null>;
  userByToken(hash: string): Awaitable<{ token: Id; user: User } | null>;
  /** Null when the user is gone, or the token behind the actor has ended. */
  callerOf(actor: Actor): Awaitable<User | null>;
  usersByIds(ids: readonly Id[]): Awaitable<UserRef[]>;
  /** The account is gone: its handle is free, its password and profile are erased. */
  endUser(user: Id, handle: string, name: string, at: Millis): Awaitable<void>;
  profilesByIds(ids: readonly Id[]): Awaitable<Profile[]>;
  /** The name, the pictures' keys and what else users say of themselves. */
  updateProfile(profile: Profile): Awaitable<void>;
  setPassword(user: Id, passwordHash: string): Awaitable<void>;
  botsOf(owner: Id): Awaitable<User[]>;
  insertToken(token: NewToken, created: Millis): Awaitable<void>;
  /** Newest first. */
  tokensOf(user: Id): Awaitable<Token[]>;
  deleteToken(token: Id): Awaitable<void>;
  /** Ends those that were signed until then, too. */
  deleteTokensOf(user: Id, at: Millis): Awaitable<void>;
  /** Tokens that were signed until then are good no more. */
  endSignedTokens(user: Id, at: Millis): Awaitable<void>;
}

export interface NewToken {
  readonly id: Id;
  readonly user: Id;
  readonly hash: string;
  readonly kind: Token["kind"];
  readonly client: string;
  readonly scopes: readonly string[] | null;
}

/** A code that does one thing once. */
export interface Code {
  readonly hash: string;
  readonly purpose: "setup" | "password";
  /** Whom it is for; 0 = the instance. */
  readonly user: Id;
  readonly expires: Millis;
}

export interface CodesTx {
  insertCode(code: Code): Awaitable<void>;
  /** Null when it is unknown, for something else, or over. */
  findCode(hash: string, purpose: Code["purpose"], now: Millis): Awaitable<Code | null>;
  deleteCodes(purpose: Code["purpose"], user: Id): Awaitable<void>;
}

export interface SessionsTx {
  insertSession(s: {
    id: Id;
    user: Id;
    space: Id;
    token: Id;
    resumeHash: string;
    epoch: string;
    at: Millis;
  }): Awaitable<void>;
  sessionByResume(hash: string): Awaitable<StoredSession | null>;
  /** Says that it was alive at that time, and on which token it now stands. */
  touchSession(session: Id, token: Id, at: Millis): Awaitable<void>;
  /** Gives it another resume token in place of the one that it had. */
  setResumeHash(session: Id, resumeHash: string): Awaitable<void>;
  /** Remembers the room that it is in. */
  placeSession(session: Id, room: Id): Awaitable<void>;
  /** None of the user's sessions in the space can be resumed any more; null = in all of them. */
  deleteSessionsOf(user: Id, space: Id | null): Awaitable<void>;
  deleteSessionsBefore(seen: Millis): Awaitable<void>;
}
