/** Calls as each side sees them (`docs/protocols/big.md` section 14). */

import type { Call } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import { toUserId } from "./ids.ts";

export interface CallPayload {
  readonly direction: "incoming" | "outgoing";
  readonly status: "missed" | "received";
  readonly callType: "video" | "audio";
  readonly callId: string;
  readonly caller: string;
  readonly participants: readonly string[];
  /** Seconds. */
  readonly callDuration: number;
}

/** What a call was for its viewer, with the fields that are stored (sections 0, 8.3 and 14.2). */
export function toCallPayload(call: Call, viewer: Id, room: RoomView): CallPayload {
  const { caller, participants, video, answered, ended } = call;
  const received =
    room.kind === "group" ? participants.some((one) => one.id === viewer) : participants.length > 1;
  return {
    direction: caller.id === viewer ? "outgoing" : "incoming",
    status: received ? "received" : "missed",
    callType: video ? "video" : "audio",
    callId: callIdOf(call),
    caller: toUserId(caller.id),
    participants: participants.map((one) => toUserId(one.id)),
    callDuration: answered === null || ended === null ? 0 : Math.round((ended - answered) / 1_000),
  };
}

/** The service's id of a call that a service runs; else the server's. */
export function callIdOf({ id, elsewhere }: Call): string {
  return elsewhere ?? String(id);
}

/** Whether somebody was in a call that was answered. */
export function hasJoined({ answered, participants }: Call, user: Id): boolean {
  return answered !== null && participants.some(({ id }) => id === user);
}

/** Section 14.4. */
export function callText({ direction, status, callType }: CallPayload): string {
  const video = callType === "video" ? "video " : "";
  if (direction === "incoming")
    return status === "missed" ? `☎️ Missed ${video}Call` : `📲 Incoming ${video}Call`;
  return status === "missed" ? `Canceled ${video}Call` : `Outgoing ${video}Call`;
}
