/**
 * Signing in by phone number: a code is sent to the number, and whoever says it is the number's user. Codes and
 * tokens are made and hashed outside; what arrives here are hashes.
 */

import { Type } from "typebox";
import { type Admission, admission, enterUser } from "./accounts.ts";
import { requireWelcome } from "./bans.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Id } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import { accessEnded, SIGNED } from "./tokens.ts";
import type { Tx } from "./tx/tx.ts";

/** How long a code is good. */
export const PHONE_CODE_MILLIS = 5 * 60_000;

/** How often somebody may be wrong before a code is over. */
export const MAX_TRIES = 5;

/** How long a refresh token is good: 30 days. */
export const REFRESH_MILLIS = 30 * 24 * 3_600_000;

/** Most used refresh tokens of a user that are known when they come again. */
const MAX_REFRESH_TOKENS = 1_000;

/** Sends a code to a number. Rejects when that fails, with nothing of either in the reason. */
export type SendCode = (number: string, code: string) => Promise<void>;

const hash = Type.String({ minLength: 1, maxLength: 200 });

/** A plus and digits, or digits alone. */
export const NumberSchema = Type.String({ maxLength: 32, pattern: "^\\+?[0-9]+$" });

/** From now on a number's code is this one. */
export const phoneCodePut = serverCommand(
  "change",
  fields({ number: NumberSchema, hash }),
  async (tx, _actor, { number, hash }) => {
    await tx.expirePhoneCodes(tx.now);
    await tx.putPhoneCode({ number, hash, tries: 0, expires: tx.now + PHONE_CODE_MILLIS });
    return { reply: null, events: [] };
  },
);

/**
 * Sign somebody in by their number and its code, which is used up; the first time, make their account. The reply is
 * null when the code is wrong, over, or was wrong too often. Without a code the number is taken as proven.
 *
 * Faults: `banned`, and those of making an account: `registration_closed`, `bad_invite`.
 */
export const phoneEnter = serverCommand(
  "change",
  fields({ number: NumberSchema, code: Type.Union([hash, Type.Null()]), handle: Type.String(), admission }),
  async (
    tx,
    _actor,
    { number, code, handle, admission },
  ): Promise<{ reply: User | null; events: Happening[] }> => {
    if (code !== null && !(await takeCode(tx, number, code))) return { reply: null, events: [] };
    const [known] = await tx.usersByPhones([number]);
    if (known === undefined) return await register(tx, number, handle, admission);
    const user = await tx.callerOf({ user: known.user, token: 0, session: 0 });
    if (user === null) return { reply: null, events: [] };
    await requireWelcome(tx, user);
    return { reply: user, events: [] };
  },
);

/** Whether it is the code; a wrong one counts. */
async function takeCode(tx: Tx, number: string, hash: string): Promise<boolean> {
  const sent = await tx.phoneCode(number);
  if (sent === null) return false;
  const over = sent.expires <= tx.now || sent.tries >= MAX_TRIES;
  const right = isSame(sent.hash, hash);
  if (over || right) await tx.deletePhoneCode(number);
  else await tx.putPhoneCode({ ...sent, tries: sent.tries + 1 });
  return right && !over;
}

/** Takes as long wherever the texts differ. */
function isSame(one: string, other: string): boolean {
  let different = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) different |= one.charCodeAt(i) ^ other.charCodeAt(i % other.length);
  return different === 0;
}

async function register(
  tx: Tx,
  number: string,
  handle: string,
  admission: Admission,
): Promise<{ reply: User; events: Happening[] }> {
  const { user, events } = await enterUser(tx, { handle, name: handle, passwordHash: null, admission });
  await tx.insertPhone(user.id, number);
  return { reply: user, events };
}

/** Give a user a refresh token, in place of those that they had. */
export const refreshPut = serverCommand(
  "change",
  fields({ user: IdSchema, hash }),
  async (tx, _actor, { user, hash }) => {
    await tx.deleteRefreshTokensOf(user);
    await tx.insertRefreshToken({ hash, user, created: tx.now, used: false });
    return { reply: null, events: [] };
  },
);

/** What became of a refresh token; the user is null where it is good no more. */
export interface Refreshed {
  readonly user: Id | null;
  readonly phone: string | null;
  readonly expired: boolean;
}

/**
 * Put a new refresh token in the place of another. One that comes a second time was copied by somebody: with it end
 * the one that is good, and all signed tokens of the user.
 *
 * Faults: `banned`.
 */
export const refreshRotate = serverCommand(
  "change",
  fields({ hash, next: hash }),
  async (tx, _actor, { hash, next }): Promise<{ reply: Refreshed; events: Happening[] }> => {
    const token = await tx.refreshToken(hash);
    if (token === null) return refused(false);
    const { user: id, created, used } = token;
    if (used) {
      await tx.deleteRefreshTokensOf(id);
      await tx.endSignedTokens(id, tx.now);
      return { ...refused(false), events: [accessEnded(id, [SIGNED])] };
    }
    if (created + REFRESH_MILLIS <= tx.now) return refused(true);
    // What ends signed tokens ends this one too.
    const user = await tx.callerOf({ user: id, token: 0, session: 0, issued: created });
    if (user === null) return refused(false);
    await requireWelcome(tx, user);
    await tx.trimRefreshTokens(id, tx.now - REFRESH_MILLIS, MAX_REFRESH_TOKENS);
    await tx.useRefreshToken(hash);
    await tx.insertRefreshToken({ hash: next, user: id, created: tx.now, used: false });
    return { reply: { user: id, phone: await phoneOf(tx, id), expired: false }, events: [] };
  },
);

function refused(expired: boolean): { reply: Refreshed; events: [] } {
  return { reply: { user: null, phone: null, expired }, events: [] };
}

async function phoneOf(tx: Tx, user: Id): Promise<string | null> {
  const [phone] = await tx.phonesOf([user]);
  return phone?.number ?? null;
}
