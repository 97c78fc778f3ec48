/**
 * Calls that a service beside this server runs, with its own connections: it tells when one begins, and how it went.
 * Whoever asks here is trusted to speak for the caller.
 */

import { Type } from "typebox";
import { requireRoom } from "./authorize.ts";
import { tellCall } from "./call-end.ts";
import { closeCall, MAX_CALL_SECONDS, MAX_NAMED } from "./calls.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Call } from "./model/calls.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** When such a call is taken to be over, had its service never told so. */
export const LEFT_OPEN_MILLIS: Millis = 12 * 3_600_000;

const named = {
  room: IdSchema,
  caller: IdSchema,
  /** The service's name for the call. */
  name: Type.String({ minLength: 1, maxLength: 100 }),
};

/**
 * A call begins in a dialog or group. One that is known by its name already is given again.
 *
 * Faults: `not_found`, `forbidden` (blocked), `invalid` (no dialog or group), `limit_reached` (another call is there).
 */
export const serviceCallStart = serverCommand(
  "change",
  fields(named),
  async (tx, _actor, { room, caller, name }): Promise<{ reply: Call; events: Happening[] }> => {
    const known = await tx.callNamed(room, name);
    if (known !== null) return { reply: known, events: [] };
    if ((await tx.openCallsIn([room])).length > 0)
      throw new Fault("limit_reached", "There is another call in this chat");
    const call = await insert(tx, room, caller, { elsewhere: name, started: tx.now, ended: null });
    const due = tx.now + LEFT_OPEN_MILLIS;
    await tx.setTimer({ kind: "call_missed", subject: call.id, user: 0, due });
    return { reply: call, events: [await tellCall(tx, null, call), timerSet(due)] };
  },
);

/**
 * A call is over, and this is how it went: also one whose beginning was never told. Told twice, it is one call.
 *
 * Faults: as of its beginning, and `invalid` (somebody who is no member), `forbidden` (another began it).
 */
export const serviceCallClose = serverCommand(
  "change",
  fields({
    ...named,
    video: Type.Boolean(),
    participants: Type.Array(IdSchema, { maxItems: MAX_NAMED }),
    seconds: Type.Integer({ minimum: 0, maximum: MAX_CALL_SECONDS }),
  }),
  async (tx, _actor, input): Promise<{ reply: Call; events: Happening[] }> => {
    const { room, caller, name, video, participants, seconds } = input;
    const known = await tx.callNamed(room, name);
    if (known !== null && known.caller.id !== caller) throw new Fault("forbidden", "Another began this call");
    if (known !== null && known.ended !== null) return { reply: known, events: [] };
    // Beside another call of the room it is over from the start.
    const times = { started: tx.now - seconds * 1_000, ended: tx.now };
    const call = known ?? (await insert(tx, room, caller, { elsewhere: name, ...times }));
    return await closeCall(tx, actingAs(caller), { ...call, video }, { participants, seconds });
  },
);

/** With its caller in it, by none of this server's connections. */
async function insert(
  tx: Tx,
  room: Id,
  caller: Id,
  own: Pick<Call, "elsewhere" | "started" | "ended">,
): Promise<Call> {
  const facts = requireRoom(await tx.loadRoom(actingAs(caller), room), "connect", tx.now);
  const { kind } = facts.place.room;
  if (kind !== "dialog" && kind !== "group")
    throw new Fault("invalid", "Calls are made in dialogs and groups");
  const by = refOf(facts.caller);
  const call: Call = {
    id: tx.newId(),
    room,
    state: "ringing",
    caller: by,
    video: false,
    participants: [by],
    answered: null,
    message: null,
    declined: [],
    ...own,
  };
  await tx.insertCall(call);
  await tx.enterCall(call.id, { user: caller, session: 0 });
  return call;
}

function actingAs(user: Id): Actor {
  return { user, token: 0, session: 0 };
}
