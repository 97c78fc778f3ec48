import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { PlannedDatabase, planned } from "./planned.ts";

test("parameters are hidden from the planner, question marks in texts are left alone", () => {
  expect(planned("select a from t where b = ? and c = '?' limit ?2")).toBe(
    "select a from t where b = (select ?) and c = '?' limit (select ?2)",
  );
  expect(planned("update t set a = ? where b = ?")).toBe("update t set a = (select ?) where b = (select ?)");
  expect(planned("select $a from t where b = '$a'")).toBe("select (select $a) from t where b = '$a'");
  expect(planned("insert into t values (?, 'really?')")).toBe("insert into t values (?, 'really?')");
});

test("a query finds what it finds in a plain database, by the same index", () => {
  const sql = `select p.id, p.text, q.text as answer from post p left join post q on q.id = p.answer
    where p.room = ? and p.n < ? order by p.n desc limit ?`;
  const dbs = [new Database(":memory:", { strict: true }), new PlannedDatabase(":memory:", { strict: true })];
  const [plain, once] = dbs.map(filled).map((db) => ({
    rows: db.prepare<object, number[]>(sql).all(1, 40, 5),
    plan: db.prepare<{ detail: string }, number[]>(`explain query plan ${sql}`).all(1, 40, 5),
  }));
  expect(plain?.rows).toHaveLength(5);
  expect(once?.rows).toEqual(plain?.rows ?? []);
  const step = { detail: "SEARCH p USING INDEX post_n (room=? AND n<?)" };
  expect(plain?.plan).toContainEqual(expect.objectContaining(step));
  expect(once?.plan).toContainEqual(expect.objectContaining(step));
});

function filled(db: Database): Database {
  db.run("create table post (id integer primary key, room integer, n integer, text text, answer integer)");
  db.run("create unique index post_n on post (room, n)");
  for (let i = 1; i <= 50; i++) {
    db.run("insert into post values (?, ?, ?, ?, ?)", [i, i % 3, i, `text ${i}`, i > 10 ? i - 10 : null]);
  }
  return db;
}
