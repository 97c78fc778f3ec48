/** The bound on a room's threads, in a real database: how far it counts, and by what. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dispatch } from "../../core/dispatch.ts";
import { idSource } from "../../core/ids.ts";
import type { Id } from "../../core/model/ids.ts";
import { MAX_THREADS } from "../../core/threads.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { openWriter } from "./open.ts";
import type { PlannedDatabase } from "./planned.ts";
import { OPEN_THREADS } from "./threads.ts";
import { txSource } from "./tx.ts";

const directory = mkdtempSync(join(tmpdir(), "koine-threads-"));
const NOW = 1_800_000_000_000;
const ANN = 1;
let db: PlannedDatabase;
let close: () => void;
let tx: Tx;
let room: Id;

beforeAll(() => {
  const newId = idSource(0, () => NOW, 0);
  const opened = openWriter(directory, { now: NOW, newId, randomText: () => "epoch" });
  db = opened.db;
  close = opened.release;
  tx = txSource(db, newId)(NOW);
  const space = db.query<{ id: Id; room: Id }, []>("select id, default_room as room from space").get();
  room = space?.room ?? 0;
  db.run("insert into user (id, handle, name, bot, created) values (?, 'ann', 'Ann', 0, 0)", [ANN]);
  db.run("insert into member (space, user, roles, joined) values (?, ?, '[]', 0)", [space?.id ?? 0, ANN]);
});

afterAll(() => {
  db.close();
  close();
  rmSync(directory, { recursive: true });
});

async function open(name: string): Promise<Id> {
  const input = { room, name, under: null, text: "", attachments: [], tags: [], nonce: null };
  const done = await dispatch(tx, { user: ANN, token: 0, session: 0 }, { type: "thread_create", input });
  return (done.reply as { readonly id: Id }).id;
}

test("a room full of open threads takes no more until one is archived, and is counted no further", async () => {
  const first = await open("first");
  const columns = db
    .query<{ name: string }, []>("select name from pragma_table_info('room')")
    .all()
    .map(({ name }) => name)
    .filter((name) => name !== "id" && name !== "nonce")
    .join(", ");
  // The same thread, as often as fills the room.
  db.run(
    `insert into room (id, ${columns}) with recursive few(i) as (select 1 union all select i + 1 from few where i < ?)
     select 1000 + few.i, ${columns} from room join few where room.id = ?`,
    [MAX_THREADS - 1, first],
  );
  const refusal = await open("one more").catch((fault: unknown) => fault);
  expect(refusal).toMatchObject({ code: "limit_reached" });
  expect(await tx.countThreads(room, 7)).toBe(7);
  expect(await tx.countThreads(room, 2 * MAX_THREADS)).toBe(MAX_THREADS);
  db.run("update room set archived = 1 where id = 1001");
  expect(await tx.countThreads(room, MAX_THREADS)).toBe(MAX_THREADS - 1);
  expect(await open("in its place")).toBeGreaterThan(first);
});

test("the index alone tells how many there are", () => {
  const plan = db.query<{ detail: string }, number[]>(`explain query plan ${OPEN_THREADS}`).all(room, 7);
  expect(plan.map(({ detail }) => detail).join()).toContain(
    "USING COVERING INDEX room_threads (parent=? AND archived=?)",
  );
});
