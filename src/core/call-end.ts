/** How calls end, and the message that keeps them. */

import { happened } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { draft, post } from "./messages.ts";
import type { Call, CallState } from "./model/calls.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Actor } from "./model/users.ts";
import { markUpTo } from "./receipts.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Somebody leaves a call: it is over in a dialog, when it only rang and the caller left, and when nobody is in it. */
export async function hangUp(
  tx: Tx,
  actor: Actor | null,
  call: Call,
  user: Id,
): Promise<{ reply: Call; events: Happening[] }> {
  await tx.leaveCall(call.id, user);
  const { place } = await tx.loadRoom({ user, token: 0, session: 0 }, call.room);
  const left = await tx.presentIn(call.id);
  const gaveUp = call.state === "ringing" && user === call.caller.id;
  if (gaveUp) return await endCall(tx, actor, call, "missed");
  if (place?.room.kind === "dialog" || left.length === 0) return await endCall(tx, actor, call, "ended");
  return { reply: call, events: [await tellCall(tx, actor, call)] };
}

/** Ends a call that is not over, and stores the message that keeps it. One that nobody answered has not "ended". */
export async function endCall(
  tx: Tx,
  actor: Actor | null,
  call: Call,
  how: Exclude<CallState, "ringing" | "active">,
): Promise<{ reply: Call; events: Happening[] }> {
  await tx.clearTimer("call_missed", call.id, 0);
  for (const { user } of await tx.presentIn(call.id)) await tx.leaveCall(call.id, user);
  const state = call.answered === null && how === "ended" ? "missed" : how;
  const by: Actor = { user: call.caller.id, token: 0, session: actor?.session ?? 0 };
  const { place } = await tx.loadRoom(by, call.room);
  const over: Call = { ...call, state, ended: tx.now };
  if (place === null) {
    await tx.updateCall(over);
    return { reply: over, events: [] };
  }
  const said = draft(tx, place, call.caller, { text: "", nonce: null });
  const kept: Call = { ...over, message: said.id };
  await tx.updateCall(kept);
  const { message, events } = await post(tx, by, place, { ...said, kind: "call", call: kept });
  const told = await tellCall(tx, actor, kept);
  return { reply: kept, events: [told, ...events, ...(await readByThoseIn(tx, place, kept, message))] };
}

/** Whoever was in a call has not missed it: the message that keeps it is read by them. */
async function readByThoseIn(tx: Tx, place: Place, call: Call, { id, n }: Message): Promise<Happening[]> {
  if (call.answered === null) return [];
  const events: Happening[] = [];
  for (const one of call.participants) {
    if (one.id === call.caller.id) continue;
    const reader: Actor = { user: one.id, token: 0, session: 0 };
    // They may have left the group since.
    if ((await tx.loadRoom(reader, place.room.id)).place === null) continue;
    const receipt = await tx.receiptOf(place.room.id, one.id);
    events.push(...(await markUpTo(tx, reader, place, receipt, { id, n }, "read")));
  }
  return events;
}

/** Nobody answered in time; or the end of a call that runs elsewhere was never told. */
export async function missCall(tx: Tx, id: Id): Promise<readonly Happening[]> {
  const call = await tx.callById(id);
  if (call === null || call.ended !== null) return [];
  if (call.state !== "ringing" && call.elsewhere === null) return [];
  return (await endCall(tx, null, call, "ended")).events;
}

/** The event that tells a call as it is now. */
export async function tellCall(tx: Tx, actor: Actor | null, call: Call): Promise<Event> {
  const present = await tx.presentIn(call.id);
  return { ...happened(tx, actor, call.room), type: "call_update", call, present };
}
