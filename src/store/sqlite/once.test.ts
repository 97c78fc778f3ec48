import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Together } from "./once.ts";
import { PlannedDatabase } from "./planned.ts";

const directory = mkdtempSync(join(tmpdir(), "koine-once-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A file that one connection writes and the other reads, and both sides of the crossing. */
function crossing(name: string) {
  const path = join(directory, name);
  const writer = new Database(path, { create: true });
  writer.run("pragma journal_mode = wal");
  writer.run("create table room (id integer primary key, name text)");
  writer.run("insert into room values (1, 'lobby')");
  const reader = new PlannedDatabase(path, { readonly: true, strict: true });
  const once = reader.share();
  const together = new Together();
  const all = reader.prepare<{ id: number; name: string }, []>("select id, name from room");
  let asked = 0;
  const rooms = (key: string) =>
    once.get(key, () => {
      asked += 1;
      return all.all();
    });
  /** As the worker says it and the main thread hears it: every word a text. */
  const crossed = (reply: unknown) => {
    const apart = once.split(reply);
    if (apart === null) return { whole: reply, news: 0, forget: false };
    const { split, news, forget } = JSON.parse(JSON.stringify(apart)) as typeof apart;
    if (forget) together.forget();
    for (const shared of news) together.take(shared);
    return { whole: together.whole(split) as { me: number; rooms: object[] }, news: news.length, forget };
  };
  return { writer, reader, rooms, crossed, asked: () => asked };
}

test("what many ask for is read once and crosses once, and is one and the same for all of them", async () => {
  const { rooms, crossed, asked } = crossing("same");
  const first = crossed({ me: 1, rooms: await rooms("rooms") });
  const second = crossed({ me: 2, rooms: await rooms("rooms") });
  expect([first.news, second.news, asked()]).toEqual([1, 0, 1]);
  expect(first.whole).toEqual({ me: 1, rooms: [{ id: 1, name: "lobby" }] });
  expect(second.whole).toEqual({ me: 2, rooms: [{ id: 1, name: "lobby" }] });
  const { rooms: one } = first.whole as { rooms: object[] };
  expect(one).toBe((second.whole as { rooms: object[] }).rooms);
  expect(Object.isFrozen(one)).toBe(true);
});

test("what was stored meanwhile is read anew; what it did not change does not cross again", async () => {
  const { writer, rooms, crossed, asked } = crossing("stored");
  const first = crossed({ me: 1, rooms: await rooms("rooms") });
  writer.run("create table other (id integer)");
  const second = crossed({ me: 1, rooms: await rooms("rooms") });
  expect([asked(), second.news]).toEqual([2, 0]);
  expect((second.whole as { rooms: object[] }).rooms).toBe((first.whole as { rooms: object[] }).rooms);
  writer.run("update room set name = 'hall'");
  const third = crossed({ me: 1, rooms: await rooms("rooms") });
  expect([asked(), third.news]).toEqual([3, 1]);
  expect(third.whole).toEqual({ me: 1, rooms: [{ id: 1, name: "hall" }] });
  expect(first.whole).toEqual({ me: 1, rooms: [{ id: 1, name: "lobby" }] });
});

test("within a transaction it is what the transaction sees", async () => {
  const { writer, reader, rooms, crossed } = crossing("transaction");
  reader.run("begin");
  await rooms("rooms");
  writer.run("update room set name = 'hall'");
  expect(crossed({ rooms: await rooms("rooms") }).whole).toEqual({ rooms: [{ id: 1, name: "lobby" }] });
  reader.run("commit");
  expect(crossed({ rooms: await rooms("rooms") }).whole).toEqual({ rooms: [{ id: 1, name: "hall" }] });
});

test("so much is kept and no more, and nobody lacks what was forgotten", async () => {
  const { rooms, crossed } = crossing("bounded");
  let forgotten = 0;
  for (let i = 0; i < 2_500; i++) {
    const { whole, forget } = crossed({ me: i, rooms: await rooms(`rooms ${i}`) });
    expect(whole).toEqual({ me: i, rooms: [{ id: 1, name: "lobby" }] });
    if (forget) forgotten += 1;
  }
  expect(forgotten).toBe(2);
  const again = crossed({ me: 0, rooms: await rooms("rooms 0") });
  expect(again).toEqual({ whole: { me: 0, rooms: [{ id: 1, name: "lobby" }] }, news: 1, forget: false });
});
