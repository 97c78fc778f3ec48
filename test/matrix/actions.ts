/** The actions: what has to be there before each, and who does it. */

import type { Account } from "../gateway-client.ts";
import type { Action, Front, Given } from "./front.ts";

/** What an action finds when it begins. */
export interface Stage {
  /** The given text stands in the default room already, said by the actor. */
  readonly said: boolean;
  /** A message stands there to be replied to. */
  readonly target: boolean;
  /** The actor's reaction stands on it; it is a poll. */
  readonly reacted: boolean;
  readonly poll: boolean;
  /** A newcomer: registered alone, or also signed in through the acting front end. */
  readonly newcomer: "none" | "registered" | "in";
  /** In a dialog of the actor with each watcher, in which the watcher has said the text. */
  readonly dialog: boolean;
}

const plain: Stage = {
  said: false,
  target: false,
  reacted: false,
  poll: false,
  newcomer: "none",
  dialog: false,
};

export const STAGES: { readonly [A in Action]: Stage } = {
  send: plain,
  edit: { ...plain, said: true },
  delete: { ...plain, said: true },
  reply: { ...plain, target: true },
  react: { ...plain, said: true },
  unreact: { ...plain, said: true, reacted: true },
  upload: plain,
  type: plain,
  online: { ...plain, newcomer: "registered" },
  offline: { ...plain, newcomer: "in" },
  pin: { ...plain, said: true },
  poll: plain,
  vote: { ...plain, poll: true },
  thread: plain,
  "create room": plain,
  join: plain,
  leave: { ...plain, newcomer: "in" },
  ban: { ...plain, newcomer: "in" },
  "mark delivered": { ...plain, dialog: true },
  "mark read": { ...plain, dialog: true },
  call: { ...plain, dialog: true },
};

/** Somebody signed in through a front end. */
export interface Player {
  readonly account: Account;
  readonly front: Front;
}

let count = 0;

/** Names and texts that occur nowhere else. */
export function newGiven(actor: string): Given {
  count += 1;
  const text = `m${count} by ${actor}`;
  return {
    text,
    changed: `${text}, changed`,
    target: `target ${count}`,
    emoji: "👍",
    file: `file-${count}.txt`,
    room: `room-${count}`,
    user: { id: 0, handle: "" },
    actor,
  };
}
