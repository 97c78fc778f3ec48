/**
 * Accounts and tokens, as commands. Passwords are hashed and tokens are made before (`sign-in.ts`): what
 * arrives here are hashes.
 */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { command, fields, happened, serverCommand } from "./command.ts";
import type { Event, Signal } from "./events.ts";
import { Fault } from "./faults.ts";
import { refOf } from "./messages.ts";
import type { Id, User } from "./model.ts";
import { EVERYONE } from "./permissions.ts";

const hash = Type.String({ minLength: 1, maxLength: 200 });

/**
 * Make an account, a member of the default space, and its first token. The first account of an instance
 * owns the space.
 *
 * Faults: `invalid` (handle), `handle_taken`.
 */
export const accountCreate = serverCommand(
  "change",
  fields({ handle: Type.String(), name: Type.String(), passwordHash: hash, tokenHash: hash }),
  async (tx, _actor, input) => {
    const handle = requireHandle(input.handle);
    if (await tx.isHandleTaken(handle)) throw new Fault("handle_taken", `The handle ${handle} is taken`);
    const space = await tx.defaultSpace();
    const user: User = { id: tx.newId(), handle, name: input.name, bot: false, created: tx.now };
    const token = tx.newId();
    await tx.insertUser(user, input.passwordHash);
    await tx.insertToken({ id: token, user: user.id, hash: input.tokenHash, created: tx.now });
    await tx.addMember(space.id, user.id, tx.now);
    if (space.owner === null) await tx.setOwner(space.id, user.id);
    const event: Event = {
      ...happened(tx, null, space.id),
      type: "member_join",
      space: space.id,
      room: null,
      user: refOf(user),
    };
    return { reply: user, events: [event] };
  },
);

/** What a password is checked against. Faults: `bad_credentials` (no such handle). */
export const credentialsGet = serverCommand(
  "read",
  fields({ handle: Type.String() }),
  async (tx, _actor, input) => {
    const found = await tx.credentialsOf(normalizeHandle(input.handle));
    if (found === null || found.passwordHash === null) throw badCredentials();
    return { reply: { user: found.user, passwordHash: found.passwordHash }, events: [] };
  },
);

/** A token for a user whose password was right. Faults: `bad_credentials` when the account is gone meanwhile. */
export const tokenCreate = serverCommand(
  "change",
  fields({ user: Type.Integer(), tokenHash: hash }),
  async (tx, _actor, input) => {
    const user = await tx.callerOf({ user: input.user, token: 0, session: 0 });
    if (user === null) throw badCredentials();
    await tx.insertToken({ id: tx.newId(), user: user.id, hash: input.tokenHash, created: tx.now });
    return { reply: user, events: [] };
  },
);

/** Who stands behind a token. Faults: `unauthenticated`. */
export const tokenUser = serverCommand("read", fields({ tokenHash: hash }), async (tx, _actor, input) => {
  const found = await tx.userByToken(input.tokenHash);
  if (found === null) throw new Fault("unauthenticated", "The token is unknown or has ended");
  return { reply: { user: found.user, token: found.token }, events: [] };
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
  await tx.deleteTokensOf(actor.user);
  return { reply: null, events: [accessEnded(actor.user, null)] };
});

function accessEnded(user: Id, tokens: readonly Id[] | null): Signal {
  return { type: "access_end", user, tokens };
}

/** The role that every member has in a new space. */
export const EVERYONE_ROLE = { name: "everyone", position: 0, permissions: EVERYONE } as const;

/** One answer for an unknown handle and a wrong password. */
export function badCredentials(): Fault {
  return new Fault("bad_credentials", "Handle or password are wrong");
}

/** The one spelling of a handle. */
export function normalizeHandle(handle: string): string {
  return handle.normalize("NFC").toLowerCase();
}

/** Faults: `invalid` unless it has 2 to 32 letters, digits, `_` or `-`. */
export function requireHandle(handle: string): string {
  const spelled = normalizeHandle(handle);
  if (!/^[\p{L}\p{M}\p{Nd}_-]{2,32}$/u.test(spelled)) {
    throw new Fault("invalid", "A handle has 2 to 32 letters, digits, _ or -");
  }
  return spelled;
}
