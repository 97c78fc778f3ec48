/** The streams that a session is live in: what it has in common with others as one copy for all of them. */

import { NO_STREAMS } from "./bundles.ts";
import type { StreamId } from "./model/ids.ts";

/** One for all; nothing is ever put into it. */
const NONE: StreamId[] = [];

export class Streams {
  #common: ReadonlySet<StreamId> = NO_STREAMS;
  /** Besides those; mostly the user's own alone, which needs no list, else few, so a list will do. */
  #own: StreamId | StreamId[] = NONE;

  has(stream: StreamId): boolean {
    if (this.#common.has(stream)) return true;
    return typeof this.#own === "number" ? this.#own === stream : this.#own.includes(stream);
  }

  add(stream: StreamId): void {
    if (this.has(stream)) return;
    if (typeof this.#own === "number") this.#own = [this.#own, stream];
    else if (this.#own === NONE) this.#own = stream;
    else this.#own.push(stream);
  }

  delete(stream: StreamId): void {
    if (!this.has(stream)) return;
    const own = this.#common.has(stream) ? [...this] : this.#list;
    if (this.#common.has(stream)) this.#common = NO_STREAMS;
    this.#keep(own.filter((id) => id !== stream));
  }

  clear(): void {
    this.#common = NO_STREAMS;
    this.#own = NONE;
  }

  *[Symbol.iterator](): Iterator<StreamId> {
    yield* this.#common;
    yield* this.#list;
  }

  /** Keep these, which must not change, as the one copy; false when they are not all among its own. */
  share(common: ReadonlySet<StreamId>): boolean {
    if (this.#common === common) return true;
    for (const stream of common) if (!this.has(stream)) return false;
    this.#keep([...this].filter((stream) => !common.has(stream)));
    this.#common = common;
    return true;
  }

  get #list(): StreamId[] {
    return typeof this.#own === "number" ? [this.#own] : this.#own;
  }

  #keep(own: StreamId[]): void {
    const [first] = own;
    this.#own = first === undefined ? NONE : own.length === 1 ? first : own;
  }
}
