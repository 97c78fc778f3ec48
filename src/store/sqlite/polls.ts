/** Polls in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Id } from "../../core/model/ids.ts";
import type { Poll } from "../../core/model/messages.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { PollsTx } from "../../core/tx/polls.ts";
import type { Part } from "./tx.ts";

interface PollRow {
  readonly question: string;
  readonly multiple: number;
  readonly anonymous: number;
  readonly ends: number;
  readonly ended: number;
  readonly voters: number;
}

/** Reads the poll of a message, with the reader's choices where one is given. */
export function pollReader(db: Database): (message: Id, reader: Id | null) => Poll | null {
  const poll = db.prepare<PollRow, [Id]>(
    `select m.text as question, p.multiple, p.anonymous, p.ends, p.ended, p.voters
     from poll p join message m on m.id = p.message where p.message = ?`,
  );
  const options = db.prepare<{ id: number; text: string; votes: number }, [Id]>(
    `select option as id, text, votes from poll_option where message = ? order by option`,
  );
  const choices = choicesReader(db);
  return (message, reader) => {
    const row = poll.get(message);
    if (row === null) return null;
    return {
      ...row,
      multiple: row.multiple === 1,
      anonymous: row.anonymous === 1,
      options: options.all(message),
      mine: reader === null ? null : choices(message, reader),
    };
  };
}

function choicesReader(db: Database): (message: Id, user: Id) => number[] {
  const select = db.prepare<{ option: number }, [Id, Id]>(
    `select option from vote where message = ? and user = ? order by option`,
  );
  return (message, user) => select.all(message, user).map(({ option }) => option);
}

export const polls: Part<PollsTx> = (db) => {
  const pollOf = pollReader(db);
  const choices = choicesReader(db);
  const insert = db.prepare(
    `insert into poll (message, multiple, anonymous, ends, ended) values (?, ?, ?, ?, ?)`,
  );
  const insertOption = db.prepare(`insert into poll_option (message, option, text) values (?, ?, ?)`);
  const add = db.prepare(`insert into vote (message, user, option) values (?, ?, ?)`);
  const remove = db.prepare(`delete from vote where message = ? and user = ? and option = ?`);
  const count = db.prepare(`update poll_option set votes = votes + ? where message = ? and option = ?`);
  const countVoters = db.prepare(`update poll set voters = voters + ? where message = ?`);
  const end = db.prepare(`update poll set ended = ? where message = ?`);
  const voters = db.prepare<UserRef, [Id, number, Id, number]>(
    `select u.id, u.handle, u.name, u.avatar from vote v join user u on u.id = v.user
     where v.message = ? and v.option = ? and v.user > ? order by v.user limit ?`,
  );
  return {
    insertPoll(message, { multiple, anonymous, ends, ended, options }) {
      insert.run(message, multiple ? 1 : 0, anonymous ? 1 : 0, ends, ended);
      for (const { id, text } of options) insertOption.run(message, id, text);
    },
    pollOf,
    choicesOf: (user, messages) =>
      messages
        .map((message) => ({ message, options: choices(message, user) }))
        .filter(({ options }) => options.length > 0),
    setChoices(message, user, options) {
      const before = choices(message, user);
      for (const option of before.filter((one) => !options.includes(one))) {
        remove.run(message, user, option);
        count.run(-1, message, option);
      }
      for (const option of options.filter((one) => !before.includes(one))) {
        add.run(message, user, option);
        count.run(1, message, option);
      }
      const [voted, votes] = [before.length > 0 ? 1 : 0, options.length > 0 ? 1 : 0];
      if (voted !== votes) countVoters.run(votes - voted, message);
    },
    setPollEnded(message, at) {
      end.run(at, message);
    },
    votersOf: (message, option, after, limit) => voters.all(message, option, after, limit),
  };
};
