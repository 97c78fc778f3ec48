/**
 * The PostgreSQL database that an instance is carried into.
 *
 * While it is not whole a mark is in it, with which no server starts: whoever comes again begins with nothing.
 */

import { idSource } from "../core/ids.ts";
import type { Millis } from "../core/model/ids.ts";
import { NODE } from "../store/postgres/chain.ts";
import { takeLease } from "../store/postgres/lease.ts";
import { isLost, Line, placeOf } from "../store/postgres/line.ts";
import { INDEX_MESSAGES, SEARCH_INDEXES } from "../store/postgres/migrations/047-index-behind.ts";
import { MOVING, migrate } from "../store/postgres/schema.ts";
import type { Connection } from "../store/postgres/statements.ts";
import type { Table } from "../store/sqlite/watch.ts";
import { kept, quoted, type Row } from "./source.ts";

/** What the database says of itself, and the other does not. */
const OWN_META = "('version', 'moving')";

/** Their index is not brought on by triggers while they are copied. */
const MESSAGE = "message";

// Of those that come again after all were indexed.
const INDEX_AGAIN = `insert into message_index select g.id, folded(g.text) from ${given(MESSAGE)} g
  where g.text <> '' and g.id <= (select up_to from indexed where key = 0)`;

export class Target {
  readonly place: string;
  readonly #line: Line;
  readonly #release: () => Promise<void>;

  private constructor(line: Line, place: string, release: () => Promise<void>) {
    this.#line = line;
    this.place = place;
    this.#release = release;
  }

  /**
   * Take an empty database, or one that an interrupted move left, and make room in it. Rejects with a sentence for
   * the operator when it cannot be reached, is in use, or holds an instance.
   */
  static async open(url: string, tables: readonly Table[], now: () => Millis): Promise<Target> {
    const place = placeOf(url);
    const lease = await takeLease(url, place, () => undefined).catch((error: unknown) => {
      throw isLost(error) ? new Error(`The database ${place} cannot be reached: ${String(error)}`) : error;
    });
    const line = new Line(url, "read committed read write");
    try {
      await line.transact((connection) => clear(connection, place, tables, now));
    } catch (error) {
      await line.close();
      await lease.release();
      throw error;
    }
    return new Target(line, place, () => lease.release());
  }

  /** Several calls that are one change. */
  together<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    return this.#line.transact((connection) => work(new Writing(connection)));
  }

  /** Everything is in it: the indexes for searching are made, and the planner hears how much there is. */
  async index(): Promise<void> {
    await this.#line.transact(async (connection) => {
      for (const sql of [...INDEX_MESSAGES, ...SEARCH_INDEXES]) await connection.unsafe(sql);
      await connection.unsafe("analyze");
    });
  }

  /** From here on a server may start on it. */
  async finish(tables: readonly Table[]): Promise<void> {
    await this.#line.transact(async (connection) => {
      await connection.unsafe(
        "select setval(pg_get_serial_sequence('pin', 'id'), (select coalesce(max(id), 0) + 1 from pin), false)",
      );
      for (const { name } of tables) await connection.unsafe(`alter table "${name}" enable trigger user`);
      await connection.unsafe("delete from meta where key = $1", [MOVING]);
    });
  }

  async close(): Promise<void> {
    await this.#line.close();
    await this.#release();
  }
}

/** Statements inside one transaction. */
export class Writing {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add({ name, columns }: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#connection.unsafe(
      `insert into "${name}" (${columns.map((column) => `"${column}"`).join(", ")})
       select ${columns.map((column) => `g."${column}"`).join(", ")} from ${given(name)} g`,
      [JSON.stringify(rows.map(kept))],
    );
    if (name === MESSAGE) await this.#connection.unsafe(INDEX_AGAIN, [JSON.stringify(rows.map(kept))]);
  }

  /** Gives how many were there. */
  async remove({ name, key }: Table, keys: readonly Row[]): Promise<number> {
    if (keys.length === 0) return 0;
    const removeFrom = async (from: string): Promise<number> => {
      const { count } = await this.#connection.unsafe(
        `delete from ${quoted(from)} t using ${given(name)} k where ${same(key)}`,
        [JSON.stringify(keys.map(kept))],
      );
      return count ?? 0;
    };
    if (name === MESSAGE) await removeFrom("message_index");
    return await removeFrom(name);
  }

  /** Gives how many were there. */
  async empty({ name }: Table): Promise<number> {
    const { count } = await this.#connection.unsafe(`delete from ${quoted(name)}`);
    return count ?? 0;
  }

  /** The rows that are there of those with the keys. */
  async withKeys({ name, columns, key }: Table, keys: readonly Row[]): Promise<Row[]> {
    const rows = await this.#connection.unsafe(
      `select ${columns.map((column) => `t."${column}"`).join(", ")} from ${given(name)} k join "${name}" t on ${same(key)}`,
      [JSON.stringify(keys.map(kept))],
    );
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, cell]) => [
          column,
          typeof cell === "bigint" ? Number(cell) : (cell as string | number | null),
        ]),
      ),
    );
  }

  async count({ name }: Table): Promise<number> {
    const own = name === "meta" ? ` where key not in ${OWN_META}` : "";
    const [row] = await this.#connection.unsafe(`select count(*) as count from ${quoted(name)}${own}`);
    return Number(row?.count ?? 0);
  }
}

/** Rows that come as JSON in the first parameter. */
function given(name: string): string {
  return `json_populate_recordset(null::"${name}", $1::text::json)`;
}

function same(key: readonly string[]): string {
  return key.map((column) => `t."${column}" = k."${column}"`).join(" and ");
}

async function clear(
  connection: Connection,
  place: string,
  tables: readonly Table[],
  now: () => Millis,
): Promise<void> {
  const [there] = await connection.unsafe("select to_regclass('meta') is not null as there");
  if (there?.there === true) {
    const [mark] = await connection.unsafe("select value from meta where key = $1", [MOVING]);
    if (mark === undefined) {
      throw new Error(`The database ${place} holds an instance already: name an empty one (createdb)`);
    }
  }
  const newId = idSource(NODE, now, 0);
  await migrate(connection, { now: now(), newId, randomText: () => crypto.randomUUID() }, { moving: true });
  await connection.unsafe("insert into meta values ($1, '') on conflict (key) do nothing", [MOVING]);
  for (const { name } of tables) {
    // What they would count and erase comes with the rows.
    await connection.unsafe(`alter table "${name}" disable trigger user`);
    await connection.unsafe(
      name === "meta" ? `delete from meta where key not in ${OWN_META}` : `truncate "${name}"`,
    );
  }
  await connection.unsafe("truncate node");
  await connection.unsafe("truncate message_index");
  await connection.unsafe("update indexed set up_to = 0");
  // They are made when all is in it.
  await connection.unsafe("drop index if exists message_words, message_parts");
}
