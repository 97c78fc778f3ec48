/** Voice rooms: who is in which, and how they are heard there. The sound flows between the clients. */

import { Type } from "typebox";
import { may, requireCaller, requireRoom, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import type { VoiceState } from "./model/calls.ts";
import type { Actor } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most people in a voice room that has no smaller limit of its own. */
export const MAX_IN_VOICE = 100;

/**
 * Enter a voice room by this connection, and leave the one before. Who may move others enters a full room too.
 *
 * Faults: `not_found`, `forbidden`, `invalid` (no voice room, no connection), `limit_reached` (the room is full).
 */
export const voiceJoin = command(
  "change",
  fields({ room: IdSchema, selfMuted: Type.Boolean(), selfDeafened: Type.Boolean() }),
  async (tx, actor, { room, selfMuted, selfDeafened }) => {
    requireConnection(actor);
    const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "connect", tx.now);
    requireVoice(place);
    const standing = standingIn(place, caller.id);
    const before = await tx.voiceOf(caller.id);
    if (before?.room !== room && !may(standing, "move_members", tx.now)) await requireFree(tx, place);
    const hush = await tx.hushOf(place.room.space ?? 0, caller.id);
    const state: VoiceState = {
      user: refOf(caller),
      room,
      session: actor.session,
      selfMuted,
      selfDeafened,
      muted: hush.muted || !may(standing, "speak", tx.now),
      deafened: hush.deafened,
      streaming: false,
      camera: false,
      joined: before?.room === room ? before.joined : tx.now,
    };
    const events = await settle(tx, actor, before, state);
    return { reply: { state, others: await tx.voiceIn([room]) }, events };
  },
);

/** Leave the voice room that one is in; nothing happens in none. */
export const voiceLeave = command("change", fields({}), async (tx, actor) => {
  const caller = requireCaller(await tx.callerOf(actor));
  const before = await tx.voiceOf(caller.id);
  return { reply: null, events: before === null ? [] : await dropVoice(tx, actor, before) };
});

const optional = Type.Union([Type.Boolean(), Type.Null()]);

/** Change how one takes part; null leaves a field. Faults: `invalid` (in no voice room), `forbidden` (pictures). */
export const voiceUpdate = command(
  "change",
  fields({ selfMuted: optional, selfDeafened: optional, streaming: optional, camera: optional }),
  async (tx, actor, input) => {
    const caller = requireCaller(await tx.callerOf(actor));
    const before = await tx.voiceOf(caller.id);
    if (before === null) throw new Fault("invalid", "You are in no voice room");
    const pictures = input.streaming === true || input.camera === true;
    requireRoom(await tx.loadRoom(actor, before.room), pictures ? "stream" : "connect", tx.now);
    const state: VoiceState = {
      ...before,
      selfMuted: input.selfMuted ?? before.selfMuted,
      selfDeafened: input.selfDeafened ?? before.selfDeafened,
      streaming: input.streaming ?? before.streaming,
      camera: input.camera ?? before.camera,
    };
    return { reply: state, events: await settle(tx, actor, before, state) };
  },
);

/** Stores a voice state; gives what tells it, in the room left as well. Nothing where nothing changed. */
export async function settle(
  tx: Tx,
  actor: Actor | null,
  before: VoiceState | null,
  state: VoiceState,
): Promise<Event[]> {
  if (before !== null && before.room === state.room && same(before, state)) return [];
  await tx.putVoice(state);
  const told: Event = {
    ...happened(tx, actor, state.room),
    type: "voice_state",
    user: state.user,
    voice: state,
  };
  if (before === null || before.room === state.room) return [told];
  return [{ ...happened(tx, actor, before.room), type: "voice_state", user: state.user, voice: null }, told];
}

/** Takes somebody out of their voice room. */
export async function dropVoice(tx: Tx, actor: Actor | null, { user, room }: VoiceState): Promise<Event[]> {
  await tx.removeVoice(user.id);
  return [{ ...happened(tx, actor, room), type: "voice_state", user, voice: null }];
}

/** Faults: `invalid` where nobody can be heard. */
export function requireVoice({ room }: Place): void {
  if (room.kind !== "voice") throw new Fault("invalid", "This is no voice room");
}

/** Faults: `limit_reached`. */
export async function requireFree(tx: Tx, { room }: Place): Promise<void> {
  const limit = room.userLimit === 0 ? MAX_IN_VOICE : room.userLimit;
  if ((await tx.voiceIn([room.id])).length >= limit)
    throw new Fault("limit_reached", "This voice room is full");
}

/** Who takes part does so by a connection, whose end is their leaving. Faults: `invalid`. */
export function requireConnection({ session }: Actor): void {
  if (session === 0) throw new Fault("invalid", "Only a connection can take part");
}

function same(a: VoiceState, b: VoiceState): boolean {
  const flags = ["selfMuted", "selfDeafened", "muted", "deafened", "streaming", "camera", "session"] as const;
  return flags.every((flag) => a[flag] === b[flag]);
}
