/**
 * What commands of a batch have said and the database has not heard yet: it is stored together, in one statement, when
 * something else is to be asked or the batch ends.
 */

import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { LogRow } from "../../core/tx/log.ts";
import { toGiven, type Unsaid } from "./append.ts";
import type { Rows, Value } from "./statements.ts";
import { storable } from "./storable.ts";

/** A message that was taken to be new was sent before, or its room is gone; nothing was stored of it. */
export class SentBefore extends Error {}

/** The places of those of a list that are stored already; nothing was said in their rooms since. */
export const RECALL = `select g.place, m.n, l.seq, m.created as at
  from json_to_recordset($1::text::json) as g(place int, id bigint, room bigint, log_id bigint)
  join message m on m.id = g.id
  cross join lateral (
    select seq from log where stream = g.room and id = g.log_id order by stream desc, seq desc limit 1
  ) l`;

interface Given {
  readonly values: Readonly<Record<string, Value>>;
  readonly message: Message;
  readonly row: LogRow;
  readonly over: PromiseWithResolvers<void>;
  isPlaced: boolean;
}

export class Wave {
  #given: Given[] = [];

  /**
   * Resolves when the message and the row of its room's own stream that tells of it are stored; their `n`, time and
   * `seq` are filled in. Rejects with `SentBefore`, too.
   */
  append(unsaid: Unsaid, row: LogRow): Promise<void> {
    const over = Promise.withResolvers<void>();
    const values = toGiven(this.#given.length, unsaid, row);
    this.#given.push({ values, message: unsaid.message, row, over, isPlaced: false });
    return over.promise;
  }

  get any(): boolean {
    return this.#given.length > 0;
  }

  /** Whether somebody's message to a room with a nonce is among them. */
  has(author: Id, room: Id, nonce: string): boolean {
    const text = storable(nonce);
    return this.#given.some(
      ({ message, values }) => message.author.id === author && message.room === room && values.nonce === text,
    );
  }

  /** Forgets what there is: it is not to be stored. */
  drop(): void {
    this.#given = [];
  }

  /** Stores all that there is, with what runs the statement on their list. Who appended hears how it ended. */
  async store(tell: (list: string) => Promise<Rows>): Promise<void> {
    const given = this.#given;
    this.#given = [];
    if (given.length === 0) return;
    try {
      const places = await tell(JSON.stringify(given.map(({ values }) => values)));
      for (const { place, n, seq, at } of places) {
        const one = given[Number(place)];
        if (one === undefined) continue;
        one.message.n = Number(n);
        one.message.created = Number(at);
        one.row.seq = Number(seq);
        one.isPlaced = true;
        one.over.resolve();
      }
      for (const { isPlaced, over } of given) if (!isPlaced) over.reject(new SentBefore());
    } catch (error) {
      for (const { over } of given) over.reject(error);
    }
  }
}
