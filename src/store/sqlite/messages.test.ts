/** Messages in a real database: how it finds them, and what no wire can ask yet. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, CommandType, Reply } from "../../core/commands.ts";
import { MAX_REVISIONS } from "../../core/conversation-entries.ts";
import { dispatch } from "../../core/dispatch.ts";
import { MAX_EDITS_PAGE } from "../../core/history.ts";
import { idSource } from "../../core/ids.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { PAGES } from "./messages.ts";
import { openWriter } from "./open.ts";
import type { PlannedDatabase } from "./planned.ts";
import { STATEMENTS } from "./search.ts";
import { txSource } from "./tx.ts";

const directory = mkdtempSync(join(tmpdir(), "koine-messages-"));
let db: PlannedDatabase;
let close: () => void;
let tx: Tx;
let room: Id;
const [ANN, BOB] = [1, 2];
let clock = 1_800_000_000_000;

beforeAll(() => {
  const newId = idSource(0, () => clock, 0);
  const opened = openWriter(directory, { now: clock, newId, randomText: () => "epoch" });
  db = opened.db;
  close = opened.release;
  const begin = txSource(db, newId);
  tx = begin(clock);
  const space = db.query<{ id: Id; room: Id }, []>("select id, default_room as room from space").get();
  room = space?.room ?? 0;
  for (const [id, handle] of [
    [ANN, "ann"],
    [BOB, "bob"],
  ] as const) {
    db.run("insert into user (id, handle, name, bot, created) values (?, ?, ?, 0, 0)", [id, handle, handle]);
    if (id === ANN)
      db.run("insert into member (space, user, roles, joined) values (?, ?, '[]', 0)", [space?.id ?? 0, id]);
  }
});

afterAll(() => {
  db.close();
  close();
  rmSync(directory, { recursive: true });
});

async function run<T extends CommandType>(user: Id, type: T, input: Command<T>["input"]): Promise<Reply<T>> {
  Object.assign(tx, { now: ++clock });
  const done = await dispatch(tx, { user, token: 0, session: 0 }, { type, input } as Command);
  return done.reply as Reply<T>;
}

const send = (text: string) => run(ANN, "message_send", { room, text, nonce: null, replyTo: null });

/** In one transaction: each commit is a flush to the disk. */
async function together(what: () => Promise<void>): Promise<void> {
  db.run("begin");
  await what();
  db.run("commit");
}

/** How SQLite would run a statement, one line a step. */
function plan(statement: string): string[] {
  const parameters = /\?\d/.test(statement) ? 6 : statement.split("?").length - 1;
  return db
    .query<{ detail: string }, (string | number)[]>(`explain query plan ${statement}`)
    .all(...Array.from({ length: parameters }, () => "[]"))
    .map(({ detail }) => detail);
}

test("a page of a long history is read off an index, nothing is sorted and nothing scanned", () => {
  for (const statement of Object.values(PAGES)) {
    const steps = plan(statement);
    expect(steps[0]).toMatch(/^SEARCH m USING INDEX message_(n|shown) \(room=\? AND n[<>]\?\)/);
    expect(steps.join("\n")).not.toMatch(/TEMP B-TREE|SCAN/);
  }
});

test("a search takes what it finds in the order in which the index has it", () => {
  for (const statement of [STATEMENTS.word_index, STATEMENTS.part_index, STATEMENTS.newest]) {
    expect(plan(statement).join("\n")).not.toContain("TEMP B-TREE");
  }
  // Each candidate is looked up by its id; the table of messages is never gone through.
  const steps = plan(STATEMENTS.wanted);
  expect(steps.filter((step) => /\bm\b/.test(step))).toEqual([
    expect.stringMatching(/SEARCH m USING INTEGER PRIMARY KEY/),
  ]);
});

test("earlier versions are kept, the last of them, for whoever may see the message, until it is deleted", async () => {
  const { id: message, created } = await send("version 0");
  await together(async () => {
    for (let i = 1; i <= MAX_REVISIONS + 3; i++) {
      await run(ANN, "message_edit", { message, text: `version ${i}` });
    }
  });
  const { items: newest } = await run(ANN, "edits_get", { message, before: null, limit: 2 });
  expect(newest.map(({ text }) => text)).toEqual([
    `version ${MAX_REVISIONS + 2}`,
    `version ${MAX_REVISIONS + 1}`,
  ]);
  const { items: last } = await run(ANN, "edits_get", { message, before: 5, limit: MAX_EDITS_PAGE });
  expect(last.map(({ number, text }) => [number, text])).toEqual([[4, "version 3"]]);
  expect(last[0]?.at).toBeGreaterThan(created);
  expect(run(BOB, "edits_get", { message, before: null, limit: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
  await run(ANN, "message_delete", { message });
  expect(run(ANN, "edits_get", { message, before: null, limit: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
  for (const table of ["revision", "mention", "pin", "reaction"]) {
    expect(db.query(`select * from ${table} where message = ?`).all(message)).toEqual([]);
  }
});

test("a search stops after what it may look at, and says where to go on", async () => {
  await together(async () => {
    for (let i = 0; i < 600; i++) await send(i === 0 ? "common rare" : "common");
    while (await tx.indexMessages(100));
  });
  const wanted = {
    words: [{ text: "common", prefix: false }],
    parts: [],
    rooms: [room],
    author: BOB,
    mentions: null,
    pinned: false,
    files: false,
    before: Number.MAX_SAFE_INTEGER,
    after: 0,
  };
  const first = await tx.searchMessages(wanted, ANN, 10, 250);
  expect(first.messages).toEqual([]);
  expect(first.next).toBeGreaterThan(0);
  const rest = await tx.searchMessages(
    { ...wanted, author: ANN, before: first.next ?? 0 },
    ANN,
    1_000,
    1_000,
  );
  expect(rest.messages).toHaveLength(350);
  expect(rest.messages.at(-1)?.text).toBe("common rare");
  expect(rest.next).toBeNull();
});

test("a message that was deleted before it was indexed is not indexed", async () => {
  const { id } = await send("gone before");
  await run(ANN, "message_delete", { message: id });
  await tx.indexMessages(1_000);
  expect(db.query("select rowid from word_index where word_index match 'before'").all()).toEqual([]);
});

test("a room that is deleted leaves nothing in the indexes, whatever statement deletes its messages", async () => {
  await send("ephemeral");
  while (await tx.indexMessages(1_000));
  const match = db.query('select rowid from part_index where part_index match \'"eph" "hem"\'');
  expect(match.all()).toHaveLength(1);
  db.run("delete from message where room = ?", [room]);
  expect(match.all()).toEqual([]);
  for (const index of ["word_index", "part_index"]) {
    db.run(`create virtual table temp.terms_of_${index} using fts5vocab(main, ${index}, row)`);
    expect(db.query(`select term from temp.terms_of_${index}`).all()).toEqual([]);
  }
});

test("a part of words is found whatever its letters are, and only where it stands together", async () => {
  const texts = ["Crème brûlée", "बहुत अच्छा", "a\u0332b\u0332c\u0332def", "Σοφός", "people, and then all"];
  for (const text of [...texts, 'it is 100% "sure"']) await send(text);
  while (await tx.indexMessages(1_000));
  const all = { words: [], author: null, mentions: null, pinned: false, files: false, after: 0 };
  const found = async (part: string): Promise<readonly string[]> => {
    const wanted = { ...all, parts: [part], rooms: [room], before: Number.MAX_SAFE_INTEGER };
    return (await tx.searchMessages(wanted, ANN, 10, 1_000)).messages.map(({ text }) => text);
  };
  for (const [part, text] of [
    ["creme bru", "Crème brûlée"],
    ["अच्छा", "बहुत अच्छा"],
    ["b\u0332c\u0332def", "a\u0332b\u0332c\u0332def"],
    ["ΟΦΌΣ", "Σοφός"],
    ["le, and", "people, and then all"],
    ['00% "', 'it is 100% "sure"'],
  ] as const) {
    expect([part, await found(part)]).toEqual([part, [text]]);
  }
  // Its threes are all there, and it is not.
  expect(await found("peopeopl")).toEqual([]);
});
