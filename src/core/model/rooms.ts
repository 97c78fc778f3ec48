/** Rooms of every kind. */

import type { Call, VoiceState } from "./calls.ts";
import type { Id, Millis } from "./ids.ts";
import type { UserRef } from "./users.ts";

export type RoomKind = "text" | "voice" | "forum" | "thread" | "category" | "dialog" | "group" | "notes";

/** What is allowed and denied in one room to the holders of a role, or to one user. */
export interface Override {
  readonly of: "role" | "user";
  readonly target: Id;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export interface Room {
  readonly id: Id;
  /** Null for rooms of the instance: dialogs, groups, notes. */
  readonly space: Id | null;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  readonly parent: Id | null;
  readonly position: number;
  readonly creator: Id | null;
  readonly created: Millis;
  /** Least time between two messages of one user; 0 = none. */
  readonly slowMode: Millis;
  /** Messages older than this are removed; 0 = as the space says. A thread's messages go with those of its room. */
  readonly retention: Millis;
  /** Can be read, not written; a message opens an archived thread again. */
  readonly archived: boolean;
  /** Of a voice room; 0 = none. */
  readonly userLimit: number;
  /** Of a group. */
  readonly owner: Id | null;
  /** Of a portal: its bridge, and what the network there calls the room. */
  readonly backend: string | null;
  readonly remoteId: string | null;
  /** A thread has those of its room. */
  readonly overrides: readonly Override[];
  /** Of a thread: only who manages threads writes. */
  readonly locked: boolean;
  /** A forum's to choose from; a thread's. */
  readonly tags: readonly string[];
  /** Of a thread: the message that it was opened under. */
  readonly under: Id | null;
  /** Its threads are archived after so long a silence; 0 = never. */
  readonly archiveAfter: Millis;
  /** No link previews are made in it. A thread does as its room. */
  readonly noPreviews: boolean;
}

/** What a thread is shown with. */
export interface ThreadCounts {
  /** Messages that were ever said in it. */
  readonly messages: number;
  readonly followers: number;
  /** Those who have followed it longest; absent where they were not looked up. */
  readonly first?: readonly UserRef[];
  /** When its newest message ever was said; before that, when it was opened. */
  readonly activity: Millis;
}

/** The newest message of a room; all zero while there is none. */
export interface LastMessage {
  readonly id: Id;
  readonly n: number;
  readonly at: Millis;
}

/** A room as it is shown, with what is looked up beside it. */
export interface RoomView extends Room {
  /** Of a dialog or group, longest-standing first; else empty. */
  readonly members: readonly UserRef[];
  /** Who made it; null when that is not known. */
  readonly maker: UserRef | null;
  readonly last: LastMessage;
  /** Null for what is no thread. */
  readonly thread: ThreadCounts | null;
  /** Who is in a voice room. */
  readonly voice: readonly VoiceState[];
  /** What rings or runs in a dialog or group. */
  readonly call: Call | null;
}

/** As much of a thread as stands at the message that it was opened under. */
export interface ThreadRef {
  readonly room: Id;
  readonly name: string;
  readonly messages: number;
  readonly activity: Millis;
  readonly archived: boolean;
  readonly locked: boolean;
}
