/** How a message is stored: with the row of the log that tells of it, many in one statement; or by itself. */

import type { Millis } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { LogRow } from "../../core/tx/log.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { besideToColumn, embedsToColumn } from "./message-rows.ts";
import type { Database, Value } from "./statements.ts";
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

/**
 * Stores messages with their rows of the log, any number of them, and gives each its place; one that was sent before
 * with its nonce is left out, and so is one whose room has no counter.
 *
 * They come as JSON, for one parameter holds any number; its text is taken apart as it is read (jsonb would be made
 * first), and what has no value is not there. For the nonce the first at or behind it is taken from the one index that
 * has this order: while the table's rows are not counted, the planner would as well take the index of the room, and read
 * all of it.
 */
const TELL = `with given as materialized (
    select g.*, row_number() over of_room as k, count(*) filter (where rises = 1) over of_room as risen
    from json_to_recordset(list::json) as g(place int, ${[...COLUMNS, ...LOGGED, "log_id bigint", "rises bigint"].join(", ")})
    where nonce is null or not exists (
      select 1 from (
        select author, room, nonce from message
        where nonce is not null and (author, room, nonce) >= (g.author, g.room, g.nonce)
        order by author, room, nonce limit 1
      ) m where m.author = g.author and m.room = g.room and m.nonce = g.nonce
    )
    window of_room as (partition by room order by place)
  ), sums as (
    select room, count(*) as said, max(log_id) as event,
      count(*) filter (where rises = 1) as risen, max(created) filter (where rises = 1) as created
    from given group by room
  ), counted as (
    update counter c set n = c.n + s.said, seq = c.seq + s.said, event = s.event,
      at = case when s.risen > 0 then greatest(c.at + 1, s.created) + s.risen - 1 else c.at end
    from sums s where c.id = s.room
    returning c.id, c.n - s.said as n, c.seq - s.said as seq, c.at - s.risen as at
  ), placed as (
    select g.*, c.n + g.k as placed_n, c.seq + g.k as placed_seq,
      case when g.rises = 1 then c.at + g.risen else g.created end as placed_at
    from given g join counted c on c.id = g.room
  ), said as (
    insert into message (${FROM_MESSAGE.join(", ")}, n)
    select ${FROM_MESSAGE.map((name) => (name === "created" ? "placed_at" : name)).join(", ")}, placed_n from placed
  ), told as (
    insert into log (stream, seq, id, ${FROM_ROW.join(", ")})
    select room, placed_seq, log_id, ${FROM_ROW.join(", ")} from placed
  )
  select place, placed_n, placed_seq, placed_at from placed`;

const PLACES = `table (place int, n bigint, seq bigint, at bigint)`;

/** What an error says whose batch was not the next, or whose process is not the holder. */
export const UNCLAIMED = "KO001";

/**
 * The statement as functions of the database: a function has settings of its own, whoever calls it, and its plan is
 * kept. They are made anew at each start, so they are always this program's. `tell_alone` is a whole transaction: it
 * leaves the batch's number behind, as every batch does.
 *
 * A plan that was made while a table was small would go on reading the whole of it while it grows, until the database
 * counts its rows anew; and where a whole table is to be read after all, what that is said to cost then would have the
 * statement compiled, for half a second.
 */
export const FUNCTIONS: readonly string[] = [
  "drop function if exists tell_alone(text, bigint, bigint, bigint, text), tell(text)",
  `create function tell(list text) returns ${PLACES} language plpgsql set enable_seqscan to off set jit to off as $$
   #variable_conflict use_column
   begin return query ${TELL}; end $$`,
  `create function tell_alone(list text, node bigint, before bigint, after bigint, process text) returns ${PLACES}
   language plpgsql as $$
   #variable_conflict use_column
   begin
     update node set batch = $4 where number = $2 and holder = $5 and batch = $3;
     if not found then raise exception 'not the next batch' using errcode = '${UNCLAIMED}'; end if;
     return query select * from tell($1);
   end $$`,
];

/** A message that is not stored yet. */
export interface Unsaid {
  readonly message: Message;
  /** As the column holds them. */
  readonly mentions: string | null;
  /** Only what is said here gets a time behind that of whatever the room got before. */
  readonly where: "here" | "elsewhere";
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

/** One that is to be stored and told, as the statement takes it. */
export function toGiven(
  place: number,
  { message, mentions, where }: Unsaid,
  { id, type, at, origin, user, subject, detail }: LogRow,
): Readonly<Record<string, Value>> {
  const logged = { log_id: id, rises: where === "here" ? 1 : 0, type, at, origin, user, subject, detail };
  const row: Readonly<Record<string, Value>> = { place, ...rowOf(message, mentions), ...logged };
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
