/** Tokens: who stands behind one, the list of one's own, and their end. */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { requireWelcome } from "./bans.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Signal } from "./events/signals.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";

const hash = Type.String({ minLength: 1, maxLength: 200 });

/** A token for a user whose password was right. Faults: `bad_credentials` when the account is gone meanwhile, `banned`. */
export const tokenCreate = serverCommand(
  "change",
  fields({ user: Type.Integer(), tokenHash: hash, client: Type.String() }),
  async (tx, _actor, { user: id, tokenHash, client }) => {
    const user = await tx.callerOf({ user: id, token: 0, session: 0 });
    if (user === null) throw new Fault("bad_credentials", "Handle or password are wrong");
    await requireWelcome(tx, user);
    const token = {
      id: tx.newId(),
      user: user.id,
      hash: tokenHash,
      kind: "login",
      client,
      scopes: null,
    } as const;
    await tx.insertToken(token, tx.now);
    return { reply: user, events: [] };
  },
);

/** Who stands behind a token. Faults: `unauthenticated`, `banned`. */
export const tokenUser = serverCommand("read", fields({ tokenHash: hash }), async (tx, _actor, input) => {
  const found = await tx.userByToken(input.tokenHash);
  if (found === null) throw new Fault("unauthenticated", "The token is unknown or has ended");
  await requireWelcome(tx, found.user);
  return { reply: { user: found.user, token: found.token }, events: [] };
});

/** Who stands behind a signed token. Faults: `unauthenticated`, `banned`. */
export const signedUser = serverCommand(
  "read",
  fields({ user: IdSchema, issued: Type.Number() }),
  async (tx, _actor, { user: id, issued }) => {
    const user = await tx.callerOf({ user: id, token: 0, session: 0, issued });
    if (user === null) throw new Fault("unauthenticated", "The token has ended");
    await requireWelcome(tx, user);
    return { reply: user, events: [] };
  },
);

/** One's own tokens: where one is signed in. */
export const tokensGet = command("read", fields({}), async (tx, actor) => {
  requireCaller(await tx.callerOf(actor));
  return { reply: await tx.tokensOf(actor.user), events: [] };
});

/** End one of one's own tokens. Faults: `not_found`. */
export const tokenEnd = command("change", fields({ token: IdSchema }), async (tx, actor, { token }) => {
  requireCaller(await tx.callerOf(actor));
  const own = await tx.tokensOf(actor.user);
  if (!own.some(({ id }) => id === token)) throw notFound();
  await tx.deleteToken(token);
  return { reply: null, events: [accessEnded(actor.user, [token])] };
});

/** End the token that the call came with, and the sessions that stand on it. */
export const logout = command("change", fields({}), async (tx, actor) => {
  requireCaller(await tx.callerOf(actor));
  await tx.deleteToken(actor.token);
  return { reply: null, events: [accessEnded(actor.user, [actor.token])] };
});

/** End all tokens and sessions of the caller. */
export const logoutEverywhere = command("change", fields({}), async (tx, actor) => {
  requireCaller(await tx.callerOf(actor));
  await tx.deleteTokensOf(actor.user, tx.now);
  return { reply: null, events: [accessEnded(actor.user, null)] };
});

/** Stands in the place of a token's id for all that were signed. */
export const SIGNED: Id = 0;

export function accessEnded(user: Id, tokens: readonly Id[] | null): Signal {
  return { type: "access_end", user, tokens };
}
