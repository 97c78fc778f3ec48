/** Earlier versions of messages in SQLite. */

import type { Id } from "../../core/model/ids.ts";
import type { Revision } from "../../core/model/messages.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

export const revisions: Part<Pick<Tx, "keepRevision" | "revisionsOf">> = (db) => {
  const last = db.prepare<{ number: number | null }, [Id]>(
    `select max(number) as number from revision where message = ?`,
  );
  const insert = db.prepare(`insert into revision (message, number, at, text) values (?, ?, ?, ?)`);
  const forget = db.prepare(`delete from revision where message = ? and number <= ?`);
  const select = db.prepare<Revision, [Id, number, number]>(
    `select number, at, text from revision where message = ? and number < ? order by number desc limit ?`,
  );
  return {
    keepRevision(message, at, text, most) {
      const number = (last.get(message)?.number ?? 0) + 1;
      insert.run(message, number, at, text);
      if (number > most) forget.run(message, number - most);
    },
    revisionsOf: (message, before, limit) => select.all(message, before, limit),
  };
};
