/** Voice rooms and calls, as the wire says them (docs/protocols/bonfire.md). */

import type { Call as CoreCall, VoiceState as CoreVoiceState } from "../../../core/model/calls.ts";
import type { Call, VoiceState } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toSmallUser } from "./people.ts";

/** Where somebody is in a voice room. */
export function toVoiceState(state: CoreVoiceState): VoiceState {
  const { user, room, session, selfMuted, selfDeafened, muted, deafened, streaming, camera, joined } = state;
  return make("VoiceState", {
    user: toSmallUser(user),
    room_id: room,
    session_id: String(session),
    self_muted: selfMuted,
    self_deafened: selfDeafened,
    muted,
    deafened,
    streaming,
    camera,
    joined,
  });
}

export function toCall(call: CoreCall): Call {
  return make("Call", {
    id: call.id,
    room_id: call.room,
    state: call.state,
    caller: toSmallUser(call.caller),
    video: call.video,
    participants: call.participants.map(toSmallUser),
    started: call.started,
    answered: call.answered ?? 0,
    ended: call.ended ?? 0,
    duration_ms: call.answered === null || call.ended === null ? 0 : call.ended - call.answered,
    message_id: call.message ?? 0,
    declined_ids: [...call.declined],
  });
}
