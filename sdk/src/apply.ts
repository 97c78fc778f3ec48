/**
 * The one function that brings a client's state up to date. It is pure: the state at a time and every packet
 * since give the state now, the same as asking the server anew.
 */

import type { Packet, ServerEvent } from "./packet.ts";
import { reducers } from "./reducers.ts";
import type { State } from "./state.ts";

/**
 * The state after a packet. What was seen before is left out, and of a stream with a gap everything until the
 * session is resumed.
 */
export function apply(state: State, packet: Packet): State {
  const { stream = 0, seq = 0, event } = packet;
  if (seq === 0) return event === undefined ? state : reduce(state, event, packet);
  const known = state.positions[stream];
  if (known !== undefined && seq <= known) return state;
  if (known !== undefined && seq > known + 1) return { ...state, gap: true };
  const moved = { ...state, positions: { ...state.positions, [stream]: seq } };
  return event === undefined ? moved : reduce(moved, event, packet);
}

function reduce(state: State, event: ServerEvent, packet: Packet): State {
  // A newer server may tell what this version does not know.
  if (!Object.hasOwn(reducers, event.type)) return state;
  const reducer = reducers[event.type] as (state: State, event: ServerEvent, packet: Packet) => State;
  return reducer(state, event, packet);
}
