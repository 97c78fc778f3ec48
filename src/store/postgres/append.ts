/**
 * What sending asks and stores, in one statement for all that come in the same turn: whether a message with the nonce
 * is there, and the message with its place in the log.
 */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { LogRow } from "../../core/tx/log.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { besideToColumn, embedsToColumn } from "./message-rows.ts";
import type { Connection, Database, Value } from "./statements.ts";
import { storable } from "./storable.ts";

/** The columns of a message that come from the message; its `n` comes from the counter, and mostly its time. */
const COLUMNS = [
  "id bigint",
  "room bigint",
  "kind text",
  "author bigint",
  "text text",
  "reply_to bigint",
  "nonce text",
  "created bigint",
  "mentions text",
  "f_message bigint",
  "f_room bigint",
  "f_author bigint",
  "f_created bigint",
  "beside text",
  "author_name text",
  "embeds text",
] as const;

/** Those of its row in the log, besides the stream and the `seq`. */
const LOGGED = [
  "type text",
  "at bigint",
  "origin bigint",
  '"user" bigint',
  "subject bigint",
  "detail text",
] as const;

const namesOf = (columns: readonly string[]): string[] =>
  columns.map((column) => column.replace(/ \w+$/, ""));
const FROM_MESSAGE = namesOf(COLUMNS);
const FROM_ROW = namesOf(LOGGED);

// Of each room there is one message. The rows come as JSON, for one parameter holds any number of them; its text is
// taken apart as it is read (jsonb would be made first), and what has no value is not there.
const TOLD = `with given as materialized (
    select * from json_to_recordset($1::text::json) as g(${[...COLUMNS, ...LOGGED, "log_id bigint", "rises bigint"].join(", ")})
  ), place as (
    update counter c set n = c.n + 1, seq = c.seq + 1, event = g.log_id,
      at = case when g.rises = 1 then greatest(c.at + 1, g.created) else c.at end
    from given g where c.id = g.room returning c.id, c.n, c.seq, case when g.rises = 1 then c.at else g.created end as at
  ), said as (
    insert into message (${FROM_MESSAGE.join(", ")}, n)
    select ${FROM_MESSAGE.map((name) => (name === "created" ? "p.at" : `g.${name}`)).join(", ")}, p.n from given g join place p on p.id = g.room
  ), told as (
    insert into log (stream, seq, id, ${FROM_ROW.join(", ")})
    select p.id, p.seq, g.log_id, ${FROM_ROW.map((name) => `g.${name}`).join(", ")} from given g join place p on p.id = g.room
  )
  select id, n, seq, at from place`;

// The first at or behind the nonce in the one index that has this order: while the table's rows are not counted, the
// planner would as well take the index of the room, and read all of it.
const SENT = `select g.place, m.id from json_to_recordset($1::text::json)
    as g(place bigint, author bigint, room bigint, nonce text)
  cross join lateral (
    select id, author, room, nonce from message
    where nonce is not null and (author, room, nonce) >= (g.author, g.room, g.nonce)
    order by author, room, nonce limit 1
  ) m where m.author = g.author and m.room = g.room and m.nonce = g.nonce`;

/** A message that is not stored yet. */
export interface Unsaid {
  readonly message: Message;
  /** As the column holds them. */
  readonly mentions: string | null;
  /** Only what is said here gets a time behind that of whatever the room got before. */
  readonly where: "here" | "elsewhere";
}

interface Asked {
  readonly values: Readonly<Record<string, Value>>;
  readonly over: PromiseWithResolvers<Id | null>;
}

interface Told {
  readonly values: Readonly<Record<string, Value>>;
  readonly message: Message;
  readonly row: LogRow;
  readonly over: PromiseWithResolvers<void>;
}

/** Gathers what commands that run side by side append. */
export class Wave {
  readonly #current: () => Connection;
  #gathered: Told[] = [];
  #asked: Asked[] = [];

  constructor(current: () => Connection) {
    this.#current = current;
  }

  /** Stores a message and the row of its room's own stream that tells of it; fills in `n`, the time and `seq`. */
  append({ message, mentions, where }: Unsaid, row: LogRow): Promise<void> {
    const { id, type, at, origin, user, subject, detail } = row;
    const logged = { log_id: id, rises: where === "here" ? 1 : 0, type, at, origin, user, subject, detail };
    const over = Promise.withResolvers<void>();
    const values = withValues({ ...rowOf(message, mentions), ...logged });
    this.#gathered.push({ values, message, row, over });
    if (this.#gathered.length === 1) setImmediate(() => void this.#store());
    return over.promise;
  }

  /** The message that somebody sent to a room with a nonce. */
  sent(author: Id, room: Id, nonce: string): Promise<Id | null> {
    const over = Promise.withResolvers<Id | null>();
    const values = { place: this.#asked.length, author, room, nonce: storable(nonce) };
    this.#asked.push({ values, over });
    if (this.#asked.length === 1) setImmediate(() => void this.#find());
    return over.promise;
  }

  async #find(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const list = JSON.stringify(asked.map(({ values }) => values));
      const found = new Map<number, Id>();
      for (const { place, id } of await this.#current().unsafe(SENT, [list]))
        found.set(Number(place), Number(id));
      for (const [place, { over }] of asked.entries()) over.resolve(found.get(place) ?? null);
    } catch (error) {
      for (const { over } of asked) over.reject(error);
    }
  }

  async #store(): Promise<void> {
    const gathered = this.#gathered;
    this.#gathered = [];
    try {
      const rows = JSON.stringify(gathered.map(({ values }) => values));
      const places = new Map<Id, { n: number; seq: number; at: Millis }>();
      for (const { id, n, seq, at } of await this.#current().unsafe(TOLD, [rows]))
        places.set(Number(id), { n: Number(n), seq: Number(seq), at: Number(at) });
      for (const { message, row, over } of gathered) {
        const place = places.get(message.room);
        if (place === undefined) {
          over.reject(new Error(`The room ${message.room} has no counter`));
          continue;
        }
        message.n = place.n;
        message.created = place.at;
        row.seq = place.seq;
        over.resolve();
      }
    } catch (error) {
      for (const { over } of gathered) over.reject(error);
    }
  }
}

/** Stores one message, told later or otherwise; fills in its `n` and its time. */
export function appender(db: Database): (unsaid: Unsaid) => Promise<void> {
  const values = COLUMNS.map((column, i) => `?${i + 1}::${column.replace(/^.* /, "")}`);
  const created = values[FROM_MESSAGE.indexOf("created")] ?? "";
  const fromPlace = values.map((value) => (value === created ? "at" : value));
  const rises = `?${COLUMNS.length + 1}::bigint = 1`;
  const append = db.prepare<{ n: number; at: Millis }>(
    `with place as (
       update counter set n = n + 1, at = case when ${rises} then greatest(at + 1, ${created}) else at end
       where id = ?2 returning n, case when ${rises} then at else ${created} end as at
     ), said as (insert into message (${FROM_MESSAGE.join(", ")}, n) select ${fromPlace.join(", ")}, n from place)
     select n, at from place`,
  );
  return async ({ message, mentions, where }) => {
    const row = await append.get(...Object.values(rowOf(message, mentions)), where === "here" ? 1 : 0);
    if (row === null) throw new Error(`The room ${message.room} has no counter`);
    message.n = row.n;
    message.created = row.at;
  };
}

/** Without those that are null. */
function withValues(row: Readonly<Record<string, Value>>): Record<string, Value> {
  const some: Record<string, Value> = {};
  for (const name in row) {
    const value = row[name] ?? null;
    if (value !== null) some[name] = value;
  }
  return some;
}

/** In the order of the columns. */
function rowOf(message: Message, mentions: string | null): Record<string, Value> {
  const { id, room, kind, author, text, replyTo, nonce, created, forwardedFrom: from } = message;
  return {
    id,
    room,
    kind,
    author: author.id,
    text: storable(text),
    reply_to: replyTo?.id ?? null,
    nonce: nonce === null ? null : storable(nonce),
    created,
    mentions,
    f_message: from?.message ?? null,
    f_room: from?.room ?? null,
    f_author: from?.author.id ?? null,
    f_created: from?.created ?? null,
    beside: besideToColumn(message),
    // A webhook's author is a row of its own; the name that it gave this message stands here.
    author_name: isWebhook(message.author) ? message.author.name : null,
    embeds: embedsToColumn(message.embeds ?? []),
  };
}
