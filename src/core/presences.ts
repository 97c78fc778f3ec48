/** What is kept of presence: what a user chose, and when others saw them last. */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Signal } from "./events/signals.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
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
 * Where a user's presence is told: their spaces, with what they are there; those who share only a dialog or a group
 * with them; and those who share a space as well, and may be in another one. Not those whom they blocked: they see
 * no more than the members of a space do.
 */
export const presenceAudience = serverCommand(
  "read",
  fields({ user: IdSchema }),
  async (tx, _actor, { user }) => {
    const { spaces, partners } = await tx.presenceAudience(user);
    const members: (Member | null)[] = [];
    for (const space of spaces) members.push(await tx.findMember(space, user));
    const open = partners.filter(({ blocked }) => !blocked);
    const idsOf = (mates: boolean): Id[] =>
      open.filter(({ mate }) => mate === mates).map((partner) => partner.user);
    return { reply: { spaces, members, partners: idsOf(false), elsewhere: idsOf(true) }, events: [] };
  },
);

/**
 * Which of the users the caller, who is in a space, may know of, and when these were seen last. The others are left
 * out, and so is who blocked the caller, unless the space is theirs too.
 */
export const presencesKnown = command(
  "read",
  fields({ users: Type.Array(IdSchema, { maxItems: MAX_ASKED }), space: IdSchema }),
  async (tx, actor, { users, space }) => {
    const { caller, known } = await tx.loadAcquaintances(actor, users);
    requireCaller(caller);
    const seen: Id[] = [];
    for (const { id, blocks } of known)
      if (!blocks || (await tx.findMember(space, id)) !== null) seen.push(id);
    return { reply: await tx.lastSeen(seen), events: [] };
  },
);

/**
 * Which of the others' presence somebody is told in a space without asking for it: of those whose audience, as
 * `presence_audience` has it, they belong to there.
 */
export const presencesInSight = serverCommand(
  "read",
  fields({ user: IdSchema, space: IdSchema, others: Type.Array(IdSchema, { maxItems: MAX_ASKED }) }),
  async (tx, _actor, { user, space, others }) => ({
    reply: await tx.presencesInSight(user, space, others),
    events: [],
  }),
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
