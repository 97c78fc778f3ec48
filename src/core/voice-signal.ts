/** Passing WebRTC signalling from one participant to another, and to nobody else. */

import { Type } from "typebox";
import { requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest description or candidate, in bytes of UTF-8. */
export const MAX_SIGNAL_BYTES = 64 * 1024;

/**
 * Tell another participant of the voice room or call what their client needs to connect. It is kept nowhere.
 *
 * Faults: `not_found` (the room, or either is not there), `forbidden`, `invalid` (too long).
 */
export const voiceSignal = command(
  "change",
  fields({
    room: IdSchema,
    user: IdSchema,
    kind: Type.Union([Type.Literal("offer"), Type.Literal("answer"), Type.Literal("candidate")]),
    data: Type.String(),
  }),
  async (tx, actor, { room, user, kind, data }) => {
    const { caller } = requireRoom(await tx.loadRoom(actor, room), "connect", tx.now);
    const present = await presentAt(tx, room);
    // By the connection that takes part: another one of the same user has nothing to say there.
    const mine = present.find((one) => one.user === caller.id && one.session === actor.session);
    if (mine === undefined || !present.some((one) => one.user === user)) throw notFound();
    if (new TextEncoder().encode(data).length > MAX_SIGNAL_BYTES)
      throw new Fault("invalid", `Signalling has at most ${MAX_SIGNAL_BYTES} bytes`);
    const said = { room, from: caller.id, session: actor.session, kind, data };
    return { reply: null, events: [{ ...happened(tx, actor, user), type: "voice_signal", ...said }] };
  },
);

/** Who takes part there, be it a voice room or a call. */
async function presentAt(tx: Tx, room: Id): Promise<readonly { user: Id; session: Id }[]> {
  const [call] = await tx.openCallsIn([room]);
  if (call !== undefined) return await tx.presentIn(call.id);
  return (await tx.voiceIn([room])).map(({ user, session }) => ({ user: user.id, session }));
}
