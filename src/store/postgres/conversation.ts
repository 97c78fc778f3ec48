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

interface Place {
  id: Id;
  kind: string;
}

const ENTRY = `
  select m.id, m.room, m.n, m.kind, m.of, m.entry_nonce as nonce, m.created, m.author, u.handle, u.name, u.avatar
  from message m join user u on u.id = m.author`;

export const conversation: Part<Conversation> = (db) => {
  const read = messageReader(db);
  const between = `select m.id, m.kind from message m where m.room = ? and m.n >= ? and m.n <= ? order by m.n`;
  const places = {
    first: db.prepare<Place, [Id, number, number, number]>(`${between} limit ?`),
    last: db.prepare<Place, [Id, number, number, number]>(`${between} desc limit ?`),
  };
  const messages = db.prepare<MessageRow, [string]>(
    `${MESSAGE} where m.id = any(array(select value from ids_of(?))) and ${NO_ENTRY}`,
  );
  const entries = db.prepare<EntryRow, [string]>(
    `${ENTRY} where m.id = any(array(select value from ids_of(?)))`,
  );
  const entriesOf = db.prepare<EntryRow, [Id, number]>(`${ENTRY} where m.of = ? order by m.id desc limit ?`);
  const newest = db.prepare<Advance["newest"][number], [Id, number, number]>(
    `select distinct on (m.author) m.author, m.id, m.n, m.nonce from message m
     where m.room = ? and m.n > ? and m.n <= ? and ${SHOWN} order by m.author, m.n desc`,
  );

  const messagesByIds = async (ids: readonly Id[]): Promise<Map<Id, Message>> => {
    const rows = await messages.all(JSON.stringify([...new Set(ids)]));
    return new Map((await Promise.all(rows.map((row) => read(row)))).map((message) => [message.id, message]));
  };

  const toEntries = async (rows: readonly EntryRow[]): Promise<Entry[]> => {
    const changed = await messagesByIds(rows.map(({ of }) => of));
    return rows.flatMap(({ id, room, n, kind, of, nonce, created, author, handle, name, avatar }) => {
      const message = changed.get(of);
      if (message === undefined) return [];
      const by = { id: author, handle, name, avatar };
      const original = { id: of, n: message.n, nonce: message.nonce };
      return [{ id, room, n, kind, nonce, created, author: by, of: original, message }];
    });
  };

  return {
    entriesByIds: async (ids) => await toEntries(await entries.all(JSON.stringify(ids))),
    entriesOf: async (message, limit) => await toEntries(await entriesOf.all(message, limit)),
    async conversation(room, { from, to, keep }, limit) {
      const found = await places[keep].all(room, from, to, limit);
      const isEntry = ({ kind }: Place): boolean => kind === "edit" || kind === "deletion";
      const said = await messagesByIds(found.filter((place) => !isEntry(place)).map(({ id }) => id));
      const ids = found.filter(isEntry).map(({ id }) => id);
      const changes = await toEntries(await entries.all(JSON.stringify(ids)));
      return [...said.values(), ...changes].toSorted((a, b) => a.n - b.n);
    },
    newestBetween: (room, from, to) => newest.all(room, from, to),
  };
};
