/** What a session sees when it begins: its rooms, the streams behind them, and where these stand. */

import { Type } from "typebox";
import { may, requireMember, sees } from "./authorize.ts";
import { requireNotBanned } from "./bans.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import { joinSpace } from "./invites.ts";
import type { Id, StreamId } from "./model/ids.ts";
import type { OwnReceipt, Position, Receipt } from "./model/receipts.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Settings } from "./model/settings.ts";
import type { SlashCommand } from "./model/slash.ts";
import type { Emoji, Member, Role, Space } from "./model/spaces.ts";
import type { Actor, ChosenPresence, User } from "./model/users.ts";

import { ownSpaces, spaceAt } from "./own-spaces.ts";
import { MAX_OTHERS_RECEIPTS } from "./receipts.ts";
import { commandsOf } from "./slash-offers.ts";
import { SIGNED } from "./tokens.ts";
import type { Tx } from "./tx/tx.ts";

/** Most threads that a session begins with; the others are asked for. */
export const MAX_OWN_THREADS = 200;

/** The streams that somebody may read, with their heads, and the rooms in sight. */
export interface Sight {
  readonly user: User;
  readonly space: Space;
  /** Rooms of the space. */
  readonly rooms: readonly RoomView[];
  /** One's dialogs, groups and notes. */
  readonly direct: readonly RoomView[];
  /** Whether the staff's stream is among the positions. */
  readonly staff: boolean;
  /** Where those streams stand that all with this standing read: the rooms' and the space's. */
  readonly commonPositions: readonly Position[];
  /** Where the others stand: one's own, the staff's, and those of `direct`. */
  readonly ownPositions: readonly Position[];
  /** Whoever has the same standing in the space sees the same of it. */
  readonly standing: string;
  /** What one chose as one's presence. */
  readonly presence: ChosenPresence;
}

/** The state that a new session begins with. */
export interface Snapshot extends Sight {
  /** Oneself in the space. */
  readonly member: Member;
  readonly roles: readonly Role[];
  /** All that one is in. */
  readonly spaces: readonly Space[];
  readonly settings: Settings;
  readonly emojis: readonly Emoji[];
  readonly commands: readonly SlashCommand[];
  /** Threads that one follows and that are not archived, the liveliest of them. */
  readonly threads: readonly RoomView[];
  /** Of every room in sight. */
  readonly receipts: readonly OwnReceipt[];
  /** Of dialogs and groups. */
  readonly othersReceipts: readonly Receipt[];
}

/**
 * Begin a session, or take up an earlier one by its resume token.
 *
 * `resumed` is false when the resume token is unknown, expired or of another epoch: the caller then needs
 * the state anew. Faults: `unauthenticated`; `banned`; `forbidden` for one who is no member and does not become
 * one; `bad_resume` when the session belongs to somebody else; `not_found` for a space that there is not or that the
 * caller is no member of.
 */
export const sessionOpen = serverCommand(
  "change",
  fields({
    /** Of a stored token; null with a signed one. */
    tokenHash: Type.Union([Type.String(), Type.Null()]),
    signed: Type.Union([fields({ user: IdSchema, issued: Type.Number() }), Type.Null()]),
    /** Hash of the resume token that a new session gets. */
    newResumeHash: Type.String(),
    /** Hash of the resume token that the client came with. */
    resumeHash: Type.Union([Type.String(), Type.Null()]),
    /** Sessions last seen before are expired. */
    seenSince: Type.Integer(),
    /** The space that the address names; null = the default one. */
    space: Type.Union([Type.String(), Type.Null()]),
    /** Whether somebody who is no member of the default space becomes one by coming. */
    joins: Type.Boolean(),
  }),
  async (tx, _actor, { tokenHash, signed, newResumeHash, resumeHash, seenSince, space: slug, joins }) => {
    const found = tokenHash === null ? await signedBy(tx, signed) : await tx.userByToken(tokenHash);
    if (found === null) throw new Fault("unauthenticated", "The token is unknown or has ended");
    const { user, token } = found;
    const epoch = await tx.epoch();
    const earlier = resumeHash === null ? null : await tx.sessionByResume(resumeHash);
    if (earlier !== null && earlier.user !== user.id)
      throw new Fault("bad_resume", "The resume token is not yours");
    const { space, events } = await comeIn(tx, slug, user, joins);
    const same = earlier?.epoch === epoch && earlier.space === space;
    if (earlier !== null && same && earlier.seen >= seenSince) {
      await tx.touchSession(earlier.id, token, tx.now);
      return {
        reply: { session: earlier.id, user, token, space, resumed: true, room: earlier.room },
        events,
      };
    }
    const session = tx.newId();
    await tx.insertSession({
      id: session,
      user: user.id,
      space,
      token,
      resumeHash: newResumeHash,
      epoch,
      at: tx.now,
    });
    return { reply: { session, user, token, space, resumed: false, room: null }, events };
  },
);

/** Into the space of an address. Into any but the default one only members come. */
async function comeIn(tx: Tx, slug: string | null, user: User, joins: boolean) {
  const space = await spaceAt(tx, slug);
  const member = space !== null && (await tx.findMember(space.id, user.id)) !== null;
  if (space === null || (slug !== null && !member)) throw notFound();
  await requireNotBanned(tx, space.id, user);
  if (!joins && !member) throw new Fault("forbidden", "You are no member any more; come back with an invite");
  return { space: space.id, events: await joinSpace(tx, space.id, user, []) };
}

async function signedBy(tx: Tx, signed: { user: Id; issued: number } | null) {
  if (signed === null) return null;
  const user = await tx.callerOf({ token: SIGNED, session: 0, ...signed });
  return user === null ? null : { user, token: SIGNED };
}

/** Remember the room that a session is in, for its resume. */
export const sessionPlace = serverCommand(
  "change",
  fields({ session: IdSchema, room: IdSchema }),
  async (tx, _actor, { session, room }) => {
    await tx.placeSession(session, room);
    return { reply: null, events: [] };
  },
);

/** Give a session another resume token: it is told the state anew, and what it resumes from is this beginning. */
export const sessionRenew = serverCommand(
  "change",
  fields({ session: Type.Integer(), resumeHash: Type.String() }),
  async (tx, _actor, { session, resumeHash }) => {
    await tx.setResumeHash(session, resumeHash);
    return { reply: null, events: [] };
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

/**
 * Where a call without a session is: in the space that its address names, null = the default one; with its name and
 * its owner's, "" for none. Faults: `not_found`.
 */
export const whereaboutsGet = serverCommand(
  "read",
  fields({ space: Type.Union([Type.String(), Type.Null()]) }),
  async (tx, _actor, { space: slug }) => {
    const space = await spaceAt(tx, slug);
    if (space === null) throw notFound();
    const [owner] = space.owner === null ? [] : await tx.profilesByIds([space.owner]);
    const { id, defaultRoom, name, icon } = space;
    return { reply: { space: id, defaultRoom, name, icon, owner: owner?.name ?? "" }, events: [] };
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
  const sight = await lookAround(tx, actor, space);
  const member = await tx.findMember(space, actor.user);
  if (member === null) throw new Error("A member without a row");
  const roles = await tx.once(`roles ${space}`, () => tx.rolesOf(space));
  const settings = await tx.settingsOf(actor.user);
  const inSight = sight.rooms.map(({ id }) => id);
  const threads = await tx.threadsFollowed(actor.user, inSight, MAX_OWN_THREADS);
  const own = [...sight.rooms, ...sight.direct, ...threads].map(({ id }) => id);
  const lively = sight.direct.toSorted((a, b) => b.last.at - a.last.at).map(({ id }) => id);
  const reply: Snapshot = {
    ...sight,
    threads,
    member,
    roles,
    spaces: await ownSpaces(tx, actor.user),
    settings,
    emojis: await tx.once(`emojis ${space}`, () => tx.emojisOf(space)),
    commands: await tx.once(`commands ${space}`, () => commandsOf(tx, space)),
    receipts: await tx.ownReceipts(actor.user, own),
    othersReceipts: await tx.othersReceipts(actor.user, lively, MAX_OTHERS_RECEIPTS),
  };
  return { reply, events: [] };
});

/** What somebody sees in a space. Faults: `unauthenticated`, `not_found`. */
export async function lookAround(tx: Tx, actor: Actor, id: Id): Promise<Sight> {
  const { caller: user, space, standing } = requireMember(await tx.loadSpace(actor, id));
  const all = await tx.once(`all rooms ${id}`, () => tx.roomsOf(id));
  const staff = may(standing, "view_staff", tx.now);
  const apart = all.some(({ overrides }) => overrides.some(({ target }) => target === user.id));
  const held = standing.roles.map((role) => role.id).join(",");
  const named = apart ? `user ${user.id}` : standing.owner ? "owner" : held;
  // Neither a timeout nor the time has a part in what is seen; what a token is made for has.
  const seen = `${named} ${JSON.stringify(standing.scopes)}`;
  const seer = `${id} ${seen}`;
  const rooms = await tx.once(`rooms ${seer}`, () => all.filter((room) => sees(standing, room, tx.now)));
  const direct = await tx.directRoomsOf(user.id);
  return {
    user,
    space,
    rooms,
    direct,
    staff,
    commonPositions: await tx.once(`positions ${seer}`, () =>
      tx.headsOf([...rooms.map((room) => room.id), id]),
    ),
    ownPositions: await tx.headsOf([
      user.id,
      ...(staff ? [space.staff] : []),
      ...direct.map((room) => room.id),
    ]),
    presence: await tx.presenceOf(user.id),
    standing: seen,
  };
}

/** Where the streams of somebody with this sight stand. */
export function headsIn({
  commonPositions,
  ownPositions,
}: Pick<Sight, "commonPositions" | "ownPositions">): Map<StreamId, number> {
  const heads = new Map<StreamId, number>();
  for (const { stream, seq } of commonPositions) heads.set(stream, seq);
  for (const { stream, seq } of ownPositions) heads.set(stream, seq);
  return heads;
}
