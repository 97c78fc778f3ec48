/**
 * Messages on their way, from the key press until the room's log has them.
 *
 * They are kept by the browser as well: after a reload they are sent again with the same nonce, so that each
 * arrives once.
 */

import { type Account, keyOf } from "./account.ts";

export interface Outgoing {
  readonly nonce: string;
  readonly room: number;
  readonly content: string;
  readonly replyTo: number;
  readonly replyPing: boolean;
  readonly attachmentIds: readonly number[];
  /** Names of the files, for showing. */
  readonly fileNames: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  /** Why the server refused it, or "" while it is on its way. */
  readonly failed: string;
}

/** Each under a key of its own, so that tabs do not take away each other's. A space's are sent to that space. */
const keyFor = (account: Account): string =>
  keyOf(account, account.space === "" ? "outbox." : `outbox.${account.space}.`);

export function readOutbox(account: Account): readonly Outgoing[] {
  try {
    const begin = keyFor(account);
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(begin))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? "null") as Outgoing | null)
      .filter((kept) => kept !== null)
      .sort((a, b) => a.created - b.created);
  } catch {
    return [];
  }
}

export function keepOutgoing(account: Account, outgoing: Outgoing): void {
  try {
    localStorage.setItem(keyFor(account) + outgoing.nonce, JSON.stringify(outgoing));
  } catch {
    // The browser's store is full or closed: it is still sent, only a reload would lose it.
  }
}

export function forgetOutgoing(account: Account, nonce: string): void {
  try {
    localStorage.removeItem(keyFor(account) + nonce);
  } catch {
    // As above; sending it again would store it once.
  }
}
