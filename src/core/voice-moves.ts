/** What moderators do in voice rooms: silencing, making deaf, moving and putting out. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { rankOf, requireAbove, requireRoom, standingIn } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { loadTarget } from "./members.ts";
import type { VoiceState } from "./model/calls.ts";
import type { Id } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";
import { dropVoice, requireFree, requireVoice, settle } from "./voice.ts";

const optional = Type.Union([Type.Boolean(), Type.Null()]);

/**
 * Move somebody who is in a voice room to another (0 = out), silence them or make them deaf; null leaves a
 * field. What is done to a voice stays when they leave and come back.
 *
 * Faults: `not_found` (nobody there, room), `forbidden` (permission, rank, or they may not see the room),
 * `invalid` (no voice room of the space), `limit_reached` (the room is full).
 */
export const voiceMove = command(
  "change",
  fields({
    user: IdSchema,
    room: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    muted: optional,
    deafened: optional,
  }),
  async (tx, actor, { user, room, muted, deafened }) => {
    const before = await tx.voiceOf(user);
    if (before === null) throw notFound();
    const facts = await tx.loadRoom(actor, before.room);
    const { caller, place } = requireRoom(facts, room === null ? "mute_members" : "move_members", tx.now);
    if (muted !== null || deafened !== null) requireRoom(facts, "mute_members", tx.now);
    const spaceId = place.room.space ?? 0;
    const { space } = await tx.loadSpace(actor, spaceId);
    if (space === null) throw notFound();
    if (user !== caller.id)
      requireAbove(standingIn(place, caller.id), rankOf(await loadTarget(tx, spaceId, user)));
    const events: Event[] = [];
    let state: VoiceState = before;
    if (muted !== null || deafened !== null) {
      const hush = await tx.hushOf(spaceId, user);
      const now = { muted: muted ?? hush.muted, deafened: deafened ?? hush.deafened };
      await tx.setHush(spaceId, user, now);
      state = { ...state, muted: now.muted, deafened: now.deafened };
      const change = { target: user, before: { ...hush }, after: now };
      events.push(await record(tx, actor, space, { action: "voice_hush", ...change }));
    }
    if (room !== null && room !== before.room) {
      if (room !== 0) {
        await requireDestination(tx, actor, { user, room, space: spaceId });
        state = { ...state, room, joined: tx.now };
      }
      const change = { target: user, before: { room_id: before.room }, after: { room_id: room } };
      events.push(await record(tx, actor, space, { action: "voice_move", ...change }));
    }
    const told = room === 0 ? await dropVoice(tx, actor, before) : await settle(tx, actor, before, state);
    return { reply: room === 0 ? null : state, events: [...told, ...events] };
  },
);

/** A voice room of the same space, into which the caller may move others, and which these see. */
async function requireDestination(
  tx: Tx,
  actor: Actor,
  { user, room, space }: { readonly user: Id; readonly room: Id; readonly space: Id },
): Promise<void> {
  const { place } = requireRoom(await tx.loadRoom(actor, room), "move_members", tx.now);
  requireVoice(place);
  if (place.room.space !== space) throw new Fault("invalid", "This voice room is of another space");
  const theirs = await tx.loadRoom({ user, token: 0, session: 0 }, room);
  try {
    requireRoom(theirs, "view", tx.now);
  } catch {
    throw new Fault("forbidden", "They may not see this room");
  }
  await requireFree(tx, place);
}
