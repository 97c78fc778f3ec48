/**
 * Accounts, as commands. Passwords are hashed and tokens are made before (`sign-in.ts`): what arrives here are
 * hashes.
 */

import { type Static, Type } from "typebox";
import { rankOf, requireCaller, requireSpace } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { badInvite, isOpen, joinSpace, takeInvite } from "./invites.ts";
import type { Id } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import { EVERYONE } from "./permissions.ts";
import { accessEnded, SIGNED } from "./tokens.ts";
import type { Tx } from "./tx/tx.ts";

const hash = Type.String({ minLength: 1, maxLength: 200 });

/** How long a code for a new password is good. */
export const PASSWORD_CODE_MILLIS = 24 * 3_600_000;

/** Who may make an account, and by which code. */
const admissionFields = {
  mode: Type.Union([Type.Literal("open"), Type.Literal("invite"), Type.Literal("closed")]),
  /** Of an invite, or the set-up code as its hash; empty = none. */
  code: Type.String({ maxLength: 100 }),
  codeHash: Type.String(),
  /** Whether the first account owns the space without a set-up code: on a trial of one's own. */
  firstOwns: Type.Boolean(),
};
export const admission = fields(admissionFields);
export type Admission = Static<typeof admission>;

/**
 * Make an account, a member of the default space or of its invite's, and its first token if one is wanted.
 *
 * Faults: `invalid` (handle), `handle_taken`, `registration_closed`, `bad_invite`.
 */
export const accountCreate = serverCommand(
  "change",
  fields({
    handle: Type.String(),
    name: Type.String(),
    passwordHash: hash,
    /** Null when nobody signs in yet. */
    tokenHash: Type.Union([hash, Type.Null()]),
    client: Type.String(),
    ...admissionFields,
  }),
  async (tx, _actor, { handle, name, passwordHash, tokenHash, client, ...admission }) => {
    const { user, events } = await enterUser(tx, { handle, name, passwordHash, admission });
    if (tokenHash !== null) {
      const token = { id: tx.newId(), user: user.id, hash: tokenHash, kind: "login", client } as const;
      await tx.insertToken({ ...token, scopes: null }, tx.now);
    }
    return { reply: user, events };
  },
);

interface Entering {
  readonly handle: string;
  readonly name: string;
  /** Null for whoever signs in without a password. */
  readonly passwordHash: string | null;
  readonly admission: Admission;
}

/** Make an account. Faults: as for `account_create`. */
export async function enterUser(
  tx: Tx,
  { handle: wished, name, passwordHash, admission }: Entering,
): Promise<{ user: User; events: Happening[] }> {
  const handle = requireHandle(wished);
  if (await tx.isHandleTaken(handle)) throw handleTaken(handle);
  const ticket = await admit(tx, admission);
  const user: User = {
    id: tx.newId(),
    handle,
    name,
    avatar: "",
    bot: false,
    created: tx.now,
    owner: null,
    backend: null,
    remoteId: null,
  };
  await tx.insertUser(user, passwordHash);
  const space = await tx.defaultSpace();
  const events: Happening[] = [];
  let joined: { space: Id; roles: readonly Id[] } = { space: space.id, roles: [] };
  if (ticket === "owner") {
    await tx.setOwner(space.id, user.id);
    await tx.deleteCodes("setup", 0);
  } else if (ticket !== "open") {
    const used = await takeInvite(tx, ticket.code);
    joined = used.invite;
    events.push(...used.events);
  }
  events.push(...(await joinSpace(tx, joined.space, user, joined.roles)));
  return { user, events };
}

/** Whether an account could be made, before a password is hashed for it. Faults: as for `account_create`. */
export const accountCheck = serverCommand(
  "read",
  fields({ handle: Type.String(), ...admissionFields }),
  async (tx, _actor, input) => {
    const handle = requireHandle(input.handle);
    if (await tx.isHandleTaken(handle)) throw handleTaken(handle);
    await admit(tx, input);
    return { reply: null, events: [] };
  },
);

/** By what somebody comes in: as the owner, by an invite, or because everybody may. */
async function admit(
  tx: Tx,
  { mode, code, codeHash, firstOwns }: Admission,
): Promise<"owner" | "open" | { code: string }> {
  const space = await tx.defaultSpace();
  if (space.owner === null) {
    if (code !== "" && (await tx.findCode(codeHash, "setup", tx.now)) !== null) return "owner";
    if (firstOwns && mode === "open" && code === "") return "owner";
  }
  if (mode === "closed") throw new Fault("registration_closed", "Registration is closed here");
  if (code !== "") {
    const invite = await tx.inviteByCode(code);
    if (invite === null || !isOpen(invite, tx.now)) throw badInvite();
    return { code };
  }
  if (mode === "invite") throw new Fault("registration_closed", "Registration here needs an invite");
  return "open";
}

/** Prepare the set-up of an instance that has no owner; the reply says whether it needs one. */
export const setupBegin = serverCommand(
  "change",
  fields({ codeHash: hash }),
  async (tx, _actor, { codeHash }) => {
    const space = await tx.defaultSpace();
    if (space.owner !== null) return { reply: false, events: [] };
    await tx.deleteCodes("setup", 0);
    await tx.insertCode({ hash: codeHash, purpose: "setup", user: 0, expires: Number.MAX_SAFE_INTEGER });
    return { reply: true, events: [] };
  },
);

/** What a password is checked against. Faults: `bad_credentials` (no such handle, or no password). */
export const credentialsGet = serverCommand(
  "read",
  fields({ handle: Type.String() }),
  async (tx, _actor, input) => {
    const found = await tx.credentialsOf(normalizeHandle(input.handle));
    if (found === null || found.passwordHash === null) throw badCredentials();
    return { reply: { user: found.user, passwordHash: found.passwordHash }, events: [] };
  },
);

/** Set a password that was proven or reset, and end all tokens but one. */
export const passwordSet = serverCommand(
  "change",
  fields({ user: IdSchema, passwordHash: hash, keepToken: Type.Integer({ minimum: 0 }) }),
  async (tx, _actor, { user, passwordHash, keepToken }) => {
    await tx.setPassword(user, passwordHash);
    const ended = (await tx.tokensOf(user))
      .filter(({ id, kind }) => kind === "login" && id !== keepToken)
      .map(({ id }) => id);
    for (const id of ended) await tx.deleteToken(id);
    await tx.endSignedTokens(user, tx.now);
    return { reply: null, events: [accessEnded(user, [...ended, SIGNED])] };
  },
);

/** The same password with a better hash: nothing that is signed in ends. */
export const passwordRenew = serverCommand(
  "change",
  fields({ user: IdSchema, old: hash, passwordHash: hash }),
  async (tx, _actor, { user, old, passwordHash }) => {
    const [profile] = await tx.profilesByIds([user]);
    const found = profile === undefined ? null : await tx.credentialsOf(profile.handle);
    // Changed meanwhile, it stays as it is.
    if (found?.passwordHash === old) await tx.setPassword(user, passwordHash);
    return { reply: null, events: [] };
  },
);

/**
 * Make a code with which a member chooses a new password; the caller hands it over. Only who may manage
 * members and stands above them. Faults: `not_found`, `forbidden`.
 */
export const passwordCodeCreate = command(
  "change",
  fields({ space: IdSchema, user: IdSchema, codeHash: hash }),
  async (tx, actor, input) => {
    const { space, standing } = requireSpace(await tx.loadSpace(actor, input.space), "administrator", tx.now);
    const member = await tx.findMember(space.id, input.user);
    if (member === null) throw notFound();
    const roles = (await tx.rolesOf(space.id)).filter(({ id }) => member.roles.includes(id));
    if (rankOf({ owner: space.owner === input.user, roles }) >= rankOf(standing)) {
      throw new Fault("forbidden", "You may not do this to somebody at or above your own highest role");
    }
    await tx.deleteCodes("password", input.user);
    const expires = tx.now + PASSWORD_CODE_MILLIS;
    await tx.insertCode({ hash: input.codeHash, purpose: "password", user: input.user, expires });
    return { reply: { expires }, events: [] };
  },
);

/** Whose password a code may set; the code is used up. Faults: `bad_credentials`. */
export const passwordCodeUse = serverCommand(
  "change",
  fields({ codeHash: hash }),
  async (tx, _actor, { codeHash }) => {
    const code = await tx.findCode(codeHash, "password", tx.now);
    if (code === null) throw new Fault("bad_credentials", "The code is unknown or over");
    await tx.deleteCodes("password", code.user);
    return { reply: { user: code.user }, events: [] };
  },
);

/** Oneself. */
export const accountGet = command("read", fields({}), async (tx, actor) => ({
  reply: requireCaller(await tx.callerOf(actor)),
  events: [],
}));

/** The role that every member has in a new space. */
export const EVERYONE_ROLE = { name: "everyone", position: 0, permissions: EVERYONE } as const;

/** One answer for an unknown handle and a wrong password. */
export function badCredentials(): Fault {
  return new Fault("bad_credentials", "Handle or password are wrong");
}

function handleTaken(handle: string): Fault {
  return new Fault("handle_taken", `The handle ${handle} is taken`);
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
