/** Messages, and what stands in and under them. */

import type { Call } from "./calls.ts";
import type { Id, Millis } from "./ids.ts";
import type { ThreadRef } from "./rooms.ts";
import type { Answered } from "./slash.ts";
import type { UserRef } from "./users.ts";

export type MessageKind = "text" | "call" | "system" | "poll";

/** What a reply shows of the message it answers. Text is cut to 200 code points; empty when deleted. */
export interface Quote {
  readonly id: Id;
  readonly author: UserRef;
  readonly text: string;
  readonly deleted: boolean;
  readonly deletedAt: Millis | null;
  /** As of the message. */
  readonly n: number;
  readonly nonce: string | null;
  readonly created: Millis;
}

/** One emoji on a message: how many users, and in answers whether the reader is among them. */
export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  readonly mine: boolean;
}

/** Whom and what a message mentions, as far as it counts. */
export interface Mentions {
  readonly users: readonly UserRef[];
  readonly roles: readonly Id[];
  readonly rooms: readonly Id[];
  /** All who see the room. */
  readonly everyone: boolean;
  /** Whether the author of the message replied to is among the users, because the sender wanted it. */
  readonly reply: boolean;
}

/** Where a forwarded message was first said. The original may be gone, or out of the reader's sight. */
export interface Forwarded {
  readonly message: Id;
  readonly room: Id;
  readonly author: UserRef;
  readonly created: Millis;
}

/** A file that somebody uploaded. Its key opens it without a login, so it is told to nobody who may not have the file. */
export interface Attachment {
  readonly id: Id;
  /** The random part of its address. */
  readonly key: string;
  readonly name: string;
  /** Decided by its bytes. */
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** In pixels; 0 = not a picture. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** The key of a smaller picture. */
  readonly thumbnail: string | null;
  /** For those who cannot see it. */
  readonly description: string;
  /** To be covered until asked for. */
  readonly spoiler: boolean;
  /** When it ends, though its message stays; absent = with what it serves. */
  readonly expires?: Millis;
}

/** One answer to choose. */
export interface PollOption {
  /** 1, 2, 3 … in their order. */
  readonly id: number;
  readonly text: string;
  /** Users who chose it. */
  readonly votes: number;
}

export interface Poll {
  readonly question: string;
  readonly options: readonly PollOption[];
  /** Users who voted. */
  readonly voters: number;
  /** Several options may be chosen. */
  readonly multiple: boolean;
  /** Nobody is told who chose what. */
  readonly anonymous: boolean;
  /** When it ends; 0 = by hand only. */
  readonly ends: Millis;
  /** When it ended; 0 = it runs. */
  readonly ended: Millis;
  /** In answers: the options that the reader chose. Null where that is not told. */
  readonly mine: readonly number[] | null;
}

/** A box under a message: what a program says in a form. Texts are bounded; nothing in it is fetched by a reader. */
export interface Embed {
  /** Address to open; "" = none. */
  readonly url: string;
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly authorName: string;
  readonly authorUrl: string;
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  readonly footer: string;
  /** Of a link's preview: the address as the text has it. Absent = a program wrote it. */
  readonly link?: string;
  readonly siteName?: string;
  /** Pictures, at addresses of our own image proxy. */
  readonly image?: string;
  readonly thumbnail?: string;
  /** Time that the writer states; 0 = none. */
  readonly at: Millis;
  readonly fields: readonly EmbedField[];
}

/** What a linked page says of itself. */
export interface Page {
  readonly title: string;
  readonly description: string;
  readonly siteName: string;
  /** At an address of our own image proxy; "" = none. */
  readonly image: string;
  /** A picture that is the page, and not one beside its text. */
  readonly large: boolean;
}

export interface EmbedField {
  readonly name: string;
  /** Markdown. */
  readonly value: string;
  readonly inline: boolean;
}

export interface Message {
  readonly id: Id;
  readonly room: Id;
  /** Its number in the room's conversation: 1, 2, 3 … The store fills it in when it appends. */
  n: number;
  readonly kind: MessageKind;
  /** Of a webhook's: under the name that it gave this one. */
  readonly author: UserRef;
  /** Markdown source; empty once deleted. */
  readonly text: string;
  readonly replyTo: Quote | null;
  readonly forwardedFrom: Forwarded | null;
  /** The thread that was opened under it. */
  readonly thread: ThreadRef | null;
  /** Of the kind "poll", while it is not deleted; else null. */
  readonly poll: Poll | null;
  /** Null for none. */
  readonly mentions: Mentions | null;
  /** Whether it stands among the room's pins. */
  readonly pinned: boolean;
  readonly reactions: readonly ReactionCount[];
  readonly attachments: readonly Attachment[];
  /** Absent = none. */
  readonly embeds?: readonly Embed[];
  /** No link previews are made under it. */
  readonly noPreviews?: true;
  /** Of the kind "call": the call, as it ended. */
  readonly call?: Call;
  /** The use of a slash command that it answers. */
  readonly answers?: Answered;
  readonly nonce: string | null;
  /** Later than that of whatever the room got before, unless it was said elsewhere. The store sees to it when it appends. */
  created: Millis;
  readonly edited: Millis | null;
  readonly deleted: Millis | null;
}

/** What an edit or a deletion leaves in the conversation, beside the message that it changed. */
export interface EntryRef {
  readonly id: Id;
  /** As of a message. The store fills it in when it appends. */
  n: number;
  /** As of a message. */
  created: Millis;
  /** Of whoever changed the message, as a message's; null for none. */
  readonly nonce: string | null;
  /** The message that was changed. */
  readonly of: { readonly id: Id; readonly n: number; readonly nonce: string | null };
}

/** The same as it is listed. */
export interface Entry extends EntryRef {
  readonly room: Id;
  readonly kind: "edit" | "deletion";
  readonly author: UserRef;
  /** What the message says today. */
  readonly message: Message;
}

/** What an edited message said before. */
export interface Revision {
  /** 1, 2, 3 … for each message. */
  readonly number: number;
  /** When this was said, not when it was replaced. */
  readonly at: Millis;
  readonly text: string;
}
