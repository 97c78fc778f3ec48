/** What happens to messages, and under them. */

import type { Id } from "../model/ids.ts";
import type { EntryRef, Message, Poll } from "../model/messages.ts";
import type { Advance, Receipt } from "../model/receipts.ts";
import type { UserRef } from "../model/users.ts";
import type { Reactor } from "../tx/reading.ts";
import type { Base } from "./base.ts";

export interface MessageCreated extends Base {
  readonly type: "message_create";
  readonly message: Message;
}

export interface MessageUpdated extends Base {
  readonly type: "message_update";
  /** The message as it is now. */
  readonly message: Message;
  readonly mentionsChanged: boolean;
  /** Who reacted to it, where it was just edited. */
  readonly reactors?: readonly Reactor[];
  /** The entry that the edit made in the conversation; null where it made none. */
  readonly entry: EntryRef | null;
}

/** What stands under a message changed, though nobody edited it: link previews came or went, or a file went. */
export interface MessagePreviewed extends Base {
  readonly type: "message_preview";
  /** The message as it is now. */
  readonly message: Message;
  /** The random part of the address of the file that went; "" where it is told later. */
  readonly fileGone?: string;
}

export interface MessageDeleted extends Base {
  readonly type: "message_delete";
  readonly room: Id;
  readonly message: Id;
  readonly user: UserRef;
  /** The entry that the deletion made in the conversation; null where it made none. */
  readonly entry: EntryRef | null;
}

export interface PinUpdated extends Base {
  readonly type: "pin_update";
  readonly room: Id;
  readonly message: Id;
  /** False: unpinned. */
  readonly pinned: boolean;
  /** Who acted. */
  readonly user: UserRef;
}

export interface ReactionAdded extends Base {
  readonly type: "reaction_add";
  readonly room: Id;
  readonly message: Id;
  readonly emoji: string;
  readonly user: UserRef;
}

export interface ReactionRemoved extends Base {
  readonly type: "reaction_remove";
  readonly room: Id;
  readonly message: Id;
  readonly emoji: string;
  readonly user: UserRef;
}

/** Votes came in, or a poll ended. */
export interface PollUpdated extends Base {
  readonly type: "poll_update";
  readonly room: Id;
  readonly message: Id;
  /** As it is now, with nobody's choices. */
  readonly poll: Poll;
}

/** One voted, or took the vote back; in the user's own stream. */
export interface PollVoted extends Base {
  readonly type: "poll_vote";
  readonly user: Id;
  readonly room: Id;
  readonly message: Id;
  readonly options: readonly number[];
}

/** Somebody got further in a room: in its stream for dialogs and groups, else in the user's own. */
export interface ReceiptUpdated extends Base {
  readonly type: "receipt_update";
  readonly receipt: Receipt;
  /** How far the marks came by this; in dialogs and groups only. */
  readonly advances: readonly Advance[];
}
