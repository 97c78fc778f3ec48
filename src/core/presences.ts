/** What is kept of presence: what a user chose, and when others saw them last. */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Signal } from "./events/signals.ts";
import { Fault } from "./faults.ts";
import type { Member } from "./model/spaces.ts";

/** Longest text beside a status, in code points. */
export const MAX_STATUS_TEXT = 200;
/** Most users whose presence is asked for at once. */
export const MAX_ASKED = 1_000;
/** How far ahead a presence may end by itself. */
export const MAX_UNTIL_MILLIS = 366 * 24 * 3_600_000;

/** Set one's own presence, on all one's sessions; `until` is when "online" returns, 0 = never. Faults: `invalid`. */
export const presenceSet = command(
  "change",
  fields({
    status: Type.Union([
      Type.Literal("online"),
      Type.Literal("idle"),
      Type.Literal("dnd"),
      Type.Literal("invisible"),
    ]),
    text: Type.String(),
    until: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  }),
  async (tx, actor, { status, text, until }) => {
    const { id } = requireCaller(await tx.callerOf(actor));
    if (text.length > MAX_STATUS_TEXT * 2 || [...text].length > MAX_STATUS_TEXT)
      throw new Fault("invalid", `A status text has at most ${MAX_STATUS_TEXT} characters`);
    if (until !== 0 && (until <= tx.now || until > tx.now + MAX_UNTIL_MILLIS))
      throw new Fault("invalid", "A presence ends in the future, within a year");
    const before = await tx.presenceOf(id);
    const chosen = { status, text, until };
    await tx.setPresence(id, chosen);
    // From here on nobody sees when they were there.
    if (status === "invisible" && before.status !== "invisible") await tx.noteSeen(id, tx.now);
    const signal: Signal = { type: "presence_change", user: id, origin: actor.session, chosen };
    return { reply: null, events: [signal] };
  },
);

/**
 * Where a user's presence is told: their spaces, with what they are there, and those who share only a dialog or a
 * group with them.
 */
export const presenceAudience = serverCommand(
  "read",
  fields({ user: IdSchema }),
  async (tx, _actor, { user }) => {
    const audience = await tx.presenceAudience(user);
    const members: (Member | null)[] = [];
    for (const space of audience.spaces) members.push(await tx.findMember(space, user));
    return { reply: { ...audience, members }, events: [] };
  },
);

/** Which of the users the caller may know of, and when these were seen last. The others are left out. */
export const presencesKnown = command(
  "read",
  fields({ users: Type.Array(IdSchema, { maxItems: MAX_ASKED }) }),
  async (tx, actor, { users }) => {
    const { caller, known } = await tx.loadAcquaintances(actor, users);
    requireCaller(caller);
    return { reply: await tx.lastSeen(known.map(({ id }) => id)), events: [] };
  },
);

/** Store when users were seen. */
export const lastSeenNote = serverCommand(
  "change",
  fields({ users: Type.Array(IdSchema), at: Type.Integer() }),
  async (tx, _actor, { users, at }) => {
    for (const user of users) await tx.noteSeen(user, at);
    return { reply: null, events: [] };
  },
);
