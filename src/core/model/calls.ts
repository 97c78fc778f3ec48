/** Voice rooms and calls. */

import type { Id, Millis } from "./ids.ts";
import type { UserRef } from "./users.ts";

/** Somebody in a voice room: one room at most, by one of their connections. */
export interface VoiceState {
  readonly user: UserRef;
  readonly room: Id;
  /** The connection that takes part. */
  readonly session: Id;
  /** Wishes not to be heard, not to hear. */
  readonly selfMuted: boolean;
  readonly selfDeafened: boolean;
  /** Silenced, made deaf by others. */
  readonly muted: boolean;
  readonly deafened: boolean;
  /** Shows their screen, themselves. */
  readonly streaming: boolean;
  readonly camera: boolean;
  readonly joined: Millis;
}

/** "declined" by everybody else; "missed" by them, or given up by the caller. */
export type CallState = "ringing" | "active" | "ended" | "declined" | "missed";

/** A call in a dialog or a group. */
export interface Call {
  readonly id: Id;
  readonly room: Id;
  readonly state: CallState;
  readonly caller: UserRef;
  /** Begun with pictures. */
  readonly video: boolean;
  /** Everybody who was in it, the caller first. */
  readonly participants: readonly UserRef[];
  readonly started: Millis;
  /** When the first one answered, when it was over; null = not yet. */
  readonly answered: Millis | null;
  readonly ended: Millis | null;
  /** The message that keeps it, once it is over. */
  readonly message: Id | null;
  /** Who refused. */
  readonly declined: readonly Id[];
  /** Its name at the service that runs it beside this server; null = none does. */
  readonly elsewhere: string | null;
}
