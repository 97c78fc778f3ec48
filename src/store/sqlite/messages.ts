/** Messages and reactions in SQLite. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { HistoryCut } from "../../core/tx/messages.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { conversation } from "./conversation.ts";
import type { Place } from "./held.ts";
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
  const reactionsOf = reactionCounter(db);
  // Mostly there is none, and the index alone tells.
  const sent = db.prepare<{ id: Id }, [Id, Id, string]>(
    `select id from message where author = ? and room = ? and nonce = ?`,
  );
  const byId = db.prepare<MessageRow, [Id]>(`${MESSAGE} where m.id = ? and ${NO_ENTRY}`);
  // By the ids, without an index for it: an account ends rarely, and its steps go on where the last one stopped.
  const byAuthor = db.prepare<MessageRow, [Id, Id, number]>(
    `${MESSAGE} where m.author = ? and m.id > ? and ${SHOWN} and exists (select 1 from room r where r.id = m.room)
     order by m.id limit ?`,
  );
  // What a deleted room held is told no more, erased or not.
  const byIds = db.prepare<MessageRow, [string]>(
    `${MESSAGE} where m.id in (select value from json_each(?)) and ${NO_ENTRY}
     and exists (select 1 from room r where r.id = m.room)`,
  );
  const takeN = db.prepare<Place, [Id]>(`update counter set n = n + 1 where id = ? returning n, at`);
  // Messages of the same millisecond, and of a clock that was set back, come after one another all the same.
  const takeNow = db.prepare<Place, [Millis, Id]>(
    `update counter set n = n + 1, at = max(at + 1, ?) where id = ? returning n, at`,
  );
  const insert = db.prepare(
    `insert into message (id, room, n, kind, author, text, reply_to, nonce, created, mentions, f_message, f_room,
       f_author, f_created, beside, author_name, embeds) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertEntry = db.prepare(
    `insert into message (id, room, n, kind, author, text, of, created, entry_nonce) values (?, ?, ?, ?, ?, '', ?, ?, ?)`,
  );
  const releaseNonce = db.prepare(`update message set nonce = null where id = ?`);
  const lastSent = db.prepare<{ at: number }, [Id, Id]>(`select at from slow where room = ? and user = ?`);
  const noteSent = db.prepare(`insert or replace into slow (room, user, at) values (?, ?, ?)`);
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
    `insert or ignore into reaction (message, emoji, user, at) values (?, ?, ?, ?)`,
  );
  const removeReaction = db.prepare(`delete from reaction where message = ? and emoji = ? and user = ?`);

  const takePlace = (
    item: Pick<Message, "room" | "n" | "created">,
    where: "here" | "elsewhere",
    taken: Place | null = null,
  ): void => {
    const place = taken ?? (where === "here" ? takeNow.get(item.created, item.room) : takeN.get(item.room));
    if (place === null) throw new Error(`The room ${item.room} has no counter`);
    item.n = place.n;
    if (where === "here") item.created = place.at;
  };

  const insertAt = (message: Message, where: "here" | "elsewhere", taken: Place | null): void => {
    takePlace(message, where, taken);
    const { id, room, kind, author, text, replyTo, nonce, created, forwardedFrom: from } = message;
    const said = [id, room, message.n, kind, author.id, text, replyTo?.id ?? null, nonce, created];
    const first = [from?.message ?? null, from?.room ?? null, from?.author.id ?? null, from?.created ?? null];
    // A webhook's author is a row of its own; the name that it gave this message stands here.
    const name = isWebhook(author) ? author.name : null;
    const rest = [besideToColumn(message), name, embedsToColumn(message.embeds ?? [])];
    insert.run(...said, mentions.toColumn(message.mentions), ...first, ...rest);
  };

  const page = (room: Id, cut: HistoryCut, limit: number): MessageRow[] | null => {
    if ("latest" in cut) return older.all(room, Number.MAX_SAFE_INTEGER, limit).reverse();
    const at = nOf.get("before" in cut ? cut.before : "after" in cut ? cut.after : cut.around, room);
    if (at === null) return null;
    if ("before" in cut) return older.all(room, at.n, limit).reverse();
    if ("after" in cut) return newer.all(room, at.n, limit);
    // Half before and half after; the message itself counts to what is before it.
    const before = older.all(room, at.n + 1, Math.ceil(limit / 2)).reverse();
    return [...before, ...newer.all(room, at.n, limit - before.length)];
  };

  return {
    ...conversation(db),
    loadSend(actor, room, nonce, replyTo) {
      const facts = loadRoom(actor, room);
      const known = nonce === null ? null : sent.get(actor.user, room, nonce);
      const earlier = known === null ? null : byId.get(known.id);
      const quoted = replyTo === null ? null : byId.get(replyTo);
      const slow = facts.place !== null && facts.place.room.slowMode > 0;
      return {
        ...facts,
        lastSent: slow ? (lastSent.get(room, actor.user)?.at ?? 0) : 0,
        earlier: earlier === null ? null : read(earlier),
        quoted: quoted === null || quoted.room !== room ? null : read(quoted),
      };
    },
    loadMessage(actor, id) {
      const row = byId.get(id);
      const facts = loadRoom(actor, row === null ? 0 : row.room);
      return { ...facts, message: row === null ? null : read(row) };
    },
    loadMessages(actor, room, ids) {
      const rows = byIds.all(JSON.stringify(ids)).filter((row) => row.room === room);
      return { ...loadRoom(actor, room), messages: rows.map((row) => read(row)) };
    },
    appendMessage(message, where = "here") {
      db.held?.flush(); // Some commands store two.
      if (db.held !== null && where === "here" && message.mentions === null) {
        const { room, created } = message;
        return db.held.put({ room, created, store: (place) => insertAt(message, where, place) });
      }
      insertAt(message, where, null);
      mentions.note(message, message.mentions);
    },
    releaseNonce(message) {
      releaseNonce.run(message);
    },
    noteSent(room, user, at) {
      noteSent.run(room, user, at);
    },
    appendEntry(entry) {
      takePlace(entry, "here");
      const { id, room, n, kind, of, author, created, nonce } = entry;
      insertEntry.run(id, room, n, kind, author, of.id, created, nonce);
    },
    setText(message, text, mentioned, edited) {
      setText.run(text, mentions.toColumn(mentioned), edited, message.id);
      mentions.forget(message.id);
      mentions.note(message, mentioned);
    },
    setEmbeds(message, embeds) {
      setEmbeds.run(embedsToColumn(embeds), message);
    },
    refusePreviews(message) {
      setBeside.run(besideToColumn({ ...message, noPreviews: true }), message.id);
    },
    eraseMessage({ id }, deleted) {
      erase.run(deleted, id); // Triggers erase what stands beside it.
    },
    history(room, reader, cut, limit) {
      const rows = page(room, cut, limit);
      if (rows === null) return null;
      const reactions = reactionsOf(
        rows.map((row) => row.id),
        reader,
      );
      return rows.map((row) => read(row, reactions.get(row.id), reader));
    },
    messagesBy: (user, after, limit) => byAuthor.all(user, after, limit).map((row) => read(row)),
    messagesByIds: (ids) => byIds.all(JSON.stringify(ids)).map((row) => read(row)),
    reactionsOf: (message, reader) => reactionsOf([message], reader).get(message) ?? [],
    addReaction: (message, user, emoji, at) => addReaction.run(message, emoji, user, at).changes > 0,
    removeReaction: (message, user, emoji) => removeReaction.run(message, emoji, user).changes > 0,
  };
};
