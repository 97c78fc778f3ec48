/**
 * What a wire does not say, and why: the table "What a wire cannot tell" of `docs/interop.md` comes from here. A
 * front end that is not told of an action has its reason here; anything else is a failure.
 */

import type { Action } from "./front.ts";

/** Why nothing is told. */
export const SILENT: { readonly [driver: string]: { readonly [A in Action]?: string } } = {
  i386chat: {
    react: "the wire has no reactions",
    unreact: "the wire has no reactions",
    pin: "the wire has no pins",
    vote: "the wire has no polls; a poll is text",
    "mark delivered": "the wire has no receipts",
    "mark read": "the wire has no receipts",
    call: "the wire has no calls",
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
  "HTTP API": {
    online: "no connection",
    offline: "no connection",
    join: "no connection",
    call: "no connection",
  },
};
