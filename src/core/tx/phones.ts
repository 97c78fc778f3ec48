/** What handlers need of signing in by phone number, and of the names and tokens that come with it. */

import type { Id, Millis } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** A code that was sent to a number. */
export interface PhoneCode {
  readonly number: string;
  /** Of the code, with the number and a secret. */
  readonly hash: string;
  /** How often somebody was wrong. */
  readonly tries: number;
  readonly expires: Millis;
}

/** A token for which new tokens are given, once. */
export interface RefreshToken {
  readonly hash: string;
  readonly user: Id;
  readonly created: Millis;
  readonly used: boolean;
}

export interface GivenName {
  readonly user: Id;
  readonly first: string;
  readonly last: string;
}

export interface PhonesTx {
  /** In place of the one that the number had. */
  putPhoneCode(code: PhoneCode): Awaitable<void>;
  phoneCode(number: string): Awaitable<PhoneCode | null>;
  deletePhoneCode(number: string): Awaitable<void>;
  /** Forget codes that were over by then. */
  expirePhoneCodes(by: Millis): Awaitable<void>;
  insertPhone(user: Id, number: string): Awaitable<void>;
  /** Users by their numbers; numbers that nobody has are left out. */
  usersByPhones(numbers: readonly string[]): Awaitable<{ user: Id; number: string }[]>;
  phonesOf(users: readonly Id[]): Awaitable<{ user: Id; number: string }[]>;
  /** Of the users, those who are in a dialog or a group with somebody. */
  inRoomsWith(user: Id, users: readonly Id[]): Awaitable<Id[]>;
  putGivenName(name: GivenName): Awaitable<void>;
  givenNamesOf(users: readonly Id[]): Awaitable<GivenName[]>;
  insertRefreshToken(token: RefreshToken): Awaitable<void>;
  refreshToken(hash: string): Awaitable<RefreshToken | null>;
  useRefreshToken(hash: string): Awaitable<void>;
  deleteRefreshTokensOf(user: Id): Awaitable<void>;
  /** Forget those of a user's that were made before, and all but so many of the newest. */
  trimRefreshTokens(user: Id, created: Millis, most: number): Awaitable<void>;
  /** The number, the names and the refresh tokens of somebody who is gone. */
  forgetPhone(user: Id): Awaitable<void>;
}
