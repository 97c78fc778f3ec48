/**
 * An attempt at a batch. It asks the connection for nothing until a command does: then it is one transaction, that
 * begins there. A batch whose commands all know what they need, and only say something, needs none.
 */

import type { Line } from "./line.ts";
import type { Connection } from "./statements.ts";

/** What the transaction waits for, and what is run first in it. */
export interface Start {
  readonly ready: () => Promise<void>;
  /** The commands do not wait for it: where it fails, so does all that follows, and the attempt ends with its error. */
  readonly opening: (connection: Connection) => Promise<void>;
}

export class Turn {
  readonly #line: Line;
  readonly #start: Start;
  #begun: Promise<Connection> | null = null;
  /** Of all that the commands do. */
  readonly #work = Promise.withResolvers<void>();
  #whole: Promise<void> = Promise.resolve();

  constructor(line: Line, start: Start) {
    this.#line = line;
    this.#start = start;
    this.#work.promise.catch(() => undefined);
  }

  get hasBegun(): boolean {
    return this.#begun !== null;
  }

  /** For the commands. */
  readonly connection: Connection = {
    unsafe: async (sql, values) => (await this.#begin()).unsafe(sql, values),
  };

  #begin(): Promise<Connection> {
    this.#begun ??= new Promise<Connection>((resolve, reject) => {
      this.#whole = this.#transact(resolve);
      this.#whole.catch(reject);
    });
    return this.#begun;
  }

  async #transact(onBegun: (connection: Connection) => void): Promise<void> {
    await this.#start.ready();
    await this.#line.transact(async (connection) => {
      const opened = this.#start.opening(connection);
      onBegun(connection);
      const [opening, work] = await Promise.allSettled([opened, this.#work.promise]);
      if (opening.status === "rejected") throw opening.reason;
      if (work.status === "rejected") throw work.reason;
    });
  }

  /** Stores what the commands did; it is durable when this resolves. */
  async commit(): Promise<void> {
    this.#work.resolve();
    await this.#whole;
  }

  /** Undoes all of it. Rejects with the reason, or with what the transaction failed by before. */
  async undo(reason: unknown): Promise<never> {
    this.#work.reject(reason);
    await this.#whole;
    throw reason;
  }
}
