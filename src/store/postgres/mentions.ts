/**
 * Mentions in PostgreSQL. The message keeps them for its readers, as ids; the table `mention` keeps them for
 * counting, one row for each user, role, or (as user 0) everyone: who holds a role is asked when counting, so
 * that sending to all costs one row.
 */

import type { Id } from "../../core/model/ids.ts";
import type { Mentions, Message } from "../../core/model/messages.ts";
import type { UserRef } from "../../core/model/users.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Database } from "./statements.ts";
import type { Part } from "./tx.ts";

/** What the column holds: references only. */
interface Column {
  readonly users: readonly Id[];
  readonly roles: readonly Id[];
  readonly rooms: readonly Id[];
  readonly everyone: boolean;
  readonly reply: boolean;
}

const NOBODY: Mentions = { users: [], roles: [], rooms: [], everyone: false, reply: false };

/** Reads the column of a message; a broken one mentions nobody. */
export function mentionReader(db: Database): (column: string) => Promise<Mentions> {
  const users = db.prepare<UserRef, [string]>(
    `select id, handle, name, avatar from user where id = any(array(select value from ids_of(?))) order by id`,
  );
  return async (text) => {
    try {
      const column = JSON.parse(text) as Column;
      const { roles, rooms, everyone, reply } = column;
      const named = column.users.length === 0 ? [] : await users.all(JSON.stringify(column.users));
      return { users: named, roles: [...roles], rooms: [...rooms], everyone, reply };
    } catch {
      return NOBODY;
    }
  };
}

export interface MentionKeeper {
  readonly toColumn: (mentions: Mentions | null) => string | null;
  /** Adds the rows to be counted. */
  readonly note: (
    message: Pick<Message, "id" | "room" | "n" | "author">,
    mentions: Mentions | null,
  ) => Promise<void>;
  readonly forget: (message: Id) => Promise<void>;
}

export function mentionKeeper(db: Database): MentionKeeper {
  const insert = db.prepare(
    `insert into mention (room, user, n, message) values (?, ?, ?, ?) on conflict do nothing`,
  );
  const remove = db.prepare(`delete from mention where message = ?`);
  return {
    toColumn(mentions) {
      if (mentions === null) return null;
      const column: Column = { ...mentions, users: mentions.users.map(({ id }) => id) };
      return JSON.stringify(column);
    },
    async note({ id, room, n, author }, mentions) {
      if (mentions === null) return;
      const { users, roles, everyone } = mentions;
      const others = users.map((user) => user.id).filter((user) => user !== author.id);
      for (const who of [...others, ...roles, ...(everyone ? [0] : [])]) await insert.run(room, who, n, id);
    },
    async forget(message) {
      await remove.run(message);
    },
  };
}

export const mentions: Part<Pick<Tx, "membersAmong">> = (db) => {
  const among = `select u.id, u.handle, u.name, u.avatar from user u
    where (u.id = any(array(select value from ids_of(?1))) or u.handle = any(array(select value from texts_of(?2))))`;
  const inSpace = db.prepare<UserRef, [string, string, Id]>(
    `${among} and exists (select 1 from member m where m.space = ?3 and m.user = u.id) order by u.id`,
  );
  const inRoom = db.prepare<UserRef, [string, string, Id]>(
    `${among} and exists (select 1 from room_member m where m.room = ?3 and m.user = u.id) order by u.id`,
  );
  return {
    membersAmong({ id, space }, ids, handles) {
      const statement = space === null ? inRoom : inSpace;
      return statement.all(JSON.stringify(ids), JSON.stringify(handles), space ?? id);
    },
  };
};
