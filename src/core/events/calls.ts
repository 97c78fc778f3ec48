/** What happens in voice rooms and calls. */

import type { Call, VoiceState } from "../model/calls.ts";
import type { Id } from "../model/ids.ts";
import type { UserRef } from "../model/users.ts";
import type { Base } from "./base.ts";

/** Somebody came into a voice room, changed there, or left it; in the room's stream. */
export interface VoiceChanged extends Base {
  readonly type: "voice_state";
  readonly user: UserRef;
  /** As they are in this room now; null = no longer in it. */
  readonly voice: VoiceState | null;
}

/** A call rings, was answered or refused, or is over. */
export interface CallUpdated extends Base {
  readonly type: "call_update";
  readonly call: Call;
  /** Who takes part now, by which session; for this server, nobody is told. */
  readonly present: readonly { readonly user: Id; readonly session: Id }[];
}

/** What one participant's client tells another's; in the stream of that user, kept nowhere. */
export interface VoiceSignalled extends Base {
  readonly type: "voice_signal";
  readonly room: Id;
  readonly from: Id;
  readonly session: Id;
  readonly kind: "offer" | "answer" | "candidate";
  readonly data: string;
}
