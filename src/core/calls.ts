/** Calls in dialogs and groups: they ring, are answered or refused, and end as a message. */

import { Type } from "typebox";
import { requireRoom } from "./authorize.ts";
import { endCall, hangUp, tellCall } from "./call-end.ts";
import { command, fields, IdSchema } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Call } from "./model/calls.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";
import { requireConnection } from "./voice.ts";

/** How long a call rings before it is missed. */
export const RING_MILLIS: Millis = 60_000;

/**
 * Ring in a dialog or group.
 *
 * Faults: `not_found`, `forbidden` (blocked), `invalid` (no dialog or group, no connection), `limit_reached` (a
 * call rings or runs there).
 */
export const callStart = command(
  "change",
  fields({ room: IdSchema, video: Type.Boolean() }),
  async (tx, actor, { room, video }) => {
    requireConnection(actor);
    const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "connect", tx.now);
    if (place.room.kind !== "dialog" && place.room.kind !== "group")
      throw new Fault("invalid", "Calls are made in dialogs and groups");
    if ((await tx.openCallsIn([room])).length > 0)
      throw new Fault("limit_reached", "There is a call here already: answer it");
    const call: Call = {
      id: tx.newId(),
      room,
      state: "ringing",
      caller: refOf(caller),
      video,
      participants: [refOf(caller)],
      started: tx.now,
      answered: null,
      ended: null,
      message: null,
      declined: [],
      elsewhere: null,
    };
    await tx.insertCall(call);
    await tx.enterCall(call.id, { user: caller.id, session: actor.session });
    const due = tx.now + RING_MILLIS;
    await tx.setTimer({ kind: "call_missed", subject: call.id, user: 0, due });
    return { reply: call, events: [await tellCall(tx, actor, call), timerSet(due)] };
  },
);

const callInput = fields({ call: IdSchema });

/** Answer a call, or take one's part in it over to this connection. Faults: `not_found` (over, or not one's own). */
export const callAccept = command("change", callInput, async (tx, actor, { call: id }) => {
  requireConnection(actor);
  const { call, caller } = await requireCall(tx, actor, id);
  const inIt = (await tx.presentIn(id)).some(({ user }) => user === caller.id);
  await tx.enterCall(id, { user: caller.id, session: actor.session });
  const answers = call.state === "ringing" && caller.id !== call.caller.id;
  // The end of one that runs elsewhere is told by its service, or never.
  if (answers && call.elsewhere === null) await tx.clearTimer("call_missed", id, 0);
  const known = call.participants.some((one) => one.id === caller.id);
  const answered: Call = {
    ...call,
    state: answers ? "active" : call.state,
    answered: answers ? tx.now : call.answered,
    participants: known ? call.participants : [...call.participants, refOf(caller)],
    declined: call.declined.filter((user) => user !== caller.id),
  };
  await tx.updateCall(answered);
  const told = await tellCall(tx, actor, answered);
  // Whoever was in it already only changed the connection: nobody else sees a difference.
  return { reply: answered, events: inIt && !answers ? [] : [told] };
});

/** Refuse a call. Faults: `not_found` (over, or not one's own), `invalid` (one's own, or one is in it). */
export const callDecline = command("change", callInput, async (tx, actor, { call: id }) => {
  const { call, caller, others } = await requireCall(tx, actor, id);
  if ((await tx.presentIn(id)).some(({ user }) => user === caller.id))
    throw new Fault("invalid", "You are in this call: hang up");
  const declined = [...new Set([...call.declined, caller.id])];
  const refused: Call = { ...call, declined };
  if (call.state === "ringing" && others.every((user) => user === call.caller.id || declined.includes(user)))
    return endCall(tx, actor, refused, "declined");
  await tx.updateCall(refused);
  return { reply: refused, events: [await tellCall(tx, actor, refused)] };
});

/** Hang up: in a dialog, and by the last one, the call is over. Faults: `not_found`, `invalid` (not in it). */
export const callEnd = command("change", callInput, async (tx, actor, { call: id }) => {
  const { call, caller } = await requireCall(tx, actor, id);
  if (!(await tx.presentIn(id)).some(({ user }) => user === caller.id))
    throw new Fault("invalid", "You are not in this call");
  return await hangUp(tx, actor, call, caller.id);
});

/** Longest time that a caller may say a call took, in seconds. */
export const MAX_CALL_SECONDS = 7 * 24 * 3_600;

/** Most users that a caller names. */
export const MAX_NAMED = 1_000;

/**
 * End one's own call for everybody, and say how it went where its sound and pictures ran elsewhere: who was in it
 * (`participants`), and for how long (`seconds`; null = since it rang). What is known here of who was in it holds as
 * well; a call in which nobody else was is missed.
 *
 * Faults: `not_found`, `forbidden` (another's call), `invalid` (somebody who is no member of the room).
 */
export const callClose = command(
  "change",
  fields({
    call: IdSchema,
    participants: Type.Array(IdSchema, { maxItems: MAX_NAMED }),
    seconds: Type.Union([Type.Integer({ minimum: 0, maximum: MAX_CALL_SECONDS }), Type.Null()]),
  }),
  async (tx, actor, { call: id, participants, seconds }) => {
    const { call, caller } = await requireCall(tx, actor, id);
    if (call.caller.id !== caller.id) throw new Fault("forbidden", "Only the caller closes a call");
    return await closeCall(tx, actor, call, { participants, seconds });
  },
);

/** Ends a call for everybody, as it is said to have gone. Faults: as of `call_close`. */
export async function closeCall(
  tx: Tx,
  actor: Actor,
  call: Call,
  { participants, seconds }: { readonly participants: readonly Id[]; readonly seconds: number | null },
): Promise<{ reply: Call; events: Happening[] }> {
  const members = new Map((await tx.roomMembers(call.room)).map((member) => [member.id, member]));
  const known = new Set(call.participants.map((one) => one.id));
  const named = [...new Set(participants)].flatMap((user) => {
    const member = members.get(user);
    if (member === undefined)
      throw new Fault("invalid", "Only members of the room can have been in its call");
    return known.has(user) ? [] : [member];
  });
  for (const { id: user } of named) await tx.enterCall(call.id, { user, session: actor.session });
  const all = [...call.participants, ...named];
  const ago = seconds === null ? tx.now - call.started : seconds * 1_000;
  const answered = call.answered ?? (all.length > 1 ? Math.max(call.started, tx.now - ago) : null);
  return await endCall(tx, actor, { ...call, participants: all, answered }, "ended");
}

/** A call that is not over, in a room of the caller's; `others` are all members of the room. */
async function requireCall(tx: Tx, actor: Actor, id: Id) {
  const call = await tx.callById(id);
  const { caller, place } = requireRoom(await tx.loadRoom(actor, call?.room ?? 0), "connect", tx.now);
  if (call === null || call.ended !== null) throw notFound();
  const others = (await tx.roomMembers(place.room.id)).map((member) => member.id);
  return { call, caller, others };
}
