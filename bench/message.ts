/** A message as the store takes it, for filling rooms and for the bare peer. */

import type { Message, UserRef } from "../src/core/model.ts";

/** A plain message of 200 bytes. */
export function plainMessage(id: number, room: number, author: UserRef, nonce: string, at: number): Message {
  return {
    id,
    room,
    n: 0,
    kind: "text",
    author,
    text: `${nonce} ${"words that people say to each other in a room ".repeat(5)}`.slice(0, 200),
    replyTo: null,
    forwardedFrom: null,
    attachments: [],
    mentions: null,
    pinned: false,
    reactions: [],
    nonce,
    created: at,
    edited: null,
    deleted: null,
  };
}
