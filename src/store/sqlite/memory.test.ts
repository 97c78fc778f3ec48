import { expect, test } from "bun:test";
import { PlannedDatabase } from "./planned.ts";
import { migrate } from "./schema.ts";

interface Pair {
  readonly id: number;
  readonly name: string;
}

/** Two tables, the second filled by a trigger of a trigger of a third; and how often the first was read. */
function remembering() {
  const db = new PlannedDatabase(":memory:", { strict: true });
  db.run("create table seldom (id integer primary key, name text)");
  db.run("create table middle (id integer)");
  db.run("create table often (id integer)");
  db.run("insert into seldom values (1, 'one')");
  db.run(
    "create trigger first after insert on often when new.id = 1 begin insert into middle values (1); end",
  );
  db.run(
    "create trigger second after insert on middle begin update seldom set name = 'other' where id = 1; end",
  );
  const { memory } = db.own();
  const sql = "select id, name from seldom where id = ?";
  const select = db.prepare<Pair, [number]>(sql);
  let reads = 0;
  const read = db.steady([sql], (id: number) => {
    reads += 1;
    return select.get(id);
  });
  return { db, memory, read, reads: () => reads };
}

test("an answer is read once, until a statement writes to its table", () => {
  const { db, memory, read, reads } = remembering();
  const rename = db.prepare("update seldom set name = ? where id = ?");
  const add = db.prepare<Pair, [number, string]>(
    "insert or ignore into seldom values (?, ?) returning id, name",
  );
  expect([read(1)?.name, read(1)?.name, read(2)]).toEqual(["one", "one", null]);
  expect(reads()).toBe(2);
  expect(memory.wrote).toBe(false);
  rename.run("uno", 1);
  expect(memory.wrote).toBe(true);
  expect(read(1)?.name).toBe("uno");
  add.get(2, "two");
  expect(read(2)?.name).toBe("two");
  add.all(3, "three");
  expect(read(3)?.name).toBe("three");
});

test("what a trigger writes counts, and that of its triggers", () => {
  const { db, read, reads } = remembering();
  const note = db.prepare("insert into often values (?)");
  expect(read(1)?.name).toBe("one");
  note.run(1);
  expect(read(1)?.name).toBe("other");
  expect(reads()).toBe(2);
});

test("a write to another table costs nothing, and after what was undone nothing is kept", () => {
  const { db, memory, read, reads } = remembering();
  db.run("create table besides (id integer)");
  const elsewhere = db.prepare("insert into besides values (?)");
  const rename = db.prepare("update seldom set name = ? where id = ?");
  read(1);
  elsewhere.run(1);
  read(1);
  expect(reads()).toBe(1);
  db.run("begin");
  rename.run("undone", 1);
  expect(read(1)?.name).toBe("undone");
  db.run("rollback");
  memory.forget();
  expect(read(1)?.name).toBe("one");
});

test("sending writes to no table of which answers are kept", () => {
  const db = new PlannedDatabase(":memory:", { strict: true });
  let ids = 0;
  migrate(db, { now: 0, newId: () => ++ids, randomText: () => "epoch" });
  const { memory } = db.own();
  const standing = [
    "room",
    "space",
    "member",
    "role",
    "user",
    "token",
    "room_member",
    "block",
    "automod_rule",
  ];
  let reads = 0;
  const read = memory.keep([`select 1 from ${standing.join(" join ")}`], () => {
    reads += 1;
    return reads;
  });
  read();
  memory.writing(["message", "log", "counter", "mention", "slow", "receipt"])();
  read();
  expect(reads).toBe(1);
  memory.writing(["message", "member"])();
  read();
  expect(reads).toBe(2);
});
