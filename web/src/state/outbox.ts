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

const WHAT = "outbox";

export function readOutbox(account: Account): readonly Outgoing[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(account, WHAT)) ?? "[]");
    return Array.isArray(kept) ? (kept as Outgoing[]) : [];
  } catch {
    return [];
  }
}

export function keepOutbox(account: Account, outbox: readonly Outgoing[]): void {
  const key = keyOf(account, WHAT);
  try {
    if (outbox.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(outbox));
  } catch {
    // The browser's store is full or closed: they are still sent, only a reload would lose them.
  }
}
