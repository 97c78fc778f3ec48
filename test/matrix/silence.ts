/**
 * What a wire does not say, and why: the table "What a wire cannot tell" of `docs/interop.md` comes from here. A
 * front end that is not told of an action has its reason here; anything else is a failure.
 */

import type { Action } from "./front.ts";

/** Why nothing is told. */
export const SILENT: { readonly [driver: string]: { readonly [A in Action]?: string } } = {
  OriginChats: {
    "mark delivered": "the wire has no dialogs",
    "mark read": "the wire has no dialogs",
    call: "the wire has no dialogs",
  },
  i386chat: {
    react: "the wire has no reactions",
    unreact: "the wire has no reactions",
    pin: "the wire has no pins",
    vote: "the wire has no polls; a poll is text",
    "mark delivered": "the wire has no receipts",
    "mark read": "the wire has no receipts",
    call: "the wire has no calls",
  },
  BIG: {
    react: "the wire has no reactions",
    unreact: "the wire has no reactions",
    online: "told to partners of a dialog",
    offline: "told to partners of a dialog",
    pin: "the wire has no pins",
    vote: "the wire has no polls; a poll is text",
    thread: "the wire has no threads",
    "create room": "the list of chats has it",
    join: "only one's own coming and going, in the list of chats",
    leave: "only one's own coming and going, in the list of chats",
    ban: "only one's own, in the list of chats",
  },
  "Flubber backend": {
    type: "version 0.1.0 has no word",
    online: "version 0.1.0 has no word",
    offline: "version 0.1.0 has no word",
    pin: "version 0.1.0 has no word",
    vote: "version 0.1.0 has no word; a poll is text",
    thread: "a thread is a room of its own, and not linked",
    "create room": "only what is linked is told",
    join: "version 0.1.0 has no word",
    leave: "version 0.1.0 has no word",
    ban: "version 0.1.0 has no word",
    "mark delivered": "version 0.1.0 has no word",
    "mark read": "version 0.1.0 has no word",
    call: "version 0.1.0 has no word",
  },
  "HTTP API": {
    type: "history does not show it",
    online: "history does not show it",
    offline: "history does not show it",
    thread: "history shows the messages of the room",
    "create room": "history does not show it",
    join: "history does not show it",
    leave: "history does not show it",
    ban: "history does not show it",
    "mark delivered": "history does not show it",
    "mark read": "history does not show it",
    call: "history does not show it",
  },
};

/** Why something cannot be done. */
export const NO_WORD: { readonly [driver: string]: { readonly [A in Action]?: string } } = {
  OriginChats: {
    thread: "in forums only",
    "mark delivered": "no word",
    "mark read": "no word",
    call: "no word",
  },
  i386chat: {
    edit: "no word",
    reply: "no word",
    react: "no word",
    unreact: "no word",
    upload: "no word",
    pin: "no word",
    poll: "no word",
    vote: "no word",
    thread: "no word",
    leave: "no word",
    "mark delivered": "no word",
    "mark read": "no word",
    call: "no word",
  },
  BIG: {
    react: "no word",
    unreact: "no word",
    pin: "no word",
    poll: "no word",
    vote: "no word",
    thread: "no word",
    "create room": "no word",
    leave: "no word",
    ban: "no word",
  },
  "Flubber backend": {
    type: "no word",
    online: "no word",
    offline: "no word",
    pin: "no word",
    poll: "no word",
    vote: "no word",
    thread: "no word",
    "create room": "a portal of its own",
    join: "with the first word",
    leave: "no word",
    ban: "no word",
    "mark delivered": "no word",
    "mark read": "no word",
    call: "no word",
  },
  "HTTP API": {
    online: "no connection",
    offline: "no connection",
    join: "no connection",
    call: "no connection",
  },
};
