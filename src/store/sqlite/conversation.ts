/** A conversation by its numbers, with what edits and deletions left in it. */

import type { Id } from "../../core/model/ids.ts";
import type { Entry, Message } from "../../core/model/messages.ts";
import type { Advance } from "../../core/model/receipts.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Conversation = Pick<Tx, "entriesByIds" | "entriesOf" | "conversation" | "newestBetween">;

interface EntryRow {
  id: Id;
  room: Id;
  n: number;
  kind: Entry["kind"];
  of: Id;
  nonce: string | null;
  created: number;
  author: Id;
  handle: string;
  name: string;
  avatar: string;
}

const ENTRY = `
  select m.id, m.room, m.n, m.kind, m.of, m.entry_nonce as nonce, m.created, m.author, u.handle, u.name, u.avatar
  from message m join user u on u.id = m.author`;

/** Where the numbers are read; a test asks how SQLite would run them. */
export const NUMBERS = {
  first: `select m.id, m.kind from message m where m.room = ? and m.n >= ? and m.n <= ? order by m.n limit ?`,
  last: `select m.id, m.kind from message m where m.room = ? and m.n >= ? and m.n <= ? order by m.n desc limit ?`,
} as const;

export const conversation: Part<Conversation> = (db) => {
  const read = messageReader(db);
  type Place = { id: Id; kind: string };
  const places = {
    first: db.prepare<Place, [Id, number, number, number]>(NUMBERS.first),
    last: db.prepare<Place, [Id, number, number, number]>(NUMBERS.last),
  };
  const messages = db.prepare<MessageRow, [string]>(
    `${MESSAGE} where m.id in (select value from json_each(?)) and ${NO_ENTRY}`,
  );
  const entries = db.prepare<EntryRow, [string]>(`${ENTRY} where m.id in (select value from json_each(?))`);
  const entriesOf = db.prepare<EntryRow, [Id, number]>(`${ENTRY} where m.of = ? order by m.id desc limit ?`);
  // SQLite gives the other columns of the row that has the greatest number.
  const newest = db.prepare<Advance["newest"][number], [Id, number, number]>(
    `select m.author, m.id, max(m.n) as n, m.nonce from message m
     where m.room = ? and m.n > ? and m.n <= ? and ${SHOWN} group by m.author`,
  );

  const messagesByIds = (ids: readonly Id[]): Map<Id, Message> =>
    new Map(messages.all(JSON.stringify([...new Set(ids)])).map((row) => [row.id, read(row)]));

  const toEntries = (rows: readonly EntryRow[]): Entry[] => {
    const changed = messagesByIds(rows.map(({ of }) => of));
    return rows.flatMap(({ id, room, n, kind, of, nonce, created, author, handle, name, avatar }) => {
      const message = changed.get(of);
      if (message === undefined) return [];
      const by = { id: author, handle, name, avatar };
      const original = { id: of, n: message.n, nonce: message.nonce };
      return [{ id, room, n, kind, nonce, created, author: by, of: original, message }];
    });
  };

  return {
    entriesByIds: (ids) => toEntries(entries.all(JSON.stringify(ids))),
    entriesOf: (message, limit) => toEntries(entriesOf.all(message, limit)),
    conversation(room, { from, to, keep }, limit) {
      const found = places[keep].all(room, from, to, limit);
      const isEntry = ({ kind }: Place): boolean => kind === "edit" || kind === "deletion";
      const said = messagesByIds(found.filter((place) => !isEntry(place)).map(({ id }) => id));
      const changes = toEntries(entries.all(JSON.stringify(found.filter(isEntry).map(({ id }) => id))));
      return [...said.values(), ...changes].toSorted((a, b) => a.n - b.n);
    },
    newestBetween: (room, from, to) => newest.all(room, from, to),
  };
};
