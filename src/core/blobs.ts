/**
 * Where the bytes of files are: shared by their SHA-256, so that the same bytes are stored once.
 *
 * Bytes arrive in a staged file, in one go or in several, and are then kept under their hash. What is kept and
 * what may go is decided by rows of the store; this port knows no row.
 */

import type { Millis } from "./model/ids.ts";

/** What is kept: 64 hexadecimal digits, and the length in bytes. */
export interface Kept {
  readonly hash: string;
  readonly size: number;
}

/** How far an append came. */
export interface Appended {
  /** Length of the staged file, all of it on the disk. */
  readonly length: number;
  /** "broken": the source failed; "too_long": it had more than the limit allows, of which nothing was taken. */
  readonly end: "whole" | "broken" | "too_long";
}

export interface Blobs {
  /**
   * Write what the source gives behind the first `offset` bytes of a staged file, which is made when it is not
   * there; what stood further on is dropped. `limit` is the greatest length of the whole.
   */
  append(staged: string, offset: number, source: AsyncIterable<Uint8Array>, limit: number): Promise<Appended>;
  /** The bytes of a staged file; null when there is none. */
  staged(name: string): Promise<Blob | null>;
  discard(name: string): Promise<void>;
  /**
   * Move a staged file under its hash; it is on the disk when this resolves. Until `release` has been called as
   * often, `remove` leaves the hash alone: the row that wants it is still being written.
   */
  keep(name: string): Promise<Kept>;
  /** Keep bytes that are in memory; held as by `keep`. */
  put(bytes: Uint8Array): Promise<Kept>;
  release(hash: string): void;
  /** Reads lazily; `slice` gives ranges. Null when nothing is kept under the hash. */
  read(hash: string): Promise<Blob | null>;
  /** Remove at once; false when it is held. */
  remove(hash: string): boolean;
  /** Everything kept, with the time it was last kept anew. */
  list(): AsyncIterable<{ readonly hash: string; readonly at: Millis }>;
  listStaged(): AsyncIterable<{ readonly name: string; readonly at: Millis }>;
}
