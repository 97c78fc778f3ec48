/** What handlers need of voice rooms and calls. */

import type { Call, VoiceState } from "../model/calls.ts";
import type { Id } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** What moderators did to somebody's voice in a space; it outlives their leaving the room. */
export interface Hush {
  readonly muted: boolean;
  readonly deafened: boolean;
}

/** Who takes part in a call now, by which connection. */
export interface Present {
  readonly user: Id;
  /** 0 = by none of this server's: the call runs elsewhere. */
  readonly session: Id;
}

export interface VoiceTx {
  /** The voice room that a user is in. */
  voiceOf(user: Id): Awaitable<VoiceState | null>;
  /** In the order in which they came. */
  voiceIn(rooms: readonly Id[]): Awaitable<VoiceState[]>;
  /** Everybody in any voice room. */
  allVoice(): Awaitable<VoiceState[]>;
  /** In place of where the user was before. */
  putVoice(state: VoiceState): Awaitable<void>;
  removeVoice(user: Id): Awaitable<void>;
  hushOf(space: Id, user: Id): Awaitable<Hush>;
  setHush(space: Id, user: Id, hush: Hush): Awaitable<void>;

  insertCall(call: Call): Awaitable<void>;
  /** State, pictures, times, message and who refused. */
  updateCall(call: Call): Awaitable<void>;
  callById(call: Id): Awaitable<Call | null>;
  /** The one that a service calls so, over or not. */
  callNamed(room: Id, elsewhere: string): Awaitable<Call | null>;
  /** Ringing or running; at most one in a room. */
  openCallsIn(rooms: readonly Id[]): Awaitable<Call[]>;
  /** All that ring or run. */
  openCalls(): Awaitable<Call[]>;
  presentIn(call: Id): Awaitable<Present[]>;
  /** By this connection from now on, where they were in it by another. */
  enterCall(call: Id, present: Present): Awaitable<void>;
  /** Is still among those who were in it. */
  leaveCall(call: Id, user: Id): Awaitable<void>;
}
