/** The streams that a session is live in: what it has in common with others as one copy for all of them. */

import { NO_STREAMS } from "./bundles.ts";
import type { StreamId } from "./model/ids.ts";

export class Streams {
  #common: ReadonlySet<StreamId> = NO_STREAMS;
  /** Besides those; mostly few, so a list will do. */
  #own: StreamId[] = [];

  has(stream: StreamId): boolean {
    return this.#common.has(stream) || this.#own.includes(stream);
  }

  add(stream: StreamId): void {
    if (!this.has(stream)) this.#own.push(stream);
  }

  delete(stream: StreamId): void {
    if (this.#common.has(stream)) {
      this.#own.push(...this.#common);
      this.#common = NO_STREAMS;
    }
    this.#own = this.#own.filter((id) => id !== stream);
  }

  clear(): void {
    this.#common = NO_STREAMS;
    this.#own = [];
  }

  *[Symbol.iterator](): Iterator<StreamId> {
    yield* this.#common;
    yield* this.#own;
  }

  /** Keep these, which must not change, as the one copy; false when they are not all among its own. */
  share(common: ReadonlySet<StreamId>): boolean {
    if (this.#common === common) return true;
    for (const stream of common) if (!this.has(stream)) return false;
    this.#own = [...this].filter((stream) => !common.has(stream));
    this.#common = common;
    return true;
  }
}
