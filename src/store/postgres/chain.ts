/**
 * The order of the batches, as the row of the node has it.
 *
 * Every batch has a number, and leaves it there in its own transaction, in place of that of the batch before: one that
 * failed stops all that were handed over behind it. Where the connection ends before a batch was answered, the number
 * there tells whether it was stored.
 */

import type { Line } from "./line.ts";
import type { Connection } from "./statements.ts";

/** One process writes to a database, so its number needs no choosing. */
export const NODE = 0;

/** Another process has taken the database. */
export class Displaced extends Error {}

/** The batch is not the next: one before it failed, or another process has taken the database. */
export class Unclaimed extends Error {}

/** One try of a batch. */
export interface Link {
  readonly before: number;
  readonly number: number;
  /** Whether it was stored, where it was asked for. */
  isStored: boolean | null;
}

export class Chain {
  readonly #line: Line;
  readonly #holder: string;
  /** The number that the next batch takes the place of; null when that must be asked. */
  #tip: number | null = 0;
  #last = 0;
  #cuts = 0;
  /** Handed over, and not settled. */
  readonly #open = new Set<Link>();

  /** The database has been taken by `holdNode`. */
  constructor(line: Line, holder: string) {
    this.#line = line;
    this.#holder = holder;
  }

  /** A place for a batch behind those that were handed over; all of them must have been stored, or be on their way. */
  async link(): Promise<Link> {
    if (this.#tip === null) await this.cut();
    this.#last += 1;
    return { before: this.#tip ?? 0, number: this.#last, isStored: null };
  }

  /** It is handed over now. */
  hand(link: Link): void {
    this.#tip = link.number;
    this.#open.add(link);
  }

  /** Its end is known. */
  settle(link: Link): void {
    this.#open.delete(link);
  }

  /** One that was handed over failed, or nothing was heard of it. */
  tear(): void {
    this.#tip = null;
  }

  /** What `tell_alone` takes behind the list. */
  claimOf({ before, number }: Link): [number, number, number, string] {
    return [NODE, before, number, this.#holder];
  }

  /** Leaves the number, inside the batch's transaction. Throws `Unclaimed`. */
  async claim(connection: Connection, link: Link): Promise<void> {
    const { count } = await connection.unsafe(
      "update node set batch = $3 where number = $1 and batch = $2 and holder = $4",
      this.claimOf(link),
    );
    if (count !== 1) throw new Unclaimed();
  }

  /**
   * Finds out which of those that were handed over are stored, and takes care that none of the others will be: what was
   * sent over a lost connection may still be read there. Throws `Displaced`.
   */
  async cut(): Promise<void> {
    this.#tip = null;
    const mark = await this.#line.transact(async (connection) => {
      const [row] = await connection.unsafe("select holder, batch from node where number = $1 for update", [
        NODE,
      ]);
      if (row?.holder !== this.#holder) throw new Displaced();
      // One stands on the other, so the last that is there tells of all.
      for (const link of this.#open) link.isStored ??= Number(row.batch) >= link.number;
      this.#cuts += 1;
      await connection.unsafe("update node set batch = $2 where number = $1", [NODE, -this.#cuts]);
      return -this.#cuts;
    });
    this.#tip = mark;
  }
}

/** Puts a name into the row of the node; waits for what its holder before has under way. */
export async function holdNode(connection: Connection, holder: string): Promise<void> {
  await connection.unsafe(
    `insert into node (number, holder, batch) values ($1, $2, 0)
     on conflict (number) do update set holder = excluded.holder, batch = 0`,
    [NODE, holder],
  );
}
