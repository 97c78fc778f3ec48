/** Messages and reactions in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { HistoryCut } from "../../core/tx/messages.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { appender } from "./append.ts";
import { conversation } from "./conversation.ts";
import { mentionKeeper } from "./mentions.ts";
import { besideToColumn, embedsToColumn, MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import { reactionCounter } from "./reaction-counts.ts";
import { roomLoader } from "./room-standing.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Messages = Pick<
  Tx,
  | "loadSend"
  | "loadMessage"
  | "loadMessages"
  | "appendMessage"
  | "releaseNonce"
  | "noteSent"
  | "appendEntry"
  | "entriesByIds"
  | "entriesOf"
  | "conversation"
  | "newestBetween"
  | "setText"
  | "setEmbeds"
  | "refusePreviews"
  | "eraseMessage"
  | "history"
  | "messagesByIds"
  | "messagesBy"
  | "reactionsOf"
  | "addReaction"
  | "removeReaction"
>;

/** A room's history, page by page; a test asks how SQLite would run them. */
export const PAGES = {
  older: `${MESSAGE} where m.room = ? and m.n < ? and ${SHOWN} order by m.n desc limit ?`,
  newer: `${MESSAGE} where m.room = ? and m.n > ? and ${SHOWN} order by m.n limit ?`,
} as const;

export const messages: Part<Messages> = (db) => {
  const loadRoom = roomLoader(db);
  const read = messageReader(db);
  const mentions = mentionKeeper(db);
  const append = appender(db);
  const reactionsOf = reactionCounter(db);
  const anyById = db.prepare<MessageRow, [Id]>(`${MESSAGE} where m.id = ?`);
  const byId = db.prepare<MessageRow, [Id]>(`${MESSAGE} where m.id = ? and ${NO_ENTRY}`);
  // By the ids, without an index for it: an account ends rarely, and its steps go on where the last one stopped.
  const byAuthor = db.prepare<MessageRow, [Id, Id, number]>(
    `${MESSAGE} where m.author = ? and m.id > ? and ${SHOWN} and exists (select 1 from room r where r.id = m.room)
     order by m.id limit ?`,
  );
  // What a deleted room held is told no more, erased or not.
  const byIds = db.prepare<MessageRow, [string]>(
    `${MESSAGE} where m.id = any(array(select value from ids_of(?))) and ${NO_ENTRY}
     and exists (select 1 from room r where r.id = m.room)`,
  );
  const takePlace = db.prepare<{ n: number; at: Millis }, [Millis, Id]>(
    `update counter set n = n + 1, at = greatest(at + 1, ?) where id = ? returning n, at`,
  );
  const insertEntry = db.prepare(
    `insert into message (id, room, n, kind, author, text, of, created, entry_nonce) values (?, ?, ?, ?, ?, '', ?, ?, ?)`,
  );
  const releaseNonce = db.prepare(`update message set nonce = null where id = ?`);
  const lastSent = db.prepare<{ at: number }, [Id, Id]>(`select at from slow where room = ? and user = ?`);
  const noteSent = db.prepare(`insert into slow (room, user, at) values (?, ?, ?)
     on conflict (room, user) do update set at = excluded.at`);
  const setText = db.prepare(`update message set text = ?, mentions = ?, edited = ? where id = ?`);
  const setEmbeds = db.prepare(`update message set embeds = ? where id = ?`);
  const setBeside = db.prepare(`update message set beside = ? where id = ?`);
  const erase = db.prepare(
    `update message set text = '', mentions = null, beside = null, embeds = null, deleted = ? where id = ?`,
  );
  const nOf = db.prepare<{ n: number }, [Id, Id]>(
    `select n from message m where id = ? and room = ? and ${NO_ENTRY}`,
  );
  const older = db.prepare<MessageRow, [Id, number, number]>(PAGES.older);
  const newer = db.prepare<MessageRow, [Id, number, number]>(PAGES.newer);
  const addReaction = db.prepare(
    `insert into reaction (message, emoji, user, at) values (?, ?, ?, ?) on conflict do nothing`,
  );
  const removeReaction = db.prepare(`delete from reaction where message = ? and emoji = ? and user = ?`);

  // The first at or behind the nonce in the one index that has this order.
  const atNonce = db.prepare<{ id: Id }, [Id, Id, string]>(
    `select id from (
       select id, author, room, nonce from message where nonce is not null and (author, room, nonce) >= (?1, ?2, ?3)
       order by author, room, nonce limit 1
     ) m where author = ?1 and room = ?2 and nonce = ?3`,
  );

  const sentBefore = async (author: Id, room: Id, nonce: string): Promise<MessageRow | null> => {
    if (db.traces.trusts && !db.wave.has(author, room, nonce)) return null;
    const sent = await atNonce.get(author, room, nonce);
    return sent === null ? null : await anyById.get(sent.id);
  };

  const page = async (room: Id, cut: HistoryCut, limit: number): Promise<MessageRow[] | null> => {
    if ("latest" in cut) return (await older.all(room, Number.MAX_SAFE_INTEGER, limit)).reverse();
    const at = await nOf.get("before" in cut ? cut.before : "after" in cut ? cut.after : cut.around, room);
    if (at === null) return null;
    if ("before" in cut) return (await older.all(room, at.n, limit)).reverse();
    if ("after" in cut) return newer.all(room, at.n, limit);
    // Half before and half after; the message itself counts to what is before it.
    const before = (await older.all(room, at.n + 1, Math.ceil(limit / 2))).reverse();
    return [...before, ...(await newer.all(room, at.n, limit - before.length))];
  };

  return {
    ...conversation(db),
    async loadSend(actor, room, nonce, replyTo) {
      const [facts, earlier, quoted] = await Promise.all([
        loadRoom(actor, room),
        nonce === null ? null : sentBefore(actor.user, room, nonce),
        replyTo === null ? null : byId.get(replyTo),
      ]);
      const slow = facts.place !== null && facts.place.room.slowMode > 0;
      return {
        ...facts,
        lastSent: slow ? ((await lastSent.get(room, actor.user))?.at ?? 0) : 0,
        earlier: earlier === null ? null : await read(earlier),
        quoted: quoted === null || quoted.room !== room ? null : await read(quoted),
      };
    },
    async loadMessage(actor, id) {
      const row = await byId.get(id);
      const facts = await loadRoom(actor, row === null ? 0 : row.room);
      return { ...facts, message: row === null ? null : await read(row) };
    },
    async loadMessages(actor, room, ids) {
      const rows = (await byIds.all(JSON.stringify(ids))).filter((row) => row.room === room);
      return { ...(await loadRoom(actor, room)), messages: await Promise.all(rows.map((row) => read(row))) };
    },
    async appendMessage(message, where = "here") {
      await db.held.flush(); // Some commands store two.
      const unsaid = { message, mentions: mentions.toColumn(message.mentions), where };
      const store = () => append(unsaid);
      if (message.mentions === null) return db.held.put({ ...unsaid, store });
      await store();
      await mentions.note(message, message.mentions);
    },
    async releaseNonce(message) {
      await releaseNonce.run(message);
    },
    async noteSent(room, user, at) {
      await noteSent.run(room, user, at);
    },
    async appendEntry(entry) {
      const { id, room, kind, of, author, nonce } = entry;
      const place = await takePlace.get(entry.created, room);
      if (place === null) throw new Error(`The room ${room} has no counter`);
      [entry.n, entry.created] = [place.n, place.at];
      await insertEntry.run(id, room, place.n, kind, author, of.id, place.at, nonce);
    },
    async setText(message, text, mentioned, edited) {
      await setText.run(text, mentions.toColumn(mentioned), edited, message.id);
      await mentions.forget(message.id);
      await mentions.note(message, mentioned);
    },
    async setEmbeds(message, embeds) {
      await setEmbeds.run(embedsToColumn(embeds), message);
    },
    async refusePreviews(message) {
      await setBeside.run(besideToColumn({ ...message, noPreviews: true }), message.id);
    },
    async eraseMessage({ id }, deleted) {
      await erase.run(deleted, id); // Triggers erase what stands beside it.
    },
    async history(room, reader, cut, limit) {
      const rows = await page(room, cut, limit);
      if (rows === null) return null;
      const reactions = await reactionsOf(
        rows.map((row) => row.id),
        reader,
      );
      return await Promise.all(rows.map((row) => read(row, reactions.get(row.id), reader)));
    },
    messagesBy: async (user, after, limit) =>
      await Promise.all((await byAuthor.all(user, after, limit)).map((row) => read(row))),
    messagesByIds: async (ids) =>
      await Promise.all((await byIds.all(JSON.stringify(ids))).map((row) => read(row))),
    reactionsOf: async (message, reader) => (await reactionsOf([message], reader)).get(message) ?? [],
    addReaction: async (message, user, emoji, at) =>
      (await addReaction.run(message, emoji, user, at)).changes > 0,
    removeReaction: async (message, user, emoji) =>
      (await removeReaction.run(message, emoji, user)).changes > 0,
  };
};
