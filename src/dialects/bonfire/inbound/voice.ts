/** Voice rooms and calls. */

import { toCall, toVoiceState } from "../nouns/calls.ts";
import { entry } from "./entry.ts";

export const voice = {
  voice_join: entry(
    "voice_join",
    ({ room_id, self_muted, self_deafened }) => ({
      room: room_id,
      selfMuted: self_muted,
      selfDeafened: self_deafened,
    }),
    ({ state, others }) => ({ voice_state: toVoiceState(state), voice_states: others.map(toVoiceState) }),
  ),
  voice_leave: entry("voice_leave", () => ({})),
  voice_update: entry(
    "voice_update",
    ({ self_muted, self_deafened, streaming, camera }) => ({
      selfMuted: self_muted ?? null,
      selfDeafened: self_deafened ?? null,
      streaming: streaming ?? null,
      camera: camera ?? null,
    }),
    (state) => ({ voice_state: toVoiceState(state) }),
  ),
  voice_move: entry(
    "voice_move",
    ({ user_id, room_id, muted, deafened }) => ({
      user: user_id,
      room: room_id ?? null,
      muted: muted ?? null,
      deafened: deafened ?? null,
    }),
    (state) => (state === null ? {} : { voice_state: toVoiceState(state) }),
  ),
  voice_signal: entry("voice_signal", ({ room_id, user_id, kind, data }) => ({
    room: room_id,
    user: user_id,
    // The core refuses other words.
    kind: kind as "offer" | "answer" | "candidate",
    data,
  })),
  call_start: entry(
    "call_start",
    ({ room_id, video }) => ({ room: room_id, video }),
    (call) => ({ call: toCall(call) }),
  ),
  call_accept: entry(
    "call_accept",
    ({ call_id }) => ({ call: call_id }),
    (call) => ({ call: toCall(call) }),
  ),
  call_decline: entry(
    "call_decline",
    ({ call_id }) => ({ call: call_id }),
    (call) => ({ call: toCall(call) }),
  ),
  call_end: entry(
    "call_end",
    ({ call_id }) => ({ call: call_id }),
    (call) => ({ call: toCall(call) }),
  ),
} as const;
