/** What a session sees when it begins: its rooms, the streams behind them, and where these stand. */

import { Type } from "typebox";
import { may, requireCaller } from "./authorize.ts";
import { command, fields, serverCommand } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Actor, Id, Position, Role, Room, Space, User } from "./model.ts";
import type { Tx } from "./ports.ts";

/** The streams that somebody may read, with their heads, and the rooms in sight. */
export interface Sight {
  readonly user: User;
  readonly space: Space;
  readonly rooms: readonly Room[];
  readonly positions: readonly Position[];
  /** Whoever has the same standing in the space sees the same of its rooms. */
  readonly standing: string;
}

/** The state that a new session begins with. */
export interface Snapshot extends Sight {
  readonly roles: readonly Role[];
}

/**
 * Begin a session, or take up an earlier one by its resume token.
 *
 * `resumed` is false when the resume token is unknown, expired or of another epoch: the caller then needs
 * the state anew. Faults: `unauthenticated`; `bad_resume` when the session belongs to somebody else.
 */
export const sessionOpen = serverCommand(
  "change",
  fields({
    tokenHash: Type.String(),
    /** Hash of the resume token that a new session gets. */
    newResumeHash: Type.String(),
    /** Hash of the resume token that the client came with. */
    resumeHash: Type.Union([Type.String(), Type.Null()]),
    /** Sessions last seen before are expired. */
    seenSince: Type.Integer(),
  }),
  async (tx, _actor, { tokenHash, newResumeHash, resumeHash, seenSince }) => {
    const found = await tx.userByToken(tokenHash);
    if (found === null) throw new Fault("unauthenticated", "The token is unknown or has ended");
    const { user, token } = found;
    const epoch = await tx.epoch();
    const earlier = resumeHash === null ? null : await tx.sessionByResume(resumeHash);
    if (earlier !== null && earlier.user !== user.id)
      throw new Fault("bad_resume", "The resume token is not yours");
    const { id: space } = await tx.defaultSpace();
    if (earlier !== null && earlier.epoch === epoch && earlier.seen >= seenSince) {
      await tx.touchSession(earlier.id, token, tx.now);
      return { reply: { session: earlier.id, user, token, space, resumed: true }, events: [] };
    }
    const session = tx.newId();
    await tx.insertSession({
      id: session,
      user: user.id,
      token,
      resumeHash: newResumeHash,
      epoch,
      at: tx.now,
    });
    return { reply: { session, user, token, space, resumed: false }, events: [] };
  },
);

/** Say that a session was alive until now, and forget those that were last seen before `forgetBefore`. */
export const sessionsSeen = serverCommand(
  "change",
  fields({
    sessions: Type.Array(fields({ id: Type.Integer(), token: Type.Integer() })),
    forgetBefore: Type.Integer(),
  }),
  async (tx, _actor, { sessions, forgetBefore }) => {
    for (const { id, token } of sessions) await tx.touchSession(id, token, tx.now);
    await tx.deleteSessionsBefore(forgetBefore);
    return { reply: null, events: [] };
  },
);

const spaceInput = fields({ space: Type.Integer() });

/** Faults: `unauthenticated`, `not_found` (no such space, or not a member). */
export const sightGet = command("read", spaceInput, async (tx, actor, { space }) => ({
  reply: await lookAround(tx, actor, space),
  events: [],
}));

/** Faults: as for `sight_get`. */
export const snapshotGet = command("read", spaceInput, async (tx, actor, { space }) => {
  const reply: Snapshot = { ...(await lookAround(tx, actor, space)), roles: await tx.rolesOf(space) };
  return { reply, events: [] };
});

async function lookAround(tx: Tx, actor: Actor, id: Id): Promise<Sight> {
  const { caller, space, member, roles } = await tx.loadSpace(actor, id);
  const user = requireCaller(caller);
  if (space === null || !member) throw notFound();
  const standing = { member, owner: space.owner === user.id, roles };
  const rooms = may(standing, "view") ? await tx.roomsOf(id) : [];
  const positions = await tx.headsOf([...rooms.map((room) => room.id), id, user.id]);
  const ids = roles.map((role) => role.id).join(",");
  return { user, space, rooms, positions, standing: standing.owner ? "owner" : ids };
}
