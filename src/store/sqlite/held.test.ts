/** A message that waits for the row of the log that tells of it: stored whatever comes next, unless its command fails. */

import { afterEach, beforeEach, expect, test } from "bun:test";
import type { Message } from "../../core/model/messages.ts";
import type { LogRow } from "../../core/tx/log.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { PlannedDatabase } from "./planned.ts";
import { migrate } from "./schema.ts";
import { txSource } from "./tx.ts";

const [NOW, ANN] = [1_800_000_000_000, 7];

let db: PlannedDatabase;
let own: ReturnType<PlannedDatabase["own"]>;
let tx: Tx;
let room: number;
let ids: number;

beforeEach(() => {
  db = new PlannedDatabase(":memory:", { strict: true });
  ids = 1_000;
  const newId = () => ids++;
  migrate(db, { now: 0, newId, randomText: () => "epoch" });
  db.run(`insert into user (id, handle, name, bot, created) values (?, 'ann', 'ann', 0, 0)`, [ANN]);
  room = db.query<{ room: number }, []>("select default_room as room from space").get()?.room ?? 0;
  db.run("update counter set seq = 0, n = 0, at = 0 where id = ?", [room]);
  db.run("delete from log");
  own = db.own();
  tx = txSource(db, newId)(NOW);
});

afterEach(() => db.close());

function message(text: string): Message {
  return {
    id: ids++,
    room,
    n: 0,
    kind: "text",
    author: { id: ANN, handle: "ann", name: "ann", avatar: "" },
    text,
    nonce: null,
    replyTo: null,
    forwardedFrom: null,
    thread: null,
    poll: null,
    mentions: null,
    pinned: false,
    reactions: [],
    attachments: [],
    created: NOW,
    edited: null,
    deleted: null,
  };
}

function row(subject: number, stream = room): LogRow {
  const marks = { at: NOW, origin: 1, user: ANN, detail: null };
  return { stream, seq: 0, id: ids++, type: "message_create", subject, ...marks };
}

/** What the database itself has, past everything that waits. */
function stored() {
  const { n, seq, at, event } = db
    .query<{ n: number; seq: number; at: number; event: number }, [number]>(
      "select n, seq, at, event from counter where id = ?",
    )
    .get(room) ?? { n: -1, seq: -1, at: -1, event: -1 };
  const texts = db
    .query<{ text: string }, []>("select n || ' ' || text as text from message order by n")
    .all();
  const told = db
    .query<{ text: string }, []>("select seq || ' ' || subject as text from log order by seq")
    .all();
  return { n, seq, at, event, texts: texts.map(({ text }) => text), told: told.map(({ text }) => text) };
}

test("a message and the row that tells of it get their places together", async () => {
  const [one, two] = [message("one"), message("two")];
  const rows = [row(one.id), row(two.id)] as const;
  await tx.appendMessage(one);
  await tx.appendLog([rows[0]]);
  await tx.appendMessage(two);
  await tx.appendLog([rows[1]]);
  expect([one.n, two.n, rows[0].seq, rows[1].seq]).toEqual([1, 2, 1, 2]);
  // Of the same millisecond, and behind one another.
  expect([one.created, two.created]).toEqual([NOW, NOW + 1]);
  const told = [`1 ${one.id}`, `2 ${two.id}`];
  expect(stored()).toEqual({ n: 2, seq: 2, at: NOW + 1, event: rows[1].id, texts: ["1 one", "2 two"], told });
});

test("what is read in between finds it", async () => {
  const one = message("one");
  await tx.appendMessage(one);
  const page = tx.history(room, ANN, { latest: true }, 10) as readonly Message[];
  expect(page.map(({ id }) => id)).toEqual([one.id]);
  expect(one.n).toBe(1);
});

test("two of one command, and rows of several events, are all stored in their order", async () => {
  const [one, two] = [message("one"), message("two")];
  const rows = [row(one.id), row(two.id)];
  await tx.appendMessage(one);
  await tx.appendMessage(two);
  await tx.appendLog(rows);
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(stored()).toMatchObject({
    n: 2,
    seq: 2,
    texts: ["1 one", "2 two"],
    told: [`1 ${one.id}`, `2 ${two.id}`],
  });
});

test("where another stream tells of it, the room takes no position", async () => {
  const one = message("in a thread");
  const parent = ids++;
  db.run("insert into counter (id, seq, n) values (?, 4, 0)", [parent]);
  const told = row(one.id, parent);
  await tx.appendMessage(one);
  await tx.appendLog([told]);
  expect(told.seq).toBe(5);
  expect(stored()).toMatchObject({ n: 1, seq: 0, texts: ["1 in a thread"] });
});

test("one that nothing tells of is stored at the end, and that of a command that fails is not", async () => {
  await tx.appendMessage(message("stays"));
  own.held.flush();
  await tx.appendMessage(message("goes"));
  own.held.take();
  expect(stored()).toMatchObject({ n: 1, seq: 0, texts: ["1 stays"] });
  expect(own.memory.wrote).toBe(true);
});
