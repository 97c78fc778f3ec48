/** A database as an earlier version of the program left it. */

import { Database } from "bun:sqlite";
import { join } from "node:path";
import { migrate } from "../src/store/sqlite/schema.ts";

/** Make one of the schema's version in a directory, with a user and messages in the default room; gives their number. */
export function oldDatabase(directory: string, version: number, messages: number): number {
  const db = new Database(join(directory, "koine.db"), { create: true, strict: true });
  db.run("pragma journal_mode = wal");
  let last = 1_000;
  const newId = () => ++last;
  migrate(db, { now: 0, newId, randomText: () => "an epoch" }, undefined, version);
  const room = db.query<{ id: number }, []>("select default_room as id from space").get()?.id ?? 0;
  const user = newId();
  db.run("insert into user (id, handle, name, bot, created) values (?, 'old', 'Old', 0, 0)", [user]);
  db.run("insert into counter (id, seq, n) values (?, 0, 0)", [user]);
  const said = db.prepare(
    "insert into message (id, room, n, kind, author, text, created) values (?, ?, ?, 'text', ?, ?, 0)",
  );
  const logged = db.prepare(
    "insert into log (stream, seq, type, at, origin, user, subject) values (?, ?, 'message_create', 0, 0, ?, ?)",
  );
  db.transaction(() => {
    for (let n = 1; n <= messages; n++) {
      const id = newId();
      said.run(id, room, n, user, `message ${n} of an old server`);
      logged.run(room, n + 1, user, id);
    }
    db.run("update counter set seq = ?, n = ? where id = ?", [messages + 1, messages, room]);
  })();
  db.close();
  return messages;
}
