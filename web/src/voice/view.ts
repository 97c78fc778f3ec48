/** What this window shows of its own part in a voice room or a call. */

import type { PeerView } from "./peer.ts";

/** Where one takes part. */
export interface Place {
  readonly room: number;
  /** 0 in a voice room. */
  readonly call: number;
}

export interface VoiceView {
  /** Null while one takes part nowhere. */
  readonly place: Place | null;
  readonly muted: boolean;
  readonly deafened: boolean;
  readonly speaking: boolean;
  readonly camera: MediaStream | null;
  readonly screen: MediaStream | null;
  /** By user. */
  readonly peers: Readonly<Record<number, PeerView>>;
  /** What does not work, for the person; "" = nothing. */
  readonly problem: string;
}
