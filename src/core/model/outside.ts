/** What comes from outside and goes there: webhooks and bridges. */

import type { Id, Millis } from "./ids.ts";
import type { UserRef } from "./users.ts";

/** A way in for other programs' messages, or out for our events. Its secret is in no noun. */
export interface Webhook {
  /** Of an incoming one: its messages' author has the same. */
  readonly id: Id;
  readonly kind: "incoming" | "outgoing";
  readonly space: Id;
  /** Where it posts, or what it hears of; null = of the space and all its rooms, for outgoing ones only. */
  readonly room: Id | null;
  readonly name: string;
  /** The random part of its picture's address; "" = none. */
  readonly avatar: string;
  /** Of an outgoing one: where events are posted; else "". */
  readonly url: string;
  /** Of an outgoing one: which events it is told; empty = all. */
  readonly events: readonly string[];
  /** Switched off, by hand or after too many failures. */
  readonly disabled: boolean;
  /** Attempts that failed in a row. */
  readonly failures: number;
  readonly creator: UserRef;
  readonly created: Millis;
  /** When it last posted, or something was delivered; 0 = never. */
  readonly lastUsed: Millis;
}

export type BridgeState = "starting" | "running" | "failing" | "stopped";

/** A program that brings another network's rooms into a space, and how it is. */
export interface Bridge {
  readonly name: string;
  readonly space: Id;
  readonly state: BridgeState;
  readonly since: Millis;
  /** Why it fails, a sentence for people; "" when it does not. */
  readonly reason: string;
  /** Bytes that its program used last; 0 = not known. */
  readonly memory: number;
}

/** Between a room here and one of a network. */
export interface BridgeLink {
  readonly room: Id;
  readonly backend: string;
  /** What the network calls the room; null until it was found there. */
  readonly remoteId: string | null;
  /** As people there call it. */
  readonly name: string;
  /** Whether the network lets something be said there. */
  readonly sendable: boolean;
  /** Of the room's stream: all up to here was told there. */
  readonly position: number;
  /** What was begun and may have been told there; 0 = nothing. */
  readonly begun: number;
  /** Why the room was not found there; "" when it was. */
  readonly reason: string;
}

/** A room that somebody here asked a network for. */
export interface MadeRoom {
  readonly backend: string;
  readonly name: string;
  /** What the network calls the room in which it is to stand; null = none. */
  readonly parent: string | null;
  /** What the network calls it; null until it is there. */
  readonly remoteId: string | null;
  /** Why it is not there, a sentence for people; "" = it is asked for, or was made. */
  readonly reason: string;
}

/** A ghost that somebody here has shown to be theirs: it is shown as them. */
export interface Identity {
  readonly ghost: Id;
  readonly person: Id;
  /** That the ghost's backend is for. */
  readonly space: Id;
  /** Of the ghost's own, as its network says them. */
  readonly name: string;
  readonly avatar: string;
}
