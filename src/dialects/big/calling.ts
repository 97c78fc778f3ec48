/**
 * Calls as clients make and end them (`docs/protocols/big.md` section 14.1). Sound and pictures run elsewhere: the
 * server knows that it rings, who answered, and what the caller says of it at the end.
 */

import type { Call } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import { callIdOf } from "./calls.ts";
import { clientIdOf, fromUserId } from "./ids.ts";
import { isEntry } from "./messages.ts";
import type { Payload } from "./payloads.ts";
import { type Asking, find, open } from "./requests.ts";
import { BigError, SAID } from "./wire.ts";

/** Messages among which the one that keeps a call is looked for when it is over. */
const NEWEST = 50;

/** Rings in a chat; with the id of the call that rings or runs there, answers it. */
export async function newCall(asking: Asking, said: Payload<"newCall">): Promise<object> {
  const { node, actor } = asking;
  const room = await open(asking, said.chatId);
  const known = room.call !== null && said.callId === callIdOf(room.call) ? room.call : null;
  const call = await (known === null
    ? node.ask(actor, { type: "call_start", input: { room: room.id, video: said.callType === "video" } })
    : node.ask(actor, { type: "call_accept", input: { call: known.id } }));
  return startedReply(call);
}

/**
 * The caller ends the call for all, and says who was in it and for how long. Anybody else hangs up, or refuses what
 * rings. Answered like a message, with the one that keeps the call; where it goes on without oneself, with its id.
 */
export async function closeCall(asking: Asking, said: Payload<"closeCall">): Promise<object> {
  const { node, actor } = asking;
  const room = await find(asking, said.chatId);
  const call = room?.call ?? null;
  if (room === null || call === null || (said.callId ?? callIdOf(call)) !== callIdOf(call))
    throw new BigError(404, SAID.noCall);
  const over = await (call.caller.id === actor.user
    ? closeOwn(asking, room, call, said)
    : call.participants.some(({ id }) => id === actor.user)
      ? node.ask(actor, { type: "call_end", input: { call: call.id } })
      : node.ask(actor, { type: "call_decline", input: { call: call.id } }));
  return over.ended === null ? { callId: callIdOf(call) } : await closedReply(asking, over);
}

export function startedReply(call: Call): object {
  return { callId: callIdOf(call), createdAt: call.started };
}

/** The message that keeps a call which is over; only the call's id where it went on, or left none. */
interface Closed {
  readonly callId?: string;
  readonly messageId?: number;
  readonly timestamp?: number;
  readonly clientMessageId?: string;
}

export async function closedReply({ node, actor }: Asking, call: Call): Promise<Closed> {
  const newest = {
    room: call.room,
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    keep: "last",
    limit: NEWEST,
  } as const;
  const { items } = await node.ask(actor, { type: "conversation_get", input: newest });
  const kept = items.find((item) => !isEntry(item) && item.id === call.message);
  if (kept === undefined || isEntry(kept)) return { callId: callIdOf(call) };
  return { messageId: kept.n, timestamp: kept.created, clientMessageId: clientIdOf(kept) };
}

async function closeOwn(
  { node, actor }: Asking,
  room: RoomView,
  call: Call,
  { participants = [], callDuration }: Payload<"closeCall">,
): Promise<Call> {
  const users = membersNamed(room, participants, "payload.participants");
  // Section 14.3: what was said before is read by whoever called.
  await node.ask(actor, { type: "receipt_reach", input: { room: room.id, n: null, kind: "read" } });
  const seconds = callDuration === undefined ? null : Math.round(callDuration);
  const input = { call: call.id, participants: users, seconds };
  return await node.ask(actor, { type: "call_close", input });
}

/** The members of a chat with the ids of a field. Throws 400 where one is none. */
export function membersNamed(room: RoomView, ids: readonly string[], field: string): Id[] {
  return ids.map((named) => {
    const id = fromUserId(named);
    if (id === null || !room.members.some((member) => member.id === id))
      throw new BigError(400, `${field} names somebody who is not in the chat`);
    return id;
  });
}
